from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.errors import StorageError
from minga.llm import Answer, AnswerCache, ChatRequest, answer_key
from minga.records import Message

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
REQUESTS = st.builds(
    ChatRequest,
    messages=st.lists(
        st.builds(Message, role=st.sampled_from(["system", "user", "assistant"]), content=TEXT), min_size=1, max_size=4
    ).map(tuple),
    temperature=st.floats(0, 2),
    max_tokens=st.integers(1, 4096),
    seed=st.none() | st.integers(0, 2**31),
    stop=st.lists(TEXT, max_size=3).map(tuple),
    schema=TEXT,
    id=TEXT,
)


@given(TEXT, REQUESTS, TEXT)
def test_the_callers_name_for_a_request_does_not_matter(identity: str, request: ChatRequest, other: str) -> None:
    assert answer_key(identity, request) == answer_key(identity, dataclasses.replace(request, id=other))


@given(TEXT, REQUESTS, TEXT, REQUESTS)
def test_whatever_else_differs_makes_another_key(
    identity: str, request: ChatRequest, other_identity: str, other: ChatRequest
) -> None:
    for field in dataclasses.fields(ChatRequest):
        changed = dataclasses.replace(request, **{field.name: getattr(other, field.name)})
        same = dataclasses.replace(changed, id="") == dataclasses.replace(request, id="")
        assert (answer_key(identity, changed) == answer_key(identity, request)) == same
    assert (answer_key(other_identity, request) == answer_key(identity, request)) == (other_identity == identity)


def test_a_key_stays_what_it_was_so_that_caches_of_earlier_versions_serve() -> None:
    request = ChatRequest.ask("¿Qué es una minga?", system="Responde.", temperature=0, max_tokens=80, stop=("\n",))
    assert (
        answer_key("gguf:1", request).hex() == answer_key("gguf:1", dataclasses.replace(request, temperature=0.0)).hex()
    )
    known = "46ee30bd90f237f2125ca627a5b5757e60e6d47ded8ed98d9c63a8918587d641"
    assert answer_key("gguf:1", request).hex() == known


@settings(deadline=None)
@given(st.builds(Answer, text=TEXT, finish=TEXT, tokens_in=st.integers(0, 2**40), tokens_out=st.integers(0, 2**40)))
def test_an_answer_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, answer: Answer) -> None:
    path = tmp_path_factory.mktemp("cache") / "answers.db"
    with AnswerCache(path) as cache:
        assert cache.get(b"k") is None
        assert cache.put(b"k", answer) == answer
    with AnswerCache(path) as cache:
        assert cache.get(b"k") == dataclasses.replace(answer, cached=True)


def test_whoever_comes_first_wins_and_the_other_is_told(tmp_path: Path) -> None:
    with AnswerCache(tmp_path / "answers.db") as one, AnswerCache(tmp_path / "answers.db") as other:
        one.put(b"k", Answer("first"))
        assert other.put(b"k", Answer("second")).text == "first"
        assert one.get(b"k") == other.get(b"k") == Answer("first", cached=True)


WRITER = """
import sys
from pathlib import Path
from minga.llm import Answer, AnswerCache
cache = AnswerCache(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    cache.put(f"{sys.argv[2]}{number}".encode(), Answer("x" * 200))
    print(number, flush=True)
"""


def write(path: Path, name: str, count: int, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "answers.db"
    writers = [write(path, name, 150) for name in "abc"]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    with AnswerCache(path) as cache:
        assert len(cache) == 450


def test_what_was_put_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    with write(path, "a", 10**6) as writer:
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < 40:
            pass
        os.kill(writer.pid, signal.SIGKILL)
        said = [40, *(int(line) for line in writer.stdout.read().split("\n")[:-1])]
    with AnswerCache(path) as cache:
        assert all(cache.get(f"a{number}".encode()) for number in range(said[-1] + 1))


def test_a_file_that_is_no_cache_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(StorageError, match=r"answers\.db.*may be deleted"):
        AnswerCache(path)


def test_a_folder_that_may_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(StorageError):
        AnswerCache(tmp_path / "cache" / "answers.db")


def fill(cache: AnswerCache) -> None:
    for number in range(1000):
        cache.put(f"{number}".encode(), Answer("x" * 10_000))


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("mounting a small tmpfs needs root")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path], check=False).returncode:
        pytest.skip("a tmpfs cannot be mounted here")
    try:
        with AnswerCache(tmp_path / "answers.db") as cache:
            cache.put(b"kept", Answer("kept"))
            with pytest.raises(StorageError, match="free some space"):
                fill(cache)
            assert cache.get(b"kept") == Answer("kept", cached=True)
    finally:
        subprocess.run(["umount", tmp_path], check=True)
