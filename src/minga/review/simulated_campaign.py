"""The course of a simulated campaign: a queue of visits and answers in the order of time."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from minga.review.caps import Allowance, CapPolicy, Pace, allowance
from minga.review.fatigue import Drift, drift_of, late_weight, suggest_break
from minga.review.overlap import Step
from minga.review.simulated_community import Community, Items, People
from minga.review.simulated_conclusions import CODES, Conclusions, DawidSkeneConclusions, MajorityConclusions
from minga.review.simulated_outcome import Outcome, Rules

__all__ = ["SimulatedCampaign"]

_DAY = 86_400.0
_LOOK = 1 / 12
"""Days between two looks at the pace."""


@dataclass
class _Visit:
    """Somebody at work."""

    left: int
    position: int = 0
    item: int = -1
    """-1 for a control item."""
    seconds: float = 0.0
    offered: bool = False
    """Whether a break was suggested."""
    thanked: bool = False
    """Whether the soft cap was mentioned."""
    drift: Drift = field(default_factory=Drift)


@dataclass
class _History:
    """One person's own past."""

    positions: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    outcomes: list[float] = field(default_factory=list)

    def drift(self) -> Drift:
        return drift_of(np.array(self.positions), np.array(self.seconds), np.array(self.outcomes))


class SimulatedCampaign:
    """One campaign under way: what is held, what is free, who is at work."""

    def __init__(
        self, community: Community, rules: Rules, people: People, items: Items, rng: np.random.Generator
    ) -> None:
        self.community, self.rules, self.people, self.items, self.rng = community, rules, people, items, rng
        self.conclusions = self._conclusions(len(people))
        self.held = np.zeros(rules.items, dtype=np.int64)
        self.free = np.ones(rules.items, dtype=np.bool_)
        self.closed = np.full(rules.items, -1, dtype=np.int64)
        self.seen = np.zeros((len(people), rules.items), dtype=np.bool_)
        self.given = np.zeros((len(people), int(np.ceil(rules.days)) + 1), dtype=np.int64)
        self.totals = np.zeros(len(people), dtype=np.int64)
        self.visits: dict[int, _Visit] = {}
        self.history = [_History() for _ in range(len(people))]
        self.gone = np.zeros(len(people), dtype=np.bool_)
        self.events: list[tuple[float, int, int, int]] = []
        self.number = 0
        self.pace, self.look_at = Pace(1.0, 0.0, rules.days), 0.0
        self.adjudications = self.turned_away = self.found_nothing = self.breaks = self.lowered = 0
        self.daily: list[int] = []
        self.days: float | None = None

    def _conclusions(self, people: int) -> Conclusions:
        labels = len(self.community.labels)
        if self.rules.decide == "majority":
            return MajorityConclusions(self.rules.items, labels, self.rules.overlap)
        most = self.rules.items * self.rules.overlap.maximum + people
        return DawidSkeneConclusions(
            self.rules.items, people, labels, self.rules.overlap, revise=self.rules.revise, most=most
        )

    def expect(self, at: float, person: int, answers: int) -> None:
        """A visit at some time, or with `answers` 0 the end of the answer that a person is at."""
        heapq.heappush(self.events, (at, self.number, person, answers))
        self.number += 1

    def run(self) -> None:
        """Go through the visits until all is decided or the days are over."""
        while self.events and self.days is None:
            now, _, person, answers = heapq.heappop(self.events)
            if now >= self.rules.days:
                break
            self._days_until(now)
            if answers == 0:
                self._answered(person, now)
            elif person in self.visits:
                self.visits[person].left += answers
                continue
            elif self.gone[person]:
                continue
            else:
                self.visits[person] = _Visit(answers, drift=self._drift(person))
            self._go_on(person, now)
        self._days_until(self.rules.days)
        self._adjudicate()

    def _drift(self, person: int) -> Drift:
        return self.history[person].drift() if self.rules.breaks or self.rules.weights else Drift()

    def _go_on(self, person: int, now: float) -> None:
        visit = self.visits[person]
        if visit.left <= 0 or self._stopped(person, visit, now) or self._rests(person, visit, now):
            del self.visits[person]
            return
        if self.rng.random() < self.rules.control:
            visit.item = -1
        else:
            item = self._take(person)
            if item is None:
                self.found_nothing += visit.left
                del self.visits[person]
                return
            visit.item = item
        slower = 0.5 * self.community.tiredness * max(0, visit.position - self.community.tires_after)
        spread = self.community.seconds_spread * self.rng.normal() + (slower if self.people.tires[person] else 0.0)
        visit.seconds = float(self.people.seconds[person] * np.exp(spread))
        self.expect(now + visit.seconds / _DAY, person, 0)

    def _take(self, person: int) -> int | None:
        wanted = self.free & ~self.seen[person]
        begun = self.conclusions.judged > 0
        for choice in (wanted & (begun if self.rules.order == "begun" else ~begun), wanted):
            item = int(choice.argmax())
            if choice[item]:
                self.held[item] += 1
                self.seen[person, item] = True
                self._refresh(item)
                return item
        return None

    def _answered(self, person: int, now: float) -> None:
        visit = self.visits[person]
        past, outcome = self.history[person], np.nan
        if visit.item < 0:
            outcome = float(self._control(person, visit.position))
        else:
            self._count(person, visit, now)
        past.positions.append(visit.position)
        past.seconds.append(visit.seconds)
        past.outcomes.append(outcome)
        visit.position += 1
        visit.left -= 1

    def _control(self, person: int, position: int) -> bool:
        odds = self.people.easy[person]
        if self.people.tires[person]:
            odds -= self.community.tiredness * max(0, position - self.community.tires_after)
        return bool(self.rng.random() < 1 / (1 + np.exp(-odds)))

    def _count(self, person: int, visit: _Visit, now: float) -> None:
        item = visit.item
        label = self.people.answer(person, item, self.items, visit.position, self.rng, self.community)
        weight = late_weight(visit.drift, visit.position) if self.rules.weights else 1.0
        self.lowered += weight < 1
        self.given[person, int(now)] += 1
        self.totals[person] += 1
        self.held[item] -= 1
        if self.closed[item] >= 0:
            return
        if self.conclusions.add(item, person, label, weight):
            self._refresh_all()
        else:
            self._refresh(item)
        if not self.free.any() and not self.held.any() and not (self.conclusions.step[self.closed < 0] == 0).any():
            self.days = now

    def _refresh(self, item: int) -> None:
        more = max(self.rules.overlap.minimum - int(self.conclusions.judged[item]), 1)
        wants = self.conclusions.step[item] == CODES[Step.MORE] and self.closed[item] < 0
        self.free[item] = bool(wants and self.held[item] < more)

    def _refresh_all(self) -> None:
        more = np.maximum(self.rules.overlap.minimum - self.conclusions.judged, 1)
        wants = (self.conclusions.step == CODES[Step.MORE]) & (self.closed < 0)
        self.free = wants & (self.held < more)

    def _rests(self, person: int, visit: _Visit, now: float) -> bool:
        """Whether she takes a break that her drift suggests; she comes back for the rest of the visit."""
        if not self.rules.breaks or visit.offered or not suggest_break(visit.drift, visit.position):
            return False
        visit.offered = True
        if self.rng.random() >= self.community.rests:
            return False
        self.breaks += 1
        self.expect(now + float(self.rng.uniform(0.1, 1.0)), person, visit.left)
        return True

    def _stopped(self, person: int, visit: _Visit, now: float) -> bool:
        """Whether a cap ends the visit, or the rest that the soft cap suggests."""
        if self.rules.caps is None:
            return False
        may = self._allowance(self.rules.caps, person, now)
        soft = may.state == "soft" and not visit.thanked and self.rng.random() < self.community.rests
        visit.thanked |= may.state == "soft"
        if may.state == "hard" and self.rng.random() < self.community.leaves:
            self.gone[person] = True
        if may.state == "hard" or soft:
            self.turned_away += visit.left
            return True
        return False

    def _allowance(self, caps: CapPolicy, person: int, now: float) -> Allowance:
        totals = self.totals
        answers, active = int(totals.sum()), int(np.count_nonzero(totals))
        if now >= self.look_at:
            self.look_at = now + _LOOK
            self.pace = self._pace(caps.share_cap(answers, active), totals, now)
        mine, today = int(totals[person]), int(self.given[person, int(now)])
        return allowance(caps, today=today, mine=mine, answers=answers, active=active, pace=self.pace)

    def _pace(self, cap: int | None, totals: NDArray[np.int64], now: float) -> Pace:
        today = int(now)
        recent = self.given[:, max(0, today - 3) : today + 1].sum(axis=1)
        others = float(recent[totals < (cap or np.inf)].sum()) / max(1.0, min(now, now - max(0, today - 3)))
        decided = int(self._decided().sum())
        wanted = float(totals.sum()) / max(1, decided) * (self.rules.items - decided)
        return Pace(wanted, others, self.rules.days - now)

    def _days_until(self, now: float) -> None:
        while len(self.daily) + 1 <= now:
            self._adjudicate()
            self.daily.append(int(self._decided().sum()))

    def _adjudicate(self) -> None:
        """Somebody with the last word looks once a day at what is disputed; that costs as much as an opinion."""
        for item in np.flatnonzero((self.conclusions.step == CODES[Step.ADJUDICATE]) & (self.closed < 0)):
            hard = bool(self.items.hard[item])
            known = self.community.adjudicator_hard if hard else self.community.adjudicator_easy
            right = self.rng.random() < known
            self.closed[item] = self.items.truth[item] if right else self.items.lure[item]
            self.adjudications += 1
        self._refresh_all()

    def _decided(self) -> NDArray[np.bool_]:
        return (self.closed >= 0) | (self.conclusions.step == CODES[Step.ENOUGH])

    def outcome(self) -> Outcome:
        """How it went."""
        decided = self._decided()
        labels = np.where(self.closed >= 0, self.closed, self.conclusions.labels())
        return Outcome(
            items=self.rules.items,
            decided=int(decided.sum()),
            right=int((labels == self.items.truth)[decided].sum()),
            answers=int(self.totals.sum()),
            adjudications=self.adjudications,
            by_person=tuple(int(total) for total in self.totals),
            days=self.days if decided.all() else None,
            turned_away=self.turned_away,
            found_nothing=self.found_nothing,
            breaks=self.breaks,
            lowered=self.lowered,
            daily=tuple(self.daily),
        )
