"""What the report says of models: scores, differences, flips, ranks, and how many items are enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from minga.benchmark.compare.charts import curve_chart, score_chart
from minga.benchmark.compare.comparison import Comparison, CurvePoint, Stopping
from minga.benchmark.compare.sections import Plot, Section, TableView
from minga.benchmark.compare.words import HOLE, Words

__all__ = ["model_sections"]


def model_sections(comparison: Comparison, words: Words) -> Iterator[Section]:
    """The sections that there are numbers for; none without models."""
    if not comparison.models:
        return
    yield _scores(comparison, words)
    yield _differences(comparison, words)
    yield _flips(comparison, words)
    if comparison.rank_changes:
        yield _ranks(comparison, words)
    yield _curve(comparison, words)


def _scores(comparison: Comparison, words: Words) -> Section:
    say = words.say
    rows = [(one.model, say(one.version), words.score(one.score)) for one in comparison.scores]
    return Section(
        "scores",
        say("scores"),
        [say("scores_note", items=words.number(comparison.scored, 0))],
        [TableView((say("model"), say("version"), say("score")), rows)],
        [Plot("scores", score_chart(comparison, words))],
    )


def _differences(comparison: Comparison, words: Words) -> Section:
    say = words.say
    rows = [
        (
            one.model,
            say("minus", first=say(one.first), second=say(one.second)),
            words.score(one.difference),
            words.number(one.only_first, 0),
            words.number(one.only_second, 0),
            words.p_value(one.exact_p),
            words.p_value(one.mid_p),
        )
        for one in comparison.differences
    ]
    names = ("model", "versions", "difference", "only_first", "only_second", "exact", "mid")
    return Section(
        "differences",
        say("differences"),
        [say("differences_note")],
        [TableView(tuple(say(name) for name in names), rows)],
    )


def _flips(comparison: Comparison, words: Words) -> Section:
    say = words.say
    rows = [(one.model, say(one.by), say(one.group), words.share(one.share)) for one in comparison.flip_rates]
    columns = (say("model"), say("by"), say("group"), say("flipped"))
    sentences = [say("flips_note"), *(_flips_of(model, comparison, words) for model in comparison.models)]
    return Section("flips", say("flips"), sentences, [TableView(columns, rows)])


def _flips_of(model: str, comparison: Comparison, words: Words) -> str:
    mine = [flip for flip in comparison.flips if flip.model == model]
    reasons = Counter(reason for flip in mine for reason in flip.reasons)
    said = [
        words.say("reason_count", reason=_reason(reason, words), share=words.percent(count / len(mine), 0))
        for reason, count in reasons.most_common()
    ]
    gained = sum(flip.gained for flip in mine)
    text = words.say(
        "flip_reasons",
        flips=words.number(len(mine), 0),
        gained=words.number(gained, 0),
        lost=words.number(len(mine) - gained, 0),
        reasons="; ".join(said),
    )
    return f"{model}: {text.strip()}"


def _reason(reason: str, words: Words) -> str:
    return words.say(f"reason_{reason}" if reason in {"error", "warning", "note"} else reason)


def _ranks(comparison: Comparison, words: Words) -> Section:
    say = words.say
    changes = [
        (
            f"{say(one.first)}, {say(one.second)}",
            f"{words.number(one.tau, 2)} {words.brackets(one.low, one.high, 2)}",
            words.percent(one.same, 0),
        )
        for one in comparison.rank_changes
    ]
    places = [
        (
            say(ranking.version),
            " > ".join(ranking.models),
            "; ".join(
                f"{model}: {', '.join(words.percent(place, 0) for place in ranking.places[model])}"
                for model in ranking.models
            ),
        )
        for ranking in comparison.rankings
    ]
    return Section(
        "ranks",
        say("ranks"),
        [say("ranks_note")],
        [
            TableView((say("versions"), say("tau"), say("same_order")), changes),
            TableView((say("version"), say("order"), say("places")), places),
        ],
    )


def _curve(comparison: Comparison, words: Words) -> Section:
    say = words.say
    columns = ("order", "validated_items", "off", "worst_off", "same_ranking")
    rows = [_point(point, words) for point in _some(comparison.curve)]
    sentences, tables = [say("curve_note")], [TableView(tuple(say(name) for name in columns), rows)]
    if comparison.stopping:
        first = comparison.stopping[0]
        error, simulated = words.percent(first.error, 0), words.number(first.simulated, 0)
        sentences.append(say("stopping_note", error=error, simulated=simulated))
        names = ("rule", "stop_median", "stop_late", "stop_wrong")
        tables.append(TableView(tuple(say(name) for name in names), [_rule(one, words) for one in comparison.stopping]))
    return Section("curve", say("curve"), sentences, tables, [Plot("curve", curve_chart(comparison, words))])


def _some(points: tuple[CurvePoint, ...]) -> list[CurvePoint]:
    """Every fourth point of each order, the last among them."""
    orders = dict.fromkeys(point.order for point in points)
    by_order = [[point for point in points if point.order == order] for order in orders]
    return [point for row in by_order for place, point in enumerate(row) if (len(row) - 1 - place) % 4 == 0]


def _point(point: CurvePoint, words: Words) -> tuple[str, ...]:
    return (
        words.say(point.order),
        words.number(point.validated, 0),
        words.number(100 * point.difference, 2),
        words.number(100 * point.worst, 2),
        HOLE if point.same_ranking is None else words.percent(point.same_ranking, 0),
    )


def _rule(one: Stopping, words: Words) -> tuple[str, ...]:
    return (
        words.say(f"rule_{one.rule}", goal=words.number(100 * one.goal)),
        f"{words.number(one.items, 0)} ({words.percent(one.share, 0)})",
        words.number(one.late, 0),
        words.share(one.wrong),
    )
