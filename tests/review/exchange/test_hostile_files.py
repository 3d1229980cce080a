"""Whatever stands in a file from outside, it is taken over or refused in one line; and what goes out comes back."""

from __future__ import annotations

import json
import shutil
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.community import Database
from minga.errors import InputError, UsageError
from minga.review.exchange.annotated import Annotated, Annotation
from minga.review.exchange.argilla import export_argilla, read_argilla
from minga.review.exchange.imported import Arrived, Imported, import_campaign
from minga.review.exchange.label_studio import export_label_studio, read_label_studio
from minga.review.exchange.people import Voices
from minga.review.exchange.snapshot import snapshot
from minga.review.pseudonyms import Pseudonyms
from minga.settings import QuestionSettings

SCALARS = st.none() | st.booleans() | st.integers(-5, 200) | st.floats(allow_nan=False) | st.text(max_size=8)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)


def mostly(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects of the right form whose parts may be anything at all."""
    right: st.SearchStrategy[Any] = st.fixed_dictionaries(
        {}, optional={name: part | JSON for name, part in keys.items()}
    )
    return right | JSON


NAMES = st.sampled_from(["tone", "Tone!", "verdict", "note", "", "ñ"])
OPTIONS = st.lists(mostly(value=st.sampled_from(["a", "b", 1, 2, 99]), text=st.text(max_size=5)), max_size=4)
KINDS = st.sampled_from(["label_selection", "multi_label_selection", "rating", "text", "ranking", "span"])
QUESTION_LIKE = mostly(name=NAMES, title=st.text(max_size=5), settings=mostly(type=KINDS, options=OPTIONS))
QUESTIONS = mostly(questions=st.lists(QUESTION_LIKE, max_size=3))
SAID = st.lists(mostly(value=SCALARS, user_id=st.text(max_size=3), status=st.sampled_from(["submitted", "draft"])))
RECORDS = st.lists(mostly(
    id=st.text(max_size=3), fields=st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=2),
    responses=st.dictionaries(NAMES, SAID, max_size=2)), max_size=3) | JSON  # fmt: skip
VALUE = mostly(choices=st.lists(st.text(max_size=3), max_size=3), rating=SCALARS, text=SCALARS)
CONTROLS = st.sampled_from(["choices", "rating", "textarea", "ranker"])
RESULT = mostly(from_name=NAMES, to_name=NAMES, type=CONTROLS, value=VALUE)
ANNOTATION = mostly(completed_by=SCALARS, result=st.lists(RESULT, max_size=3), was_cancelled=st.booleans())
TASKS = st.lists(mostly(
    id=SCALARS, data=st.dictionaries(st.text(max_size=4), SCALARS, max_size=2),
    annotations=st.lists(ANNOTATION, max_size=2)), max_size=3) | JSON  # fmt: skip


def understood(read: Callable[[Path], Imported], path: Path) -> Imported | None:
    try:
        return read(path)
    except InputError as error:
        refused = error
    assert "\n" not in str(refused)
    assert refused.where is not None
    return None


@given(QUESTIONS, RECORDS)
def test_any_json_is_read_as_argillas_or_refused(questions: Any, records: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / ".argilla").mkdir()
        (Path(folder) / ".argilla" / "settings.json").write_text(json.dumps(questions))
        (Path(folder) / "records.json").write_text(json.dumps(records))
        found = understood(read_argilla, Path(folder))
    assert found is None or len({one.name for one in found.questions}) == len(found.questions)


@given(TASKS)
def test_any_json_is_read_as_label_studios_or_refused(tasks: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.json"
        path.write_text(json.dumps(tasks))
        understood(read_label_studio, path)


@given(st.binary(max_size=60))
def test_bytes_that_are_no_json_are_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.json"
        path.write_bytes(content)
        understood(read_label_studio, path)


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text and text
)
QUESTION = QuestionSettings(name="tone", type="label", title="Tone", options=("good", "bad"))
TEXT = QuestionSettings(name="why", type="text", title="Why?", required=False)
STARS = QuestionSettings(name="stars", type="rating", title="Stars", required=False)
ANSWERS = st.fixed_dictionaries(
    {"tone": st.sampled_from(["good", "bad"])}, optional={"stars": st.integers(1, 5), "note": st.just("una nota")}
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(PRINTABLE, st.dictionaries(st.sampled_from("uvw"), ANSWERS, max_size=3), min_size=1, max_size=3))
def test_what_goes_out_to_either_tool_comes_back(migrated_sqlite: Path, said: dict[str, dict[str, Any]]) -> None:
    records = [
        Annotated(str(number), {text: f"{text} {number}"}, tuple(Annotation(who, what) for who, what in people.items()))
        for number, (text, people) in enumerate(said.items())
    ]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(migrated_sqlite, Path(folder) / "minga.db")
        with Database.at(Path(folder) / "minga.db") as db:
            first = brought(db, Imported((QUESTION, TEXT, STARS), "", records), "first")
            assert first.left_out == ()
            assert first.answers == sum(map(len, said.values()))
            with snapshot(db) as session:
                voices = Voices(session, Pseudonyms("secret"))
                export_argilla(session, first.campaign, voices, Path(folder) / "argilla")
                export_label_studio(session, first.campaign, voices, Path(folder) / "ls")
            ET.parse(Path(folder) / "ls" / "config.xml")  # noqa: S314 - our own
            assert summary(read_argilla(Path(folder) / "argilla")) == summary(Imported((), "", records))
            again = brought(db, read_argilla(Path(folder) / "argilla"), "again")
            assert (again.answers, again.people, again.left_out) == (first.answers, first.people, ())
            if any(said.values()):
                third = brought(db, read_label_studio(Path(folder) / "ls"), "third")
                assert (third.answers, third.people, third.left_out) == (first.answers, first.people, ())


def brought(db: Database, imported: Imported, name: str) -> Arrived:
    return import_campaign(db, imported, name=name, title="T", language="es", licence="MIT")


def summary(imported: Imported) -> list[Any]:
    """Texts with the answers to them, whoever gave which."""
    return sorted(
        [sorted(record.texts.values()), sorted(json.dumps(one.answers, sort_keys=True) for one in record.annotations)]
        for record in imported.records
    )


def test_a_name_that_no_campaign_can_have_is_a_wrong_option(sqlite_db: Database) -> None:
    with pytest.raises(UsageError, match="cannot be made"):
        brought(sqlite_db, Imported((QUESTION,), "", [Annotated("1", {"text": "Hola"})]), "Not A Name")


def test_a_question_that_minga_does_not_know_is_named(tmp_path: Path, sqlite_db: Database) -> None:
    spans = {"name": "spans", "settings": {"type": "span"}}
    tone = {"name": "tone", "settings": {"type": "label_selection", "options": [{"value": "a"}, {"value": "b"}]}}
    (tmp_path / ".argilla").mkdir()
    (tmp_path / ".argilla" / "settings.json").write_text(json.dumps({"questions": [spans, tone]}))
    (tmp_path / "records.json").write_text(json.dumps([{"id": "1", "fields": {"text": "Hola"}}]))
    arrived = brought(sqlite_db, read_argilla(tmp_path), "theirs")
    assert arrived.left_out == ("the question 'spans': minga has no such kind",)


def test_names_from_outside_are_no_markup_in_the_labelling_configuration(tmp_path: Path, sqlite_db: Database) -> None:
    texts = {'a"/><script>': "Hola", "ñandú & <b>": "Adiós", "a script": "¿Sí?"}
    arrived = brought(sqlite_db, Imported((QUESTION,), "", [Annotated("1", texts)]), "theirs")
    with snapshot(sqlite_db) as session:
        export_label_studio(session, arrived.campaign, Voices(session, Pseudonyms("x")), tmp_path / "ls")
    config = ET.parse(tmp_path / "ls" / "config.xml")  # noqa: S314 - our own
    [task] = json.loads((tmp_path / "ls" / "tasks.json").read_text())
    shown = {text.attrib["value"].removeprefix("$") for text in config.iter("Text")}
    assert shown == set(task["data"])
    assert sorted(task["data"].values()) == sorted(texts.values())
