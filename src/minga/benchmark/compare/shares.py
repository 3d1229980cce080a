"""Shares of items, and what the linter and people found in how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from minga.benchmark.compare.comparison import CheckRate, Detection, Share, Spot, Truth, Verdict
from minga.benchmark.compare.versions import EDITED, UNCHANGED, Trio, item_texts
from minga.records import Finding
from minga.statistics import wilson

__all__ = ["Shares"]

_SEVERITIES: tuple[str, ...] = ("error", "warning", "note")
_SHOWN = 20
_LONGEST = 300


class Shares:
    """Counts over the items of a comparison; `chrf` holds, by item, how like the validated version is."""

    def __init__(self, trios: Collection[Trio], chrf: dict[str, float], confidence: float, worst: float) -> None:
        from scipy.special import ndtri

        self.trios = list(trios)
        self.judged = [trio for trio in trios if trio.judged]
        self.chrf = chrf
        self._z = float(ndtri(0.5 + confidence / 2))
        self._most_edited = self._worst_of(worst)

    def share(self, count: int, of: int) -> Share:
        """A share with Wilson's interval."""
        if not of:
            return Share(count=count, of=of, value=None, low=None, high=None)
        low, high = wilson(count, of, self._z)
        return Share(count=count, of=of, value=count / of, low=max(0.0, low), high=min(1.0, high))

    def verdicts(self) -> tuple[Verdict, ...]:
        """What became of how many items, `unchanged` and `edited` first."""
        counts = Counter({UNCHANGED: 0, EDITED: 0})
        counts.update(trio.verdict for trio in self.trios)
        return tuple(Verdict(verdict=name, share=self.share(count, len(self.trios))) for name, count in counts.items())

    def rates(self) -> tuple[CheckRate, ...]:
        """How many items each severity and each check finds something in, the frequent checks first."""
        kinds = sorted({(one.severity, one.check) for trio in self.trios for one in _all_findings(trio)})
        rates = [self._rate(severity, "any") for severity in _SEVERITIES]
        each = [self._rate(severity, check) for severity, check in kinds]
        order = sorted(each, key=lambda rate: (_SEVERITIES.index(rate.severity), -rate.machine.count, rate.check))
        return (*rates, *order)

    def _rate(self, severity: str, check: str) -> CheckRate:
        def found(findings: Iterable[Finding]) -> bool:
            return any(one.severity == severity and check in (one.check, "any") for one in findings)

        paired = [trio.validated for trio in self.trios if trio.validated is not None]
        caught = [trio for trio in self.judged if found(trio.machine.findings)]
        return CheckRate(
            check=check,
            severity=severity,
            machine=self.share(sum(found(trio.machine.findings) for trio in self.trios), len(self.trios)),
            validated=self.share(sum(found(item.findings) for item in paired), len(paired)),
            changed=self.share(sum(trio.changed for trio in caught), len(caught)),
        )

    def detections(self) -> tuple[Detection, ...]:
        """What the linter caught, by what counts as changed and by the severity that counts as caught."""
        truths: dict[Truth, Callable[[Trio], bool]] = {
            "edited": lambda trio: trio.changed,
            "most-edited": lambda trio: trio.changed and trio.source.id in self._most_edited,
        }
        return tuple(
            self._detection(name, truth, mark, marked)
            for name, truth in truths.items()
            for mark, marked in self._marked().items()
            if self.judged
        )

    def _marked(self) -> dict[str, set[str]]:
        """The decided items that the linter marks, by what counts as a mark."""
        marked = {
            severity: {trio.source.id for trio in self.judged if trio.severity in _SEVERITIES[: level + 1]}
            for level, severity in enumerate(_SEVERITIES)
        }
        order = [trio.source.id for trio in sorted(self.judged, key=lambda one: (-one.machine.risk, one.source.id))]
        return marked | {f"riskiest-{share}": set(order[: round(len(order) * share / 100)]) for share in (10, 25)}

    def _detection(self, name: Truth, truth: Callable[[Trio], bool], mark: str, marked: set[str]) -> Detection:
        changed = {trio.source.id for trio in self.judged if truth(trio)}
        both = len(changed & marked)
        return Detection(
            truth=name,
            marked=mark,
            precision=self.share(both, len(marked)),
            recall=self.share(both, len(changed)),
            base=self.share(len(changed), len(self.judged)),
        )

    def missed(self) -> tuple[Spot, ...]:
        """The most edited items in which the linter found nothing but notes."""
        silent = [trio for trio in self.judged if trio.texts and trio.changed and trio.severity in {"note", "none"}]
        silent.sort(key=lambda trio: (self.chrf[trio.source.id], trio.source.id))
        return tuple(self._spot(trio) for trio in silent[:_SHOWN])

    def _spot(self, trio: Trio) -> Spot:
        changed = {name: pair for name, pair in trio.texts.items() if pair[0] != pair[1]}
        source = item_texts(trio.source)
        return Spot(
            item=trio.source.id,
            chrf=self.chrf[trio.source.id],
            checks=trio.checks,
            source=_line(source.get(name, "") for name in changed),
            machine=_line(pair[0] for pair in changed.values()),
            validated=_line(pair[1] for pair in changed.values()),
        )

    def _worst_of(self, share: float) -> set[str]:
        """The items that people changed most by chrF, and all that they took out."""
        gone = [trio.source.id for trio in self.judged if trio.changed and trio.validated is None]
        edited = [trio.source.id for trio in self.judged if trio.changed and trio.validated is not None]
        edited.sort(key=lambda key: (self.chrf[key], key))
        return {*gone, *edited[: max(0, round(share * len(self.judged)) - len(gone))]}


def _all_findings(trio: Trio) -> Sequence[Finding]:
    return [*trio.machine.findings, *(trio.validated.findings if trio.validated else ())]


def _line(texts: Iterable[str]) -> str:
    line = " · ".join(" ".join(text.split()) for text in texts)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
