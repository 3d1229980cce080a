from __future__ import annotations

from pathlib import Path

import pytest

from minga.errors import UsageError
from minga.translate.engines import Failure, InvalidEngine, choose, engine_names, make_engine
from tests.translate.engines.installed import SHOUTING, install
from tests.translate.engines.making import commission


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setenv("SHOUTING_LOG", str(tmp_path / "asked.txt"))
    return tmp_path / "site"


def test_an_installed_package_brings_an_engine(site: Path, tmp_path: Path) -> None:
    install(site, "shouting_one", SHOUTING)
    assert engine_names() == ("apertium", "llm", "transformers", "file", "shouting")
    engine = make_engine("shouting", commission(tmp_path))
    (answer,) = engine.translate([{"question": "Bees?", "choices[0]": "Yes"}])
    assert not isinstance(answer, Failure)
    assert {name: one.text for name, one in answer.items()} == {"question": "BEES?", "choices[0]": "YES"}


def test_its_work_is_remembered_too(site: Path, tmp_path: Path) -> None:
    install(site, "shouting_two", SHOUTING)
    for _ in range(2):
        list(make_engine("shouting", commission(tmp_path)).translate([{"question": "Bees?"}]))
    assert (tmp_path / "asked.txt").read_text() == "Bees?\n"


def test_an_unknown_engine_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no engine 'deepl'; engines are apertium, llm, transformers, file"):
        make_engine("deepl", commission(tmp_path))


def test_two_packages_with_one_engine_are_refused(site: Path, tmp_path: Path) -> None:
    install(site, "shouting_three", SHOUTING)
    install(site, "shouting_four", SHOUTING)
    with pytest.raises(
        InvalidEngine, match=r"several packages bring the engine 'shouting': shouting_four 1.0, shouting_three 1.0"
    ):
        make_engine("shouting", commission(tmp_path))


@pytest.mark.parametrize(
    ("code", "value", "what"),
    [
        ("import no_such_thing", "make", "cannot be loaded: ModuleNotFoundError"),
        ("make = 3", "make", "is no function"),
        ("def make(commission):\n    raise RuntimeError('no luck')", "make", "makes no engine: RuntimeError: no luck"),
        (
            "def make(commission):\n    return object()",
            "make",
            "its engine lacks name, version, prompt, identity, licence, translate",
        ),
        (SHOUTING.replace('"shouting 1.0"', '""'), "make", "has no name or no identity"),
        (SHOUTING.replace('"shouting 1.0", ""', '"shouting 1.0", "my own"'), "make", "its licence is none"),
    ],
)
def test_what_is_no_engine_is_refused_when_it_is_loaded(
    site: Path, tmp_path: Path, code: str, value: str, what: str
) -> None:
    package = f"broken_{tmp_path.name}"
    install(site, package, code, value=value)
    with pytest.raises(InvalidEngine, match=what) as error:
        make_engine("shouting", commission(tmp_path))
    assert f"{package}:make of {package} 1.0" in str(error.value)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("yield {'question': Translation('x')}", "answered with other texts"),
        ("yield 'x'", "answered with other texts"),
        ("yield {name: text for name, text in item.items()}", "answered with other texts"),
        ("pass", "left 1 items without an answer"),
        ("raise OSError('no network')", "failed: OSError: no network"),
    ],
)
def test_answers_of_others_are_looked_at_before_they_are_believed(
    site: Path, tmp_path: Path, body: str, what: str
) -> None:
    whole = "yield {name: Translation(text.upper()) for name, text in item.items()}"
    code = SHOUTING.replace(whole, f"{body}\n        yield from ()")
    install(site, f"careless_{tmp_path.name}", code)
    engine = make_engine("shouting", commission(tmp_path))
    with pytest.raises(InvalidEngine, match=what):
        list(engine.translate([{"question": "Bees?", "choices[0]": "Yes"}]))


def test_several_engines_are_the_proposal_and_those_beside_it(site: Path, tmp_path: Path) -> None:
    install(site, "shouting_five", SHOUTING)
    install(site, "shouting_six", SHOUTING.replace('"shouting", "1.0"', '"louder", "1.0"'), engine="louder")
    choice = choose(commission(tmp_path, engines=["louder", "shouting"]))
    assert [engine.name for engine in choice.engines] == ["louder", "shouting"]
