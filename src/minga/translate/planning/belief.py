"""How each item's validated version will score, as far as its machine version and the verdicts so far tell.

A logistic regression of the validated score on the machine's score, the leads of the right choices, risk and signals,
and a log-linear one of the squared error that is left. Both have Gaussian priors on their coefficients, so that they
say something sensible before the first verdict and learn as verdicts come (a posterior mode, found by Fisher scoring).
The estimate of the score stays unbiased however wrong a belief is (`minga.translate.planning.estimates`); a better one
only narrows it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from minga.translate.planning.population import Floats, Ints, Population, Verdicts

__all__ = ["Belief", "believe", "believe_from_risk"]

_STAYS = 0.8
"""Before any verdict: how far a validated score goes with the machine's, on the scale of the prior's logit."""
_LEADS = 0.35
"""Before any verdict: what a nat of lead on all versions adds to the logit."""
_EDGE = 0.08
"""Scores are drawn in from 0 and 1 by so much before the logit is taken."""
_DROPPED, _WORTH = 0.03, 20.0
"""Before any verdict: the share of items that will be dropped, and how many verdicts that opinion weighs."""
_LEAST = 0.03
"""No item is believed to be surer than this standard deviation."""
_ROUNDS = 7


@dataclass(frozen=True)
class Belief:
    """Expectations about every item."""

    score: Floats
    """(items, models) expected score of the validated version, if the item stays."""
    spread: Floats
    """(items, models) standard deviation of what is wrong with that, as the estimate feels it: it counts that the item
    may be dropped."""
    kept: Floats
    """(items,) probability that the item stays."""
    leverage: Floats
    """(items, models) how much of an item's expected score it has taught itself; 0 where nobody has validated it."""

    @property
    def totals(self) -> Floats:
        """(items, models) expected part of each item in the sum of scores."""
        return self.score * self.kept[:, None]

    @property
    def mean_spread(self) -> Floats:
        """(items,) root mean square of the spread over the models."""
        return np.sqrt((self.spread**2).mean(axis=1))


def believe(population: Population, verdicts: Verdicts) -> Belief:
    """What to expect of every item of `population` after `verdicts` (which may be none at all)."""
    kept = _kept(population, verdicts)
    models = [_one_model(population, verdicts, model) for model in range(population.models)]
    score, variance, leverage = (np.stack(parts, axis=1) for parts in zip(*models, strict=True))
    stays = kept[:, None]
    spread = np.sqrt(stays * variance + stays * (1 - stays) * (score - score.mean(axis=0)) ** 2)
    return Belief(score, np.maximum(spread, _LEAST), kept, leverage)


def believe_from_risk(risk: Floats) -> Belief:
    """What to expect where no model was scored: one that has half of the items right, and whose score changes in 5 %
    of those without risk and 40 % of the riskiest (assumed). `risk` is (items,)."""
    score = (np.arange(len(risk)) % 2).astype(np.float64)
    changes = 0.05 + 0.35 * risk
    return Belief(score[:, None], np.sqrt(changes)[:, None], np.full(len(risk), 1 - _DROPPED), 0 * score[:, None])


def _kept(population: Population, verdicts: Verdicts) -> Floats:
    """One share of dropped items for all: they are few, and what they have in common shows in no score."""
    lost = float((1 - verdicts.kept).sum()) + _DROPPED * _WORTH
    return np.full(len(population), 1 - lost / (len(verdicts) + _WORTH))


def _one_model(population: Population, verdicts: Verdicts, model: int) -> tuple[Floats, Floats, Floats]:
    """Expected score, variance and leverage of each item, all (items,)."""
    features, centre, width = _features(population, model)
    stays = verdicts.kept > 0
    seen, scores = verdicts.items[stays], verdicts.scores[stays, model]
    coefficients, leverage = _logistic(features[seen], scores, centre, width)
    score = _sigmoid(features @ coefficients)
    taught = np.zeros(len(population))
    taught[seen] = np.minimum(leverage, 0.5)
    error = (scores - score[seen]) / (1 - taught[seen])
    return score, _variance(population, score, seen, error), taught


def _features(population: Population, model: int) -> tuple[Floats, Floats, Floats]:
    """The design (items, p), and mean and standard deviation of the prior of each coefficient."""
    machine = np.clip(population.machine[:, model], _EDGE, 1 - _EDGE)
    logit = np.log(machine / (1 - machine))
    others = np.delete(population.machine, model, axis=1)
    agreement = others.mean(axis=1) - others.mean() if others.size else np.zeros(len(population))
    ones, risk, signals = np.ones(len(population)), population.risk_level, population.signal_levels[:, model]
    leads = population.known_leads(model)
    count = leads.shape[1]
    stays = 0.0 if count else _STAYS  # a lead says what a score says, and how surely
    columns: list[tuple[Floats, float, float]] = [
        (ones, 0.0, 0.7),
        (logit, stays, 0.5),
        (agreement, 0.0, 0.7),
        (risk, 0.0, 0.3),
        (risk * (leads.mean(axis=1) if count else logit), 0.0, 0.2),
        *((lead, _LEADS / count, 0.15) for lead in leads.T),
        *((signal, 0.0, 0.7) for signal in signals.T),
    ]
    design, centre, width = zip(*columns, strict=True)
    return np.stack(design, axis=1), np.array(centre), np.array(width)


def _logistic(features: Floats, scores: Floats, centre: Floats, width: Floats) -> tuple[Floats, Floats]:
    """Coefficients, and the leverage of each row. Scores between 0 and 1 are fitted as fractions."""
    at, precision = centre.copy(), np.diag(width**-2.0)
    weighted, information = features, precision
    for _ in range(_ROUNDS):
        fitted = _sigmoid(features @ at)
        weighted = features * (fitted * (1 - fitted))[:, None]
        information = features.T @ weighted + precision
        step = np.linalg.solve(information, features.T @ (scores - fitted) - precision @ (at - centre))
        at = at + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-3:
            break
    return at, np.einsum("ij,ij->i", weighted @ np.linalg.inv(information), features)


def _variance(population: Population, score: Floats, seen: Ints, error: Floats) -> Floats:
    """Variance of each item's error, (items,): that of a 0-1 score until errors say otherwise."""
    usual = np.log(score * (1 - score) + 1e-3)
    features = np.stack([np.ones(len(score)), usual, population.risk_level], axis=1)
    centre, width = np.array([0.0, 1.0, 0.2]), np.array([1.0, 0.4, 0.3])
    at, precision = centre.copy(), np.diag(width**-2.0)
    rows, squares = features[seen], error**2
    for _ in range(_ROUNDS):
        ratio = np.clip(squares * np.exp(-rows @ at), 0, 50)
        # a gamma likelihood of shape 1/2, as a squared normal error has
        gradient = rows.T @ (ratio - 1) / 2 - precision @ (at - centre)
        step = np.linalg.solve(rows.T @ rows / 2 + precision, gradient)
        at = at + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-3:
            break
    return np.minimum(np.exp(features @ at), 1.0)


def _sigmoid(values: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))
