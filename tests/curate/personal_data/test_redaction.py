from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from minga.curate.curated_run import CuratedRun
from minga.curate.explain import explain
from minga.curate.inputs import InOrder
from minga.curate.personal_data.measures import COUNT, KINDS, PersonalData, without_originals
from minga.curate.personal_data.redaction import redact, redacted
from minga.curate.personal_data.rule import personal_data_rules
from minga.curate.personal_data.schemes import SCHEMES
from minga.curate.sampling import draw
from minga.records import InstructionRecord
from minga.settings import CurateSettings, PersonalDataSettings
from minga.settings.personal_data import PERSONAL_KINDS
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Workspace

from ..examples import example, verdict
from ..test_stage import LONG, PARTY, dropped, kept, record, run, table

PHONE, MAIL = "987 654 321", "rosa.quispe@correo.pe"
PRIVATE = f"{PARTY}. Para venir, llame al {PHONE} o escriba a {MAIL}."


def settings(policy: str = "redact", **kinds: str) -> CurateSettings:
    return CurateSettings.model_validate({"personal_data": {"policy": policy, "kinds": kinds}})


def everything(curated: Table) -> str:
    manifest = (curated.path / "manifest.json").read_text()
    return f"{curated.read().to_pylist()} {list(curated.dropped())} {manifest}"


def test_only_kinds_and_their_number_are_measured() -> None:
    measured = PersonalData()(example(PRIVATE, language="es-PE"))
    assert measured == {KINDS: ["email", "phone"], COUNT: 2}
    assert PersonalData()(example(LONG)) == {KINDS: [], COUNT: 0}


def test_what_else_was_measured_shows_no_piece_of_it() -> None:
    row = {
        "quality.refusal": "lo siento, llama al 987 65",
        "variety.words": ["vos", "a@b"],
        "quality.language": "es-419",
    }
    assert without_originals(row) == {
        "quality.refusal": "lo siento, llama al … …",
        "variety.words": ["vos", "…"],
        "quality.language": "es-419",
    }


def test_a_dropped_record_says_the_kinds_alone() -> None:
    rules = personal_data_rules(PersonalDataSettings(kinds={"email": "drop"}))
    assert verdict([PersonalData()], rules, example(PRIVATE, language="es-PE")) == ("personal-data", "email")
    assert verdict([PersonalData()], rules, example(LONG)) is None
    assert personal_data_rules(PersonalDataSettings()) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es-PE", "[TELÉFONO] [CORREO]"),
        ("ca", "[TELÈFON] [CORREU]"),
        ("gl", "[TELÉFONO] [CORREO]"),
        ("pt-BR", "[TELEFONE] [E-MAIL]"),
        ("eu", "[TELEFONOA] [E-POSTA]"),
        ("qu", "[PHONE] [EMAIL]"),
    ],
)
def test_placeholders_are_in_the_language_of_the_record(language: str, text: str) -> None:
    assert redact("+51 987 654 321 " + MAIL, language, None, frozenset(PERSONAL_KINDS))[0] == text


def test_every_kind_of_number_has_a_policy() -> None:
    assert {scheme.kind for scheme in SCHEMES} <= set(PERSONAL_KINDS)


def test_a_redacted_record_has_a_new_id_and_its_old_one_as_first_parent(tmp_path: Path) -> None:
    private, other = record(PRIVATE, parents=("a" * 32,)), record(LONG)
    curated = run(tmp_path, table(tmp_path, "a", [private, other]))
    clean = f"{PARTY}. Para venir, llame al [TELÉFONO] o escriba a [CORREO]."
    assert kept(curated) == sorted([other, record(clean, parents=(private.id, "a" * 32))], key=lambda one: one.id)
    notes = curated.manifest.notes
    assert (notes["redacted"], notes["redacted_kinds"]) == (1, {"email": 1, "phone": 1})
    assert (curated.manifest.counts.rows_in, curated.rows) == (2, 2)
    assert PHONE not in everything(curated)
    assert MAIL not in everything(curated)


def test_many_redacted_records_stay_sorted_by_id(tmp_path: Path) -> None:
    records = [
        record(" ".join(f"palabra{number * 40 + word}" for word in range(40)) + (f" {MAIL}" if number % 2 else ""))
        for number in range(200)
    ]
    curated = run(tmp_path, table(tmp_path, "a", records[:90]), table(tmp_path, "b", records[90:]))
    ids = [one.id for one in kept(curated)]
    assert len(ids) == 200
    assert ids == sorted(set(ids))
    assert curated.manifest.notes["redacted"] == 100


def test_rows_that_go_through_the_disk_come_out_the_same_to_the_byte(tmp_path: Path) -> None:
    records = [record(f"Para la {number % 70}.ª minga escriba a {number}@correo.pe", "¿Y?") for number in range(300)]
    records += [record(f"Para la {number}.ª minga escriba a [CORREO]", "¿Y?") for number in range(20)]
    records += [record(LONG, f"¿{number}?") for number in range(200)]
    records.sort(key=lambda one: one.id)
    given = InOrder([table(tmp_path, f"part-{part}", records[65 * part :][:65]) for part in range(8)])
    answers = [turns[1]["content"] for part in given.batches() for turns in part["messages"].to_pylist()]
    rows = np.array(["@" in answer for answer in answers])

    def written(name: str, **limits: int) -> tuple[dict[str, bytes], dict[str, int], int]:
        scratch, folder = tmp_path / f"scratch-{name}", tmp_path / name
        scratch.mkdir()
        folder.mkdir()
        with TableWriter(folder, InstructionRecord.schema) as writer:
            writer.count_in(given.rows)
            for part in redacted(
                given.selected(~rows), given, rows, frozenset(PERSONAL_KINDS), scratch, writer, **limits
            ):
                writer.write(part)
        files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}
        return files, writer.counts.dropped, len(list(scratch.iterdir()))

    files, left, runs = written("whole")
    assert (left, runs) == ({"duplicate": 300 - 70 + 20}, 0)
    spilled_files, spilled_left, spilled_runs = written("spilled", memory=5_000)
    assert spilled_runs > 3
    assert (spilled_files, spilled_left) == (files, left)


def test_records_that_differ_only_in_what_was_redacted_stay_once(tmp_path: Path) -> None:
    records = [record(f"Para venir a la fiesta escriba a {name}@correo.pe") for name in ("ana", "eva", "luz")]
    clean = record("Para venir a la fiesta escriba a [CORREO]")
    curated = run(tmp_path, table(tmp_path, "a", [*records, clean]))
    assert kept(curated) == [clean]
    assert dropped(curated) == {one.id: ("duplicate", clean.id) for one in records}


def test_duplicates_are_judged_on_the_originals(tmp_path: Path) -> None:
    records = [record(f"Para venir a la fiesta escriba a {name}@correo.pe", source=name) for name in ("ana", "eva")]
    assert run(tmp_path, table(tmp_path, "a", records)).rows == 2


def test_a_redacted_record_is_explained_by_both_ids_and_sampled(tmp_path: Path) -> None:
    private = record(PRIVATE)
    [clean] = kept(run(tmp_path, table(tmp_path, "a", [private])))
    space = Workspace(tmp_path / "data", tmp_path / ".minga")
    before, after = explain(private.id, space), explain(clean.id, space)
    assert (before.outcome, after.outcome) == ("kept", "kept")
    assert after.measures["personal"]["count"] == 2
    [drawn] = draw(CuratedRun.newest(space), "kept", 5, seed=1)
    assert drawn.id == clean.id
    assert PHONE not in f"{before} {after} {drawn}"


def test_policies_by_kind(tmp_path: Path) -> None:
    private = record(PRIVATE)
    donated = table(tmp_path, "a", [private, record(LONG)])
    flagged = run(tmp_path, donated, settings=settings("flag"))
    assert private in kept(flagged)
    assert "redacted" not in flagged.manifest.notes
    left = run(tmp_path, donated, settings=settings("redact", phone="drop"))
    assert dropped(left) == {private.id: ("personal-data", "phone")}
    assert PHONE not in everything(left)
    partly = run(tmp_path, donated, settings=settings("off", email="redact"))
    assert any(PHONE in one.answer and "[CORREO]" in one.answer for one in kept(partly))


def test_system_messages_are_redacted_too(tmp_path: Path) -> None:
    turns = [("system", f"Firma como {MAIL}"), ("user", "¿Qué se hace en agosto?"), ("assistant", PARTY)]
    given = record("x", messages=[{"role": role, "content": content} for role, content in turns])
    [clean] = kept(run(tmp_path, table(tmp_path, "a", [given])))
    assert clean.messages[0].content == "Firma como [CORREO]"


def test_no_measured_column_of_any_record_holds_an_original(tmp_path: Path) -> None:
    answers = [f"Lo siento, pero no puedo llamar al {PHONE}", PRIVATE, f"{PHONE} " * 40, f"… {MAIL}"]
    donated = table(tmp_path, "a", [record(answer) for answer in answers])
    curated = run(tmp_path, donated)
    measured = Path(tmp_path / "data" / "annotated").rglob("*.parquet")
    shown = str([pq.read_table(path).drop_columns(["id"]).to_pylist() for path in measured])
    assert "personal.kinds" in shown
    for original in (PHONE, MAIL):
        assert original not in shown
        assert original not in everything(curated)


def test_the_columns_of_an_instruction_record_stay_as_they_are(tmp_path: Path) -> None:
    assert run(tmp_path, table(tmp_path, "a", [record(PRIVATE)])).schema == InstructionRecord.schema
