"""The check of one task: its entry, its template, its splits, its items, and how they are scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from minga.benchmark.catalogue.check.findings import Finding, finding
from minga.benchmark.catalogue.check.formatted import Formatted, format_item, item_findings
from minga.benchmark.catalogue.check.loading import NotLoaded, Unbuildable, data_files, load_task, task_config
from minga.benchmark.catalogue.check.scoring import scoring_findings
from minga.benchmark.catalogue.check.splits import scored_items, shot_findings
from minga.benchmark.catalogue.check.templates import repeated_findings, template_findings
from minga.errors import InputError
from minga.task_cards import TaskCard

__all__ = ["Checked", "Subject", "check"]


@dataclass(frozen=True)
class Subject:
    """A task to be checked."""

    card: TaskCard
    folders: tuple[str, ...]
    """Where its files lie."""
    data: str = ""
    """A folder with files in place of the Hub's data: `NAME/SPLIT.jsonl`; empty takes what the task names."""
    cache: str = ""
    """Where tables made of such files are kept."""

    @property
    def parts(self) -> list[str]:
        """The tasks that are formatted: itself, or those of the group."""
        return [part.task for part in self.card.subtasks] or [self.card.task]

    def as_json(self) -> dict[str, Any]:
        """For a job of a worker."""
        return {**asdict(self), "card": self.card.model_dump(mode="json")}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Subject:
        """From a job of a worker."""
        card = TaskCard.model_validate(values["card"])
        return cls(card, tuple(values["folders"]), values["data"], values["cache"])


@dataclass
class Checked:
    """What a check found."""

    task: str
    items: int = 0
    """Items that were formatted, of all parts."""
    findings: list[Finding] = field(default_factory=list)
    not_checked: str = ""
    """Why nothing, or not everything, was checked of its items; empty where it was."""
    prompt: str = ""
    """The first item as a model gets it, without worked examples."""
    answer: str = ""
    """What a right answer to it is."""

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Checked:
        """From the answer of a worker."""
        return cls(**{**values, "findings": [Finding(**one) for one in values["findings"]]})


def check(subject: Subject, items: int) -> Checked:
    """Everything that can be seen on up to `items` items of each part (0: all), without a model."""
    card = subject.card
    checked = Checked(card.task)
    checked.findings += _card_findings(card)
    reasons = {}
    for part in subject.parts:
        try:
            seen = template_findings(part, task_config(part, subject.folders), card.language)
            checked.findings += seen
            prompts = _check_part(subject, part, items, checked)
            if not seen:
                checked.findings += repeated_findings(part, prompts, card.language)
        except (InputError, NotLoaded) as error:
            reasons[part] = error.what
    if reasons:
        part, reason = next(iter(reasons.items()))
        more = f" (and {len(reasons) - 1} more of {len(subject.parts)} parts)" if reasons.keys() - {part} else ""
        checked.not_checked = (f"{part}: " if len(subject.parts) > 1 else "") + reason + more
    checked.findings = _shared(checked.findings, card.task)
    return checked


def _shared(findings: Sequence[Finding], group: str) -> list[Finding]:
    """What several parts of a group have alike is said once, of the group."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        alike.setdefault((one.rule, one.what), []).append(one)
    return [
        same[0] if len(same) == 1 else replace(same[0], task=group, item="", items=sum(one.items for one in same))
        for same in alike.values()
    ]


def _card_findings(card: TaskCard) -> Iterator[Finding]:
    if card.licence == "NOASSERTION":
        yield finding(card.task, "licence-unknown", "nobody says under which licence its items are")
    if not card.citation:
        yield finding(card.task, "citation-missing", "nobody says how to cite it")


def _check_part(subject: Subject, part: str, items: int, checked: Checked) -> list[str]:
    """Adds to `checked` what is found in a part; the prompts of its items."""
    files = data_files(Path(subject.data), part) if subject.data else None
    if subject.data and not files:
        raise NotLoaded(f"there are no data in {Path(subject.data, part)}")
    try:
        task = load_task(part, subject.folders, files, subject.cache)
    except Unbuildable as error:
        checked.findings.append(finding(part, error.rule, error.what))
        return []
    try:
        drawn = scored_items(task, items)
    except InputError as error:
        rule = "split-empty" if "no item" in error.what else "split-missing"
        checked.findings.append(finding(part, rule, error.what))
        return []
    formatted, broken = _formatted(task, part, drawn)
    checked.findings += broken
    checked.items += len(formatted)
    if not formatted:
        return []
    checked.prompt = checked.prompt or formatted[0].shown.removesuffix(_answer(formatted[0]))
    checked.answer = checked.answer or _answer(formatted[0])
    checked.findings += shot_findings(part, task, subject.card.shots)
    checked.findings += item_findings(part, formatted, task)
    checked.findings += scoring_findings(part, formatted, task, **_expected(subject.card, part))
    return [item.prompt or " ".join(item.contexts) for item in formatted]


def _formatted(
    task: Any, part: str, drawn: Sequence[tuple[int, dict[str, Any]]]
) -> tuple[list[Formatted], list[Finding]]:
    items = []
    for number, doc in drawn:
        try:
            items.append(format_item(task, number, doc))
        except Exception as error:  # whatever a template or the task's own code raises
            what = f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
            return items, [finding(part, "formatting-fails", what, item=str(number), items=1)]
    return items, []


def _expected(card: TaskCard, part: str) -> dict[str, Any]:
    of_part = next((one for one in card.subtasks if one.task == part), card)
    expected = {"metric": card.metric, "random": of_part.random, "maximum": of_part.maximum}
    return {**expected, "bias": card.family == "bias"}


def _answer(item: Formatted) -> str:
    if item.contexts:
        return str(item.target)
    if item.choices:
        return item.choices[item.right[0]] if item.right else ""
    return str(item.target[0] if isinstance(item.target, list) and item.target else item.target)
