"""A class of the harness that counts what it is asked: requests are counted where they are computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from lm_eval.api.instance import Instance
from lm_eval.api.model import LM

from minga.evaluate.answering import Answering
from minga.evaluate.kept_answers import KeptAnswers
from minga.worker import Report


class Counting(LM):
    """Says the length of a request, tells the hook as it goes along, and remembers what it was asked."""

    def __init__(self, *, tells: bool = True, fails_at: int | None = None, takes: int = 99) -> None:
        super().__init__()
        self.asked: list[tuple[Any, ...]] = []
        self.batch_size_per_gpu = 8
        self._tells = tells
        self._fails_at = fails_at
        self._takes = takes

    def _each(self, kind: str, requests: Sequence[Instance], answer: Any) -> list[Any]:
        answers = []
        for request in requests:
            if self.batch_size_per_gpu > self._takes and len(answers) == 2:
                raise RuntimeError("DefaultCPUAllocator: not enough memory")
            if len(self.asked) == self._fails_at:
                raise ConnectionResetError("reset")
            self.asked.append(request.args)
            answers.append(answer(request.args))
            if self._tells:
                self.cache_hook.add_partial(kind, request.args, answers[-1])
        return answers

    def loglikelihood(self, requests: Sequence[Instance], **_: Any) -> list[Any]:
        return self._each("loglikelihood", requests, lambda args: (-float(len(args[1])) / 3, len(args[1]) > 2))

    def loglikelihood_rolling(self, requests: Sequence[Instance], **_: Any) -> list[Any]:
        return self._each("loglikelihood_rolling", requests, lambda args: -float(len(args[0])))

    def generate_until(self, requests: Sequence[Instance], **_: Any) -> list[Any]:
        return self._each("generate_until", requests, lambda args: args[0].upper())


def choices(number: int) -> list[Instance]:
    return [
        Instance(request_type="loglikelihood", doc={}, arguments=("¿Qué?", " x" * place), idx=place)
        for place in range(number)
    ]


def writing(options: Mapping[str, Any], number: int = 3) -> list[Instance]:
    return [
        Instance(request_type="generate_until", doc={}, arguments=(f"di {place}", dict(options)), idx=place)
        for place in range(number)
    ]


def ask(
    model: Counting, path: Path, requests: Sequence[Instance], told: list[Any] | None = None
) -> tuple[Any, Answering]:
    report = Report([].append if told is None else told.append)
    with KeptAnswers(path) as kept:
        answering = Answering(model, kept, report, "model: task")
        with answering.in_place():
            answers = getattr(model, requests[0].request_type)(requests)
    report.flush()
    return answers, answering


@pytest.mark.parametrize("tells", [True, False])
def test_what_was_answered_is_not_asked_again(tmp_path: Path, tells: bool) -> None:
    first, second = Counting(tells=tells), Counting(tells=tells)
    answers, answering = ask(first, tmp_path / "t", choices(5))
    assert (answering.computed, answering.found) == (5, 0)
    again, answering = ask(second, tmp_path / "t", choices(7))
    assert again[:5] == answers
    assert again == Counting().loglikelihood(choices(7))
    assert [args[1] for args in second.asked] == [" x" * 5, " x" * 6]
    assert (answering.computed, answering.found) == (2, 5)


def test_what_was_answered_before_a_fault_is_kept(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        ask(Counting(fails_at=4), tmp_path / "t", choices(9))
    model = Counting()
    answers, answering = ask(model, tmp_path / "t", choices(9))
    assert answers == Counting().loglikelihood(choices(9))
    assert (len(model.asked), answering.found) == (5, 4)


def test_out_of_memory_halves_the_batches_and_goes_on_with_the_rest(tmp_path: Path) -> None:
    model = Counting(takes=2)
    answers, answering = ask(model, tmp_path / "t", choices(9))
    assert answers == Counting().loglikelihood(choices(9))
    assert model.batch_size_per_gpu == 2
    assert len(model.asked) == answering.computed == 9


def test_where_nothing_is_left_to_halve_it_is_the_tasks_end(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="not enough memory"):
        ask(Counting(takes=0), tmp_path / "t", choices(9))


def test_written_answers_are_kept_unless_they_are_drawn(tmp_path: Path) -> None:
    greedy, drawn = {"until": ["\n"], "do_sample": False}, {"until": ["\n"], "do_sample": True}
    for options, times in ((greedy, 3), (drawn, 6)):
        model = Counting()
        for _ in range(2):
            answers, _ = ask(model, tmp_path / str(times), writing(options))
            assert answers == ["DI 0", "DI 1", "DI 2"]
        assert len(model.asked) == times


def test_requests_that_stand_twice_are_answered_twice(tmp_path: Path) -> None:
    answers, _ = ask(Counting(), tmp_path / "t", [*choices(2), *choices(3)])
    assert answers == [*Counting().loglikelihood(choices(2)), *Counting().loglikelihood(choices(3))]


def test_the_bar_is_told_of_every_answer_also_of_those_that_were_there(tmp_path: Path) -> None:
    ask(Counting(), tmp_path / "t", choices(2))
    told: list[dict[str, Any]] = []
    ask(Counting(), tmp_path / "t", choices(5), told)
    assert told[0] == {"bar": {"label": "model: task", "total": 5, "unit": "answers"}}
    assert sum(message.get("advance", 0) for message in told) == 5


def test_afterwards_the_model_is_asked_as_before(tmp_path: Path) -> None:
    model = Counting()
    ask(model, tmp_path / "t", choices(2))
    model.loglikelihood(choices(2))
    assert len(model.asked) == 4
