from __future__ import annotations

from pathlib import Path

import pytest

from minga.errors import ProjectError, SettingError
from minga.project import Project, find_project, parse_settings
from minga.toml_lines import line_of, toml_lines

GOOD = """[project]
name = "Recetas"
slug = "recetas"

[[varieties]]
tag = "es-PE"
goal = 10

[[donations]]
name = "abuela"
path = "recetas.csv"
language = "es"
licence = "CC0-1.0"
contributor = "Equipo Recetas"
"""


def settings(text: str):
    return parse_settings(text, Path("minga.toml"))


def test_a_project_is_found_above(tmp_path: Path) -> None:
    (tmp_path / "minga.toml").write_text(GOOD, encoding="utf-8")
    below = tmp_path / "data" / "curated"
    below.mkdir(parents=True)
    assert Project.load(find_project(below)).settings.project.name == "Recetas"


def test_a_folder_without_a_project_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="minga init"):
        Project.load(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        (
            'lisence = "CC0-1.0"',
            'licence = "CC0-1.0"',
            13,
            ["unknown key donations[0].lisence", "did you mean licence?"],
        ),
        ('tag = "es_PE"', 'tag = "es-PE"', 6, ["varieties[0].tag", "es-PE"]),
        ("goal = -1", "goal = 10", 7, ["varieties[0].goal", "greater than or equal to 0"]),
        ("path = 3", 'path = "recetas.csv"', 11, ["donations[0].path", "valid string"]),
        ("", 'contributor = "Equipo Recetas"', 9, ["donations[0].contributor is missing"]),
        ('licence = "CC-BY-5.5"', 'licence = "CC0-1.0"', 13, ["donations[0].licence"]),
    ],
)
def test_a_wrong_setting_names_line_key_and_what_to_do(wrong: str, right: str, line: int, words: list[str]) -> None:
    with pytest.raises(SettingError) as caught:
        settings(GOOD.replace(right, wrong))
    message = str(caught.value)
    assert message.startswith(f"minga.toml:{line}: "), message
    for word in words:
        assert word in message
    assert "\n" not in message


def test_several_faults_are_counted_and_the_first_is_shown() -> None:
    with pytest.raises(SettingError, match=r"minga.toml:6: .*and 1 more"):
        settings(GOOD.replace('"es-PE"', '"??"').replace("goal = 10", "goal = -1"))


def test_a_misspelt_key_is_one_fault_though_the_right_one_is_missing_too() -> None:
    with pytest.raises(SettingError) as caught:
        settings(GOOD.replace("licence =", "lisence ="))
    assert str(caught.value) == "minga.toml:13: unknown key donations[0].lisence; did you mean licence?"


def test_a_licence_that_the_project_does_not_accept_is_refused_with_its_line() -> None:
    accept = '\n[licences]\naccept = ["CC-BY-4.0", "CC-BY-SA-4.0"]\n'
    with pytest.raises(
        SettingError, match=r"minga.toml:13: donations\[0\].licence: .* not accept CC0-1.0; .*CC-BY-4.0"
    ):
        settings(GOOD + accept)
    assert settings(GOOD.replace("CC0-1.0", "cc-by-4.0") + accept).donations[0].licence == "CC-BY-4.0"


def test_broken_toml_names_the_line() -> None:
    with pytest.raises(ProjectError, match="line 2"):
        settings("[project]\nname = \n")


def test_a_file_in_latin_1_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "minga.toml").write_bytes(b'[project]\nname = "Pe\xf1a"\nslug = "pena"\n')
    with pytest.raises(ProjectError, match=r"minga.toml:2: is not UTF-8; save"):
        Project.load(tmp_path)


def test_a_name_that_stands_twice_is_refused() -> None:
    twice = GOOD + GOOD[GOOD.index("[[donations]]") :]
    with pytest.raises(SettingError, match=r"minga.toml:15: donations\[1\]: 'abuela' stands twice"):
        settings(twice)


def benchmarks(*parts: tuple[str, str, list[str]]) -> str:
    return '[project]\nname = "P"\nslug = "p"\n' + "".join(
        f'[[benchmarks]]\nname = "{name}"\npath = "x"\nlicence = "MIT"\nlanguage = "{language}"\nto = {to}\n'
        for name, language, to in parts
    )


@pytest.mark.parametrize(
    ("parts", "line", "what"),
    [
        ([("a-b", "en", ["es"]), ("a_b", "en", ["ca"])], 11, "a_b in en and a-b in en would both be the task a_b_en"),
        ([("a", "en", ["es-CA"]), ("a-es", "ca", [])], 11, "a-es in ca and a in es-CA would both be the task a_es_ca"),
        ([("a" * 60, "en", ["es-PE", "es-PY"])], 9, f"would both be the campaign {'a' * 60}-es"),
        ([("a", "es", ["ca", "es"])], 9, "a in es is there already; name each language once, and not the benchmark's"),
        ([("a", "en", ["ca", "ca"])], 9, "a in ca is there already"),
    ],
)
def test_benchmarks_that_would_share_a_name_are_refused_with_their_line(
    parts: list[tuple[str, str, list[str]]], line: int, what: str
) -> None:
    with pytest.raises(SettingError) as caught:
        settings(benchmarks(*parts))
    assert str(caught.value).startswith(f"minga.toml:{line}: benchmarks[")
    assert what in str(caught.value)


def test_benchmarks_with_names_of_their_own_are_taken() -> None:
    taken = settings(benchmarks(("a", "en", ["es", "es-PE"]), ("ab", "en", ["es"]))).benchmarks
    assert [part.to for part in taken] == [("es", "es-PE"), ("es",)]


def test_an_unknown_endpoint_names_those_that_exist() -> None:
    project = Project(Path(), settings(GOOD))
    assert project.endpoint("embedded").model == "SmolLM2-135M-Instruct"
    with pytest.raises(SettingError, match="known are embedded"):
        project.endpoint("ollama")


@pytest.mark.parametrize(
    ("endpoint", "licence"),
    [
        ('url = "http://127.0.0.1:1/v1"', "NOASSERTION"),
        ('url = "http://127.0.0.1:1/v1"\nlicence = "MIT"', "MIT"),
        ('model = "another.gguf"', "NOASSERTION"),
        ("", "Apache-2.0"),
    ],
)
def test_an_endpoint_whose_terms_nobody_gave_has_an_unknown_licence(endpoint: str, licence: str) -> None:
    project = Project(Path(), settings(f"{GOOD}\n[endpoints.mine]\n{endpoint}\n"))
    assert project.endpoint("mine").licence == licence


def test_lines_of_nested_arrays_and_multiline_strings() -> None:
    text = 'a = """\nb = 1\n"""\n[[t]]\nx = 1\n[[t.u]]\ny = 1\n[[t.u]]\ny = 2\n[[t]]\n"x" = 2\nn.m = 3\n'
    lines = toml_lines(text)
    assert ("b",) not in lines
    assert lines["t", 0, "x"] == 5
    assert lines["t", 0, "u", 1, "y"] == 9
    assert lines["t", 1, "x"] == 11
    assert lines["t", 1, "n", "m"] == 12
    assert line_of(("t", 1, "nothing", "below"), lines) == 10
