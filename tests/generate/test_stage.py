from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from minga.errors import EndpointError, LanguageError, NothingToDo, SettingError
from minga.generate import generate
from minga.llm import Endpoint
from minga.settings import DocumentSettings, GenerateSettings
from minga.tables import Table
from minga.workspace import Workspace
from tests.generate.making import pdf_of
from tests.llm.stand_in import Reply, Script, StandIn, completion, problem, standing_in

CHUNO = """# La papa y el chuño

## Cómo se hace

El chuño es papa secada por el frío de la puna en junio y julio. Las papas se tienden en el suelo varias noches.

## Cómo se come

El chuño se remoja desde la víspera antes de cocinarlo en sopas. Se come también sancochado y con queso de la sierra.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "chuno.md").write_text(CHUNO, encoding="utf-8")
    return folder


def entry(**values: Any) -> DocumentSettings:
    return DocumentSettings.model_validate(
        {
            "name": "andes",
            "path": "documents/*",
            "language": "es-PE",
            "country": "PE",
            "domain": "food",
            "licence": "CC-BY-4.0",
            "contributor": "Ana",
            **values,
        }
    )


def made(root: Path, server: StandIn | str, documents: DocumentSettings | None = None, **settings: Any) -> Table:
    url = server if isinstance(server, str) else server.url
    given = {key: settings.pop(key) for key in ("concurrency", "licence") if key in settings}
    endpoint = Endpoint(url=url, model="m", retries=0, **{"concurrency": 3, **given})
    wanted = GenerateSettings.model_validate({"passage_words": 30, **settings})
    return generate(documents or entry(), wanted, endpoint, root, workspace(root))


def workspace(root: Path, *, dry: bool = False) -> Workspace:
    return Workspace(root / "data", root / ".minga", dry=dry)


def model(body: dict[str, Any]) -> Reply:
    """Asks about the chuño, and sums up or answers with the passage's beginning."""
    said = body["messages"][-1]["content"]
    if said.startswith("Escribe la pregunta"):
        return completion("¿Cómo se hace el chuño?", tokens=(10, 5))
    passage = next(line for line in said.splitlines() if line.startswith("El chuño"))
    return completion(passage.partition(". ")[0] + ".", tokens=(20, 7))


def without(reason: str, script: Script = model) -> Script:
    """`script`, but what is said about sopas fails."""
    bad: dict[str, Reply] = {"model-failed": problem(400, "too long"), "empty-answer": completion("  ")}
    return lambda body: bad[reason] if "sopas" in body["messages"][-1]["content"] else script(body)


def losses(table: Table) -> list[tuple[str, str]]:
    return [(row["id"], row["reason"]) for row in table.dropped()]


def test_every_passage_and_task_makes_a_record_with_its_whole_origin(root: Path) -> None:
    with standing_in(model) as server:
        table = made(root, server)
    rows = table.read().to_pylist()
    assert sorted(f"{row['source']} {row['task']}" for row in rows) == [
        "documents/chuno.md#passage-1 question",
        "documents/chuno.md#passage-1 summary",
        "documents/chuno.md#passage-2 question",
        "documents/chuno.md#passage-2 summary",
    ]
    for row in rows:
        assert row["language"] == "es-PE"
        assert row["origin"] == "synthetic"
        assert row["generator"]["model"] == "m"
        assert row["generator"]["prompt"].startswith(f"es/{row['task']}-")
        assert (row["licence"], row["contributor"], row["country"]) == ("CC-BY-4.0", "Ana", "PE")
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert table.manifest.notes == {"documents": 1, "passages": 2, "tokens_in": 60, "tokens_out": 24, "cost_usd": 0.0}


def test_what_the_answers_cost_stands_in_the_table_whether_they_were_asked_now_or_before(root: Path) -> None:
    with standing_in(model) as server:
        endpoint = Endpoint(url=server.url, model="m", price_in=1000.0, price_out=250_000.0)
        settings, space = GenerateSettings(passage_words=30), workspace(root)
        asked = generate(entry(), settings, endpoint, root, space)
        again = Workspace(root / "again", root / ".minga")
        remembered = generate(entry(), settings, endpoint, root, again)
        assert len(server.bodies) == 4
    assert asked.manifest.notes["cost_usd"] == 6.06  # 60 tokens read and 24 written
    assert remembered.manifest == asked.manifest


def test_terms_of_a_model_that_bind_what_it_writes_join_the_documents_licence(root: Path) -> None:
    with standing_in(model) as server:
        free = made(root, server)
        bound = made(root, server, licence="LicenseRef-Gemma")
        assert len(server.bodies) == 4  # the answers are the same
        permissive = made(root, server, licence="MIT")
    assert free.manifest.licences == {"CC-BY-4.0": 4}
    assert (bound.state, bound.manifest.licences) == ("made", {"CC-BY-4.0 AND LicenseRef-Gemma": 4})
    assert "licence of the records" not in free.manifest.inputs
    assert (permissive.state, permissive.content) == ("unchanged", free.content)


def test_a_record_can_be_understood_without_the_document(root: Path) -> None:
    with standing_in(model) as server:
        rows = {f"{row['source'][-1]} {row['task']}": row for row in made(root, server).read().to_pylist()}
    user, assistant = (message["content"] for message in rows["2 question"]["messages"])
    assert "La papa y el chuño: Cómo se come\n\nEl chuño se remoja" in user
    assert user.endswith("Pregunta: ¿Cómo se hace el chuño?")
    assert assistant == "El chuño se remoja desde la víspera antes de cocinarlo en sopas."
    user, _ = (message["content"] for message in rows["1 summary"]["messages"])
    assert user.startswith("Resume el texto siguiente en una frase:\n\nLa papa y el chuño: Cómo se hace\n\nEl chuño es")


def test_a_quoted_answer_is_a_sentence_of_the_document_and_a_written_one_is_the_models(root: Path) -> None:
    def invents(body: dict[str, Any]) -> Reply:
        asked = body["messages"][-1]["content"].startswith("Escribe la pregunta")
        return model(body) if asked else completion("Con papas heladas en la puna.")

    with standing_in(invents) as server:
        quoted = made(root, server, tasks=("question",))
        assert len(server.bodies) == 2
        written = made(root, server, tasks=("question",), answers="written")
        assert len(server.bodies) == 4  # the questions come out of the cache
    answers = {row["messages"][1]["content"] for row in written.read().to_pylist()}
    assert answers == {"Con papas heladas en la puna."}
    assert answers.isdisjoint(row["messages"][1]["content"] for row in quoted.read().to_pylist())


@pytest.mark.parametrize("answers", ["quoted", "written"])
@pytest.mark.parametrize("reason", ["model-failed", "empty-answer"])
def test_what_fails_is_counted_with_its_reason_and_the_rest_goes_on(root: Path, reason: str, answers: str) -> None:
    with standing_in(without(reason)) as server:
        table = made(root, server, answers=answers)
    assert table.rows == 2
    assert losses(table) == [
        ("documents/chuno.md#passage-2 question", reason),
        ("documents/chuno.md#passage-2 summary", reason),
    ]


def test_what_is_no_question_is_not_taken_for_one(root: Path) -> None:
    with standing_in(lambda body: completion("El chuño es papa secada por el frío.")) as server:
        table = made(root, server, tasks=("question", "explanation"))
    assert {reason for _, reason in losses(table)} == {"not-a-question"}
    assert {row["task"] for row in table.read().to_pylist()} == {"explanation"}


def test_a_document_that_cannot_be_read_is_counted_and_the_others_are_used(root: Path) -> None:
    (root / "documents" / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    (root / "documents" / "b.pdf").write_bytes(pdf_of(f"# El chuño\n\n{CHUNO.split(chr(10) * 2)[2]}"))
    (root / "documents" / "c.md").write_text("![foto](a.png)\n\n[inicio](i.html)", encoding="utf-8")
    (root / "documents" / "d.txt").write_text("Papa.", encoding="utf-8")
    with standing_in(model) as server:
        table = made(root, server, tasks=("summary",))
    assert losses(table) == [
        ("documents/a.pdf", "unreadable-document"),
        ("documents/c.md", "no-text"),
        ("documents/d.txt#passage-1 summary", "too-short"),
    ]
    assert (table.manifest.counts.rows_in, table.rows) == (6, 3)
    assert len(server.bodies) == 3


def test_where_no_document_can_be_read_there_is_an_empty_table_and_no_request(root: Path) -> None:
    (root / "documents" / "chuno.md").write_bytes(b"\xff\xfe\xfd")
    with standing_in(model) as server:
        table = made(root, server)
    assert (table.rows, len(server.bodies)) == (0, 0)


def test_passages_of_a_long_document_are_spread(root: Path) -> None:
    paragraphs = "\n\n".join(f"El chuño número {number} es papa secada por el frío. " * 3 for number in range(10))
    (root / "documents" / "chuno.md").write_text(paragraphs, encoding="utf-8")
    with standing_in(model) as server:
        table = made(root, server, tasks=("summary",), max_passages=2)
    assert sorted(row["source"] for row in table.read().to_pylist()) == [
        "documents/chuno.md#passage-1",
        "documents/chuno.md#passage-6",
    ]


def test_nothing_is_asked_where_nothing_changed_and_only_what_changed_otherwise(root: Path) -> None:
    with standing_in(model) as server:
        first = made(root, server)
        again = made(root, server)
        assert (first.state, again.state, len(server.bodies)) == ("made", "unchanged", 4)
        text = CHUNO.replace("queso de la sierra", "queso fresco de la sierra")
        (root / "documents" / "chuno.md").write_text(text, encoding="utf-8")
        changed = made(root, server)
    # the sentence that is asked about is the same as before, the passage to sum up is not
    assert (changed.state, len(server.bodies)) == ("made", 5)


def test_a_dry_run_says_why_and_asks_nothing(root: Path) -> None:
    endpoint = Endpoint(url="http://127.0.0.1:9/v1", model="m")
    dry = workspace(root, dry=True)
    assert generate(entry(), GenerateSettings(), endpoint, root, dry).reason == "never made"
    with standing_in(model) as server:
        made(root, server)
        (root / "documents" / "chuno.md").write_text(f"{CHUNO}\nFin.", encoding="utf-8")
        endpoint = Endpoint(url=server.url, model="m")
        pending = generate(entry(), GenerateSettings(passage_words=30), endpoint, root, dry)
    assert pending.reason == "changed: documents/chuno.md"


def test_a_project_may_bring_prompts_and_changing_them_makes_the_table_anew(root: Path) -> None:
    from importlib.resources import files

    text = files("minga.generate").joinpath("prompts/es.toml").read_text(encoding="utf-8")
    (root / "prompts").mkdir()
    (root / "prompts" / "es-PE.toml").write_text(text.replace("Resume el", "Resume pues el"), encoding="utf-8")
    with standing_in(model) as server:
        table = made(root, server, tasks=("summary",), prompts="prompts")
        assert all("Resume pues el texto" in str(row["messages"]) for row in table.read().to_pylist())
        (root / "prompts" / "es-PE.toml").write_text(text, encoding="utf-8")
        assert made(root, server, tasks=("summary",), prompts="prompts").state == "made"


def test_what_cannot_be_done_is_said_before_anything_is_asked(root: Path) -> None:
    nobody = "http://127.0.0.1:9/v1"
    with pytest.raises(NothingToDo, match=r"texts/\*\.md"):
        made(root, nobody, entry(path="texts/*.md"))
    with pytest.raises(LanguageError, match="no prompts in Guarani"):
        made(root, nobody, entry(language="gn"))
    with pytest.raises(SettingError, match="there is no folder 'promts'"):
        made(root, nobody, prompts="promts")


def test_a_server_that_is_not_there_leaves_no_table(root: Path) -> None:
    with pytest.raises(EndpointError):
        made(root, "http://127.0.0.1:9/v1")
    assert workspace(root).latest("generated/andes") is None


def test_neither_the_servers_order_nor_its_concurrency_changes_a_byte(root: Path) -> None:
    def uneven(body: dict[str, Any]) -> Reply:
        return replace(model(body), delay=(len(body["messages"][-1]["content"]) * 7 % 5) / 50)

    contents = set()
    for script, concurrency in ((model, 1), (uneven, 4)):
        with standing_in(without("empty-answer", script)) as server:
            table = _anew(root, server, concurrency)
        contents.add(table.manifest.content)
    assert len(contents) == 1


def _anew(root: Path, server: StandIn, concurrency: int) -> Table:
    endpoint = Endpoint(url=server.url, model="m", concurrency=concurrency)
    wanted = GenerateSettings(passage_words=30, answers="written", tasks=("question", "summary", "explanation"))
    folder = root / f"run-{concurrency}"
    return generate(entry(), wanted, endpoint, root, Workspace(folder / "data", folder / ".minga"))


KILLED = """
import sys
from pathlib import Path
from minga.generate import generate
from minga.llm import Endpoint
from minga.workspace import Workspace
from minga.settings import GenerateSettings
from tests.generate.test_stage import entry
root, url = Path(sys.argv[1]), sys.argv[2]
endpoint = Endpoint(url=url, model="m", concurrency=1)
generate(entry(), GenerateSettings(passage_words=30), endpoint, root, Workspace(root / "data", root / ".minga"))
"""


def test_after_kill_9_nothing_is_asked_twice_and_the_table_has_the_same_bytes(root: Path, tmp_path: Path) -> None:
    def slow(body: dict[str, Any]) -> Reply:
        return replace(model(body), delay=0.15)

    with standing_in(slow) as server:
        _kill_when(lambda: len(server.bodies) == 3, [sys.executable, "-c", KILLED, str(root), server.url])
        answered = len(server.bodies) - 1
        assert workspace(root).latest("generated/andes") is None
        resumed = made(root, server, concurrency=1)
        assert len(server.bodies) - answered <= 4 - 2 + 1  # the one that was under way is asked again
        undisturbed = generate(
            entry(),
            GenerateSettings(passage_words=30),
            Endpoint(url=server.url, model="m"),
            root,
            Workspace(tmp_path / "data", tmp_path / ".minga"),
        )
    assert resumed.manifest == undisturbed.manifest


def _kill_when(ready: Callable[[], bool], command: list[str]) -> None:
    process = subprocess.Popen(command, cwd=Path(__file__).resolve().parent.parent.parent)
    deadline = time.monotonic() + 60
    while not ready():
        assert process.poll() is None, "it ended before it was killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.slow
@pytest.mark.parametrize(("language", "opening"), [("es-PE", "¿"), ("ca", "")])
def test_the_embedded_model_asks_and_sums_up(tmp_path: Path, language: str, opening: str) -> None:
    text = {
        "es-PE": "El chuño es papa secada por el frío. Se prepara en junio y julio, cuando las noches son heladas.",
        "ca": "La castanyada és la festa amb què a Catalunya es rep la tardor freda. Es mengen castanyes i moniatos.",
    }[language]
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    settings = GenerateSettings(max_tokens=48)
    where = Workspace(tmp_path / "data", tmp_path / ".minga")
    table = generate(entry(path="a.md", language=language), settings, Endpoint(), tmp_path, where)
    assert table.manifest.counts.rows_in == 2
    assert table.rows >= 1
    for row in table.read().to_pylist():
        if row["task"] == "question":
            question = row["messages"][0]["content"].rpartition(": ")[2]
            assert question.startswith(opening)
            assert question.endswith("?")
            assert row["messages"][1]["content"] == text.partition(". ")[0] + "."
