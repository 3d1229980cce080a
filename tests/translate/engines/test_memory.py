from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import StorageError
from minga.translate.engines import Failure, Translation
from minga.translate.engines.memory import Memory, Remembering


class Counting:
    """Turns words round, fails where a text says so, and counts what it is asked."""

    name, version, prompt, identity, licence, spending = "counting", "1", "", "counting 1", "", None

    def __init__(self, identity: str = "counting 1") -> None:
        self.identity = identity
        self.asked: list[Mapping[str, str]] = []
        self.closed = 0

    def translate(self, items: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, Translation] | Failure]:
        for item in items:
            self.asked.append(item)
            texts = {name: Translation(text[::-1], ((0, 1),)) for name, text in item.items()}
            yield Failure("no-luck") if "fail" in item.values() else texts

    def close(self) -> None:
        self.closed += 1


def remembering(engine: Counting, folder: Path, target: str = "es", **options: Any) -> Remembering:
    return Remembering(engine, ("en", target), folder / "memory.sqlite", **options)


def items(*texts: str) -> list[dict[str, str]]:
    return [{"question": text} for text in texts]


def test_only_what_is_new_is_asked_and_the_order_stays(tmp_path: Path) -> None:
    engine = Counting()
    list(remembering(engine, tmp_path).translate(items("b", "d")))
    answers = list(remembering(engine, tmp_path).translate(items("a", "b", "c", "d", "b")))
    assert [answer["question"].text for answer in answers] == ["a", "b", "c", "d", "b"]  # type: ignore[index]
    assert [item["question"] for item in engine.asked] == ["b", "d", "a", "c"]
    assert answers[1] == {"question": Translation("b", ((0, 1),))}
    assert engine.closed == 2


def test_equal_items_are_asked_once(tmp_path: Path) -> None:
    engine = Counting()
    answers = list(remembering(engine, tmp_path).translate(items("a", "a", "a")))
    assert (len(answers), len(engine.asked)) == (3, 1)


def test_failures_are_asked_again(tmp_path: Path) -> None:
    engine = Counting()
    for _ in range(2):
        assert list(remembering(engine, tmp_path).translate(items("fail"))) == [Failure("no-luck")]
    assert len(engine.asked) == 2


@pytest.mark.parametrize(("identity", "target"), [("counting 2", "es"), ("counting 1", "ca")])
def test_another_engine_or_language_knows_nothing_of_it(tmp_path: Path, identity: str, target: str) -> None:
    list(remembering(Counting(), tmp_path).translate(items("a")))
    other = Counting(identity)
    list(remembering(other, tmp_path, target).translate(items("a")))
    assert len(other.asked) == 1


def test_the_same_words_in_another_context_are_another_item(tmp_path: Path) -> None:
    engine = Counting()
    list(remembering(engine, tmp_path).translate([{"context": "x", "question": "a"}, {"question": "a"}]))
    assert len(engine.asked) == 2


def test_what_was_answered_before_a_sudden_end_is_there_afterwards(tmp_path: Path) -> None:
    engine = Counting()
    answers = remembering(engine, tmp_path).translate(items(*map(str, range(100))))
    for _ in range(40):
        next(answers)
    with Memory(tmp_path / "memory.sqlite") as memory:
        assert len(memory) == 40


class Learning(Counting):
    """Says with each word how many it has read in this call, as Apertium's tagger learns from what it reads."""

    together = True

    def __init__(self, breaks_at: int = 0) -> None:
        super().__init__()
        self.breaks_at = breaks_at

    def translate(self, items: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, Translation] | Failure]:
        for number, item in enumerate(items, 1):
            if number == self.breaks_at:
                raise StorageError("the end")
            yield {name: Translation(f"{text} {number}") for name, text in item.items()}


@pytest.mark.parametrize("breaks_at", [0, 100])
def test_answers_that_hang_on_their_neighbours_are_kept_together_or_not_at_all(tmp_path: Path, breaks_at: int) -> None:
    asked = items(*(str(number) for number in range(300)))
    whole = list(remembering(Learning(), tmp_path / "whole").translate(asked))
    broken = remembering(Learning(breaks_at), tmp_path / "broken").translate(asked)
    if breaks_at:
        with pytest.raises(StorageError):
            next(broken)
    else:
        for _ in range(100):  # of the 256 that were asked together
            next(broken)
        broken.close()  # type: ignore[attr-defined]  # a generator
    assert list(remembering(Learning(), tmp_path / "broken").translate(asked)) == whole


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    long = [{"question": f"{number} " + "x" * 10_000} for number in range(200)]
    list(remembering(Counting(), tmp_path, max_bytes=1 << 20).translate(long))
    with Memory(tmp_path / "memory.sqlite") as memory:
        assert 40 < len(memory) < 110
    engine = Counting()
    list(remembering(engine, tmp_path).translate(long[-20:]))
    assert not engine.asked


def test_a_file_that_is_none_says_that_it_may_be_deleted(tmp_path: Path) -> None:
    (tmp_path / "memory.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StorageError, match="may be deleted"):
        list(remembering(Counting(), tmp_path).translate(items("a")))


@given(texts=st.lists(st.text(max_size=8), max_size=30), before=st.lists(st.text(max_size=8), max_size=30))
def test_whatever_was_known_the_answers_are_the_engines_own(
    texts: list[str], before: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("memory")
    list(remembering(Counting(), folder).translate(items(*before)))
    assert list(remembering(Counting(), folder).translate(items(*texts))) == list(Counting().translate(items(*texts)))
