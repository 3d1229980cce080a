"""Which items to validate first, and what the validated ones say of the whole benchmark."""

from minga.translate.planning.belief import Belief, believe, believe_from_risk
from minga.translate.planning.draws import Order, new_order, random_sizes, risk_sizes
from minga.translate.planning.effort import Pace, observed_pace, words_of
from minga.translate.planning.estimates import Estimate, estimate, mean_of_random
from minga.translate.planning.evaluations import Evaluations, evaluated_scores
from minga.translate.planning.plan import Plan, PlanOptions, make_plan
from minga.translate.planning.population import Population, Verdicts
from minga.translate.planning.rehearsal import rehearse
from minga.translate.planning.score_file import ItemScores, read_scores
from minga.translate.planning.widths import Widths, expected_widths, items_for

__all__ = [
    "Belief",
    "Estimate",
    "Evaluations",
    "ItemScores",
    "Order",
    "Pace",
    "Plan",
    "PlanOptions",
    "Population",
    "Verdicts",
    "Widths",
    "believe",
    "believe_from_risk",
    "estimate",
    "evaluated_scores",
    "expected_widths",
    "items_for",
    "make_plan",
    "mean_of_random",
    "new_order",
    "observed_pace",
    "random_sizes",
    "read_scores",
    "rehearse",
    "risk_sizes",
    "words_of",
]
