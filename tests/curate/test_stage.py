from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from minga.curate import curate
from minga.engine import Engine
from minga.errors import NothingToDo, SettingError
from minga.records import InstructionRecord, rows_of, to_batch
from minga.settings import CurateSettings, NearDuplicateSettings, RepeatedAnswerSettings, RepeatedPromptSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

LONG = (
    "La minga reúne a los vecinos para levantar una casa, abrir un camino o cosechar la papa antes de las lluvias; "
    "quien recibe la ayuda da de comer y de beber, y otro día devolverá el trabajo con sus propias manos, porque "
    "nadie lleva cuentas pero todos recuerdan quién vino y quién faltó cuando hizo falta"
)
PARTY = (
    "En agosto se paga a la tierra: las familias abren un hoyo, ponen coca, chicha y lo mejor de la cosecha, y piden "
    "permiso para volver a sembrar cuando cambie el tiempo"
)


def record(answer: str, prompt: str = "¿Qué es una minga?", **values: object) -> InstructionRecord:
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]
    defaults = {"messages": messages, "language": "es-PE", "origin": "human", "licence": "CC0-1.0"}
    return InstructionRecord.model_validate(defaults | values)


def _space(tmp_path: Path, **options: bool) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga", **options)


def table(tmp_path: Path, name: str, records: Sequence[InstructionRecord]) -> Table:
    ordered = sorted(records, key=lambda record: record.id)

    def build(writer: TableWriter) -> None:
        writer.count_in(len(ordered))
        writer.write(to_batch(ordered, InstructionRecord.schema))

    recipe = Recipe(f"donations/{name}", "test", 1, inputs={"ids": " ".join(record.id for record in ordered)})
    return _space(tmp_path).make_table(recipe, InstructionRecord.schema, build)


def run(tmp_path: Path, *tables: Table, settings: CurateSettings | None = None) -> Table:
    return curate(tables, settings or CurateSettings(), ["es-PE", "ca"], _space(tmp_path), Engine())


def kept(curated: Table) -> list[InstructionRecord]:
    return [record for batch in curated.batches() for record in rows_of(batch, InstructionRecord)]


def dropped(curated: Table) -> dict[str, tuple[str, str]]:
    return {drop["id"]: (drop["reason"], drop["detail"]) for drop in curated.dropped()}


def test_good_records_stay_unchanged_and_sorted(tmp_path: Path) -> None:
    records = [
        record(LONG, domain="culture", country="PE", register="formal", parents=("a" * 32,)),
        record(PARTY, origin="synthetic", generator={"model": "m", "prompt": "p"}, validated_by=("Ana",)),
    ]
    curated = run(tmp_path, table(tmp_path, "a", records))
    assert curated.name == "curated"
    assert kept(curated) == sorted(records, key=lambda record: record.id)
    assert curated.schema == InstructionRecord.schema
    assert list(curated.dropped()) == []


def test_every_rule_says_why_a_record_leaves(tmp_path: Path) -> None:
    english = "The neighbours come together on a Sunday morning and nobody leaves before the roof is finished."
    leaving = {
        record("¡…!").id: ("empty-answer", "¡…!"),
        record("Una ayuda.").id: ("too-short", "2 words of at least 4"),
        record("vaya " + " ".join(map(str, range(90)))).id: ("too-long", "91 words of at most 80"),
        record("¿qué es una minga?").id: ("answer-repeats-prompt", ""),
        record("Lo siento, pero no puedo responder a eso.").id: ("refusal", "lo siento, pero no puedo responder a eso"),
        record("Es trabajo de todos los vecinos. " * 5).id: ("repetitive", "100% of the words"),
        record(english).id: ("wrong-language", "looks like en (1.00)"),
    }
    records = [
        record(answer)
        for answer in (
            "¡…!", "Una ayuda.", "vaya " + " ".join(map(str, range(90))), "¿qué es una minga?",
            "Lo siento, pero no puedo responder a eso.", "Es trabajo de todos los vecinos. " * 5, english, LONG,
        )
    ]  # fmt: skip
    curated = run(tmp_path, table(tmp_path, "a", records), settings=CurateSettings(max_words=80))
    assert dropped(curated) == leaving
    assert kept(curated) == [record(LONG)]
    assert curated.manifest.counts.rows_in == 8
    assert curated.manifest.counts.dropped == {reason: 1 for reason, _ in leaving.values()}


def test_of_equal_texts_the_human_then_the_lesser_id_stays(tmp_path: Path) -> None:
    human = [record(LONG, source=source) for source in ("uno", "dos")]
    synthetic = record(LONG.upper() + "  ", "¿qué  ES una minga?", origin="synthetic", source="tres")
    best, other = sorted(human, key=lambda record: record.id)
    curated = run(tmp_path, table(tmp_path, "a", [human[0], synthetic]), table(tmp_path, "b", [human[1]]))
    assert kept(curated) == [best]
    assert dropped(curated) == {other.id: ("duplicate", best.id), synthetic.id: ("duplicate", best.id)}


def test_the_same_record_in_two_tables_stays_once(tmp_path: Path) -> None:
    once = record(LONG)
    curated = run(tmp_path, table(tmp_path, "a", [once]), table(tmp_path, "b", [once]))
    assert kept(curated) == [once]
    assert dropped(curated) == {once.id: ("duplicate", once.id)}


def test_of_near_copies_the_human_then_the_longer_stays(tmp_path: Path) -> None:
    human = record(LONG)
    longer = record(LONG + " de verdad", origin="synthetic")
    curated = run(tmp_path, table(tmp_path, "a", [human, longer, record(PARTY)]))
    assert kept(curated) == sorted([human, record(PARTY)], key=lambda record: record.id)
    # 65 words and 4 of the question have 61 shingles; two more words add two
    words = len((human.prompt + " " + human.answer).split())
    assert dropped(curated) == {
        longer.id: ("near-duplicate", f"{human.id} (similarity {(words - 4) / (words - 2):.3f})")
    }
    only = run(tmp_path, table(tmp_path, "b", [record(LONG, origin="synthetic"), longer]))
    assert kept(only) == [longer]


@pytest.mark.parametrize(
    "better",
    [{"origin": "exam"}, {"validated_by": ("Ana", "Iker")}, {"contributor": "Ana"}, {"licence": "CC0-1.0"}],
)
def test_of_equals_of_one_origin_the_better_known_then_the_freer_stays(
    tmp_path: Path, better: dict[str, object]
) -> None:
    plain = {"origin": "translated", "source": "x", "licence": "CC-BY-SA-4.0"}
    # several, so that no lesser id makes the difference
    worse = [record(LONG, **plain | {"period": str(year), "source": f"x{year}"}) for year in range(5)]
    best = record(LONG, **plain | better)
    assert kept(run(tmp_path, table(tmp_path, "a", [*worse, best]))) == [best]


def test_the_notes_say_how_likely_a_pair_is_to_be_found(tmp_path: Path) -> None:
    curated = run(tmp_path, table(tmp_path, "a", [record(LONG)]))
    notes = curated.manifest.notes["near_duplicates"]
    found = notes["found"]
    assert (notes["threshold"], notes["found_at_threshold"]) == (0.85, found["0.85"])
    assert found["1.00"] == 1.0
    assert found["0.85"] == pytest.approx(1 - (1 - 0.85**8) ** 14, abs=1e-4)


def test_punctuation_alone_makes_a_near_copy(tmp_path: Path) -> None:
    first, second = record(LONG + "."), record(LONG + "!")
    best, other = sorted([first, second], key=lambda record: record.id)
    assert dropped(run(tmp_path, table(tmp_path, "a", [first, second]))) == {
        other.id: ("near-duplicate", f"{best.id} (similarity 1.000)")
    }


def test_an_equal_of_a_near_copy_points_to_what_stays(tmp_path: Path) -> None:
    human, copy = record(LONG), record(LONG + " ya", origin="synthetic", source="uno")
    twin = record(LONG + " YA", origin="synthetic", source="dos")
    leaving = dropped(run(tmp_path, table(tmp_path, "a", [human, copy, twin])))
    assert set(leaving) == {copy.id, twin.id}
    assert {reason for reason, _ in leaving.values()} == {"near-duplicate"}
    assert {detail[:32] for _, detail in leaving.values()} == {human.id}


def test_likeness_below_the_threshold_is_none(tmp_path: Path) -> None:
    half = " ".join(LONG.split()[:40])
    records = [record(half + " y así fue siempre en el valle"), record(half + " aunque hoy casi nadie lo haga")]
    settings = CurateSettings(near_duplicates=NearDuplicateSettings(hashes=64, bands=64, threshold=0.9))
    assert run(tmp_path, table(tmp_path, "a", records), settings=settings).rows == 2
    settings = CurateSettings(near_duplicates=NearDuplicateSettings(hashes=64, bands=64, threshold=0.6))
    assert run(tmp_path, table(tmp_path, "a", records), settings=settings).rows == 1


def test_a_record_that_a_rule_lets_go_holds_no_place(tmp_path: Path) -> None:
    copy = record(LONG, language="ca", source="a")
    curated = run(tmp_path, table(tmp_path, "a", [copy, record(LONG, origin="synthetic")]))
    assert [one.origin for one in kept(curated)] == ["synthetic"]
    assert dropped(curated)[copy.id][0] == "wrong-language"


def test_system_messages_make_no_records_alike(tmp_path: Path) -> None:
    def with_system(answer: str) -> InstructionRecord:
        turns = [("system", LONG), ("user", "¿Qué se hace?"), ("assistant", answer)]
        return record("x", messages=[{"role": role, "content": content} for role, content in turns])

    assert run(tmp_path, table(tmp_path, "a", [with_system(PARTY), with_system("Se ara y se siembra maíz.")])).rows == 2


def test_the_order_of_inputs_changes_nothing(tmp_path: Path) -> None:
    tables = [
        table(tmp_path, "a", [record(LONG), record(PARTY, source="a")]),
        table(tmp_path, "b", [record(LONG, origin="synthetic", source="b"), record("Sí.")]),
        table(tmp_path, "c", [record(LONG + " ya", source="c"), record(PARTY, source="c")]),
        table(tmp_path, "d", []),
    ]
    first, *others = (
        run(tmp_path / str(number), *order) for number, order in enumerate(itertools.permutations(tables))
    )
    assert all(other.content == first.content for other in others)
    assert all(other.path.name == first.path.name for other in others)


def test_a_table_from_which_all_leaves_is_a_table(tmp_path: Path) -> None:
    curated = run(tmp_path, table(tmp_path, "a", [record("Sí."), record("No.")]))
    assert (curated.rows, kept(curated)) == (0, [])
    assert curated.schema == InstructionRecord.schema
    assert curated.manifest.counts.dropped == {"too-short": 2}


def test_no_record_is_nothing_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo, match="there is no record to curate"):
        run(tmp_path)
    with pytest.raises(NothingToDo, match="the inputs are empty"):
        run(tmp_path, table(tmp_path, "a", []))
    assert list((tmp_path / "data" / "curated").glob(".*")) == []


def test_bands_must_divide_hashes(tmp_path: Path) -> None:
    settings = CurateSettings(near_duplicates=NearDuplicateSettings(hashes=100, bands=14))
    with pytest.raises(SettingError, match="14 bands do not divide 100 hashes; such as hashes = 98"):
        run(tmp_path, table(tmp_path, "a", [record(LONG)]), settings=settings)


def test_unchanged_inputs_are_curated_once_and_a_dry_run_reads_nothing(tmp_path: Path) -> None:
    donated = table(tmp_path, "a", [record(LONG)])
    dry = curate([donated], CurateSettings(), ["es-PE"], _space(tmp_path, dry=True), Engine())
    assert dry.state == "pending"
    assert run(tmp_path, donated).state == "made"
    assert run(tmp_path, donated).state == "unchanged"
    assert run(tmp_path, donated, settings=CurateSettings(min_words=5)).state == "made"


def test_refusals_may_stay(tmp_path: Path) -> None:
    records = [record("Lo siento, pero no puedo responder a eso.")]
    assert run(tmp_path, table(tmp_path, "a", records), settings=CurateSettings(refusals="keep")).rows == 1


def test_answers_that_differ_in_the_word_that_counts_both_stay(tmp_path: Path) -> None:
    question = f"{LONG}. ¿Qué creían entonces los vecinos de la forma de la Tierra?"
    answers = ["Creían que la Tierra era redonda", "Creían que la Tierra era plana", "Sí", "No", "¡Sí!"]
    records = [record(answer, question) for answer in answers]
    curated = run(tmp_path, table(tmp_path, "a", records), settings=CurateSettings(min_words=1))
    assert {one.messages[1].content for one in kept(curated)} - {"Sí", "¡Sí!"} == {*answers[:2], "No"}
    assert [reason for reason, _ in dropped(curated).values()] == ["near-duplicate"]


def test_what_comes_late_is_treated_as_if_it_had_been_there(tmp_path: Path) -> None:
    copies = [record(f"{LONG}, dijo la vecina número {number}", source=str(number)) for number in range(6)]
    early = [table(tmp_path, "b", copies[:3]), table(tmp_path, "c", [record(PARTY)])]
    late = table(tmp_path, "a", [*copies[3:], record(f"{PARTY} y vuelva la lluvia"), record(PARTY, origin="exam")])
    run(tmp_path, *early)
    afterwards = run(tmp_path, *early, late)
    assert afterwards.rows == 2
    assert afterwards.content == run(tmp_path / "at once", *early, late).content
    known = list((tmp_path / ".minga/cache").glob("similarities-*.npy"))
    known[0].unlink()
    lower = CurateSettings(near_duplicates=NearDuplicateSettings(threshold=0.8))
    assert run(tmp_path, *early, late, settings=lower).content == afterwards.content
    assert known[0].is_file()


ON_RAY = """
import sys
from pathlib import Path

from minga.curate import curate
from minga.engine import Engine
from minga.settings import CurateSettings
from minga.tables import load
from minga.workspace import Workspace

if __name__ == "__main__":
    kind, root, *folders = sys.argv[1:]
    tables = [load(f"donations/{Path(folder).parent.name}", Path(folder), "unchanged") for folder in folders]
    workspace = Workspace(Path(root) / "data", Path(root) / ".minga")
    settings = CurateSettings.model_validate(
        {"repeated_prompts": {"most": 30, "threshold": 0.9}, "repeated_answers": {"most": 1}}
    )
    print(curate(tables, settings, ["es-PE", "ca"], workspace, Engine(kind)).content)
    print(workspace.latest("clusters").content)
"""


def test_ray_makes_the_same_tables(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="ray is not installed: pip install 'minga[ray]'")
    many = [
        record(f"{LONG}, dijo la vecina número {number // 2} de la comunidad", source=str(number))
        for number in range(40)
    ]
    tables = [
        table(tmp_path, "a", many),
        table(
            tmp_path,
            "b",
            [record(PARTY), record(PARTY, "¿Y en agosto?"), record("Sí."), record(LONG, origin="synthetic")],
        ),
    ]
    (tmp_path / "run.py").write_text(ON_RAY)
    command = [
        sys.executable,
        str(tmp_path / "run.py"),
        "ray",
        str(tmp_path / "ray"),
        *(str(one.path) for one in tables),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    settings = CurateSettings(
        repeated_prompts=RepeatedPromptSettings(most=30, threshold=0.9), repeated_answers=RepeatedAnswerSettings(most=1)
    )
    native = run(tmp_path / "native", *tables, settings=settings)
    clusters = _space(tmp_path / "native").latest("clusters")
    assert clusters is not None
    assert done.stdout.split() == [native.content, clusters.content]
    assert {row["mode"] for row in clusters.read(["mode"]).to_pylist()} == {"conversation", "prompt", "answer"}


def test_importing_curate_is_light() -> None:
    code = "import sys, minga.curate; print(sorted({'daft', 'ray', 'torch', 'pandas', 'py3langid'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
