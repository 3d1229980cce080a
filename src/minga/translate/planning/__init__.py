"""Which items to validate first, and what the validated ones say of the whole benchmark."""

from minga.translate.planning.belief import Belief, believe, believe_from_risk
from minga.translate.planning.draws import Round, draw, random_sizes, risk_sizes
from minga.translate.planning.effort import Pace, observed_pace, words_of
from minga.translate.planning.estimates import Estimate, estimate, estimates_at, mean_of_random
from minga.translate.planning.history import order_of
from minga.translate.planning.plan import Plan, PlanOptions, make_plan
from minga.translate.planning.population import Population, Verdicts
from minga.translate.planning.rehearsal import next_round, rehearse
from minga.translate.planning.score_file import ItemScores, read_scores
from minga.translate.planning.widths import Widths, expected_widths

__all__ = [
    "Belief",
    "Estimate",
    "ItemScores",
    "Pace",
    "Plan",
    "PlanOptions",
    "Population",
    "Round",
    "Verdicts",
    "Widths",
    "believe",
    "believe_from_risk",
    "draw",
    "estimate",
    "estimates_at",
    "expected_widths",
    "make_plan",
    "mean_of_random",
    "next_round",
    "observed_pace",
    "order_of",
    "random_sizes",
    "read_scores",
    "rehearse",
    "risk_sizes",
    "words_of",
]
