"""A comparison as sections of sentences, tables and plots, which the page and the Markdown set each in their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from minga.benchmark.compare.comparison import Comparison, Difference
from minga.benchmark.compare.model_sections import model_sections
from minga.benchmark.compare.sections import Section, TableView
from minga.benchmark.compare.words import Words

__all__ = ["Report", "report"]

_MISSED = 8


@dataclass(frozen=True)
class Report:
    """All that is told."""

    title: str
    summary: str
    sections: list[Section] = field(default_factory=list)


def report(comparison: Comparison, words: Words) -> Report:
    """The report in the language of `words`."""
    say = words.say
    return Report(
        title=say("title", benchmark=comparison.benchmark),
        summary=say(
            "summary",
            items=words.number(comparison.items, 0),
            paired=words.number(comparison.paired, 0),
            source=words.language(comparison.source_language),
            language=words.language(comparison.language),
        ),
        sections=[
            Section("short", say("short"), list(_short(comparison, words))),
            *_text_sections(comparison, words),
            *model_sections(comparison, words),
            _reading(comparison, words),
        ],
    )


def _short(comparison: Comparison, words: Words) -> Iterator[str]:
    yield from _short_of_models(comparison, words)
    for caught in comparison.detections:
        if (caught.truth, caught.marked) == ("most-edited", "riskiest-10") and caught.precision.value is not None:
            precision, base = words.percent(caught.precision.value), words.percent(caught.base.value)
            yield words.say("short_lint", precision=precision, base=base)
    if not comparison.models:
        yield words.say("no_models")
    if comparison.left_out:
        yield words.say("left_out", models=", ".join(comparison.left_out))


def _short_of_models(comparison: Comparison, words: Words) -> Iterator[str]:
    for one in comparison.differences:
        if (one.first, one.second) == ("validated", "machine"):
            yield _difference(comparison, one, words)
    for change in comparison.rank_changes:
        if (change.first, change.second) == ("machine", "validated"):
            yield words.say("short_rank", share=words.percent(change.same, 0))
    for rule in comparison.stopping:
        if rule.rule == "score":
            yield words.say(
                "short_stop",
                items=words.number(rule.items, 0),
                all=words.number(comparison.scored, 0),
                share=words.percent(rule.share, 0),
                goal=words.number(100 * rule.goal),
            )


def _difference(comparison: Comparison, one: Difference, words: Words) -> str:
    scores = {score.version: score.score.value for score in comparison.scores if score.model == one.model}
    between = one.difference
    return words.say(
        "short_difference",
        model=one.model,
        machine=words.number(100 * scores["machine"]),
        validated=words.number(100 * scores["validated"]),
        difference=words.number(100 * between.value),
        brackets=words.brackets(100 * between.low, 100 * between.high),
        conclusion=words.say("within_chance" if between.low <= 0 <= between.high else "beyond_chance"),
    )


def _text_sections(comparison: Comparison, words: Words) -> Iterator[Section]:
    say = words.say
    yield Section(
        "verdicts",
        say("verdicts"),
        tables=[
            TableView(
                (say("verdict"), say("value")),
                [(say(one.verdict), words.share(one.share)) for one in comparison.verdicts],
            )
        ],
    )
    yield Section(
        "rates",
        say("rates"),
        [say("rates_note")],
        [
            TableView(
                (say("check"), say("level"), say("machine"), say("validated"), say("changed_of_found")),
                [
                    (
                        say("any") if rate.check == "any" else f"`{rate.check}`",
                        say(rate.severity),
                        words.share(rate.machine),
                        words.share(rate.validated),
                        words.share(rate.changed),
                    )
                    for rate in comparison.rates
                ],
            )
        ],
    )
    if comparison.effort is not None:
        yield _effort(comparison, words)
    yield _detections(comparison, words)


def _effort(comparison: Comparison, words: Words) -> Section:
    effort, say = comparison.effort, words.say
    if effort is None:
        return Section("effort", say("effort"))
    rows = [
        (say("unchanged_items"), words.share(effort.unchanged_items)),
        (say("unchanged_texts"), words.share(effort.unchanged_texts)),
        (say("chrf"), words.estimate(effort.chrf)),
        (say("characters"), words.estimate(effort.characters, 2)),
        (say("words"), words.estimate(effort.words, 2)),
    ]
    note = say("effort_note", items=words.number(effort.items, 0), texts=words.number(effort.texts, 0))
    return Section("effort", say("effort"), [note], [TableView((say("measure"), say("value")), rows)])


def _detections(comparison: Comparison, words: Words) -> Section:
    say = words.say
    rows = [
        (say(one.truth), say(one.marked), words.share(one.precision), words.share(one.recall), words.share(one.base))
        for one in comparison.detections
    ]
    columns = (say("truth"), say("from_severity"), say("precision"), say("recall"), say("base"))
    tables = [TableView(columns, rows)]
    if comparison.missed:
        missed = [
            (words.number(spot.chrf), spot.source, spot.machine, spot.validated) for spot in comparison.missed[:_MISSED]
        ]
        heading = ("chrF", say("source"), say("machine"), say("validated"))
        tables.append(TableView(heading, missed, caption=say("missed"), prose=True))
    note = say("detections_note", share=words.percent(comparison.worst, 0))
    return Section("detections", say("detections"), [note], tables)


def _reading(comparison: Comparison, words: Words) -> Section:
    sentences = [
        words.say(
            "reading_intervals",
            confidence=words.percent(comparison.confidence, 0),
            draws=words.number(comparison.draws, 0),
        ),
        words.say("reading_risk"),
    ]
    return Section("reading", words.say("reading"), sentences)
