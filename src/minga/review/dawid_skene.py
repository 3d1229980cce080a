"""Who is right when people disagree, and how reliable each of them is: the model of Dawid and Skene (1979).

Each item has one true label that nobody sees, drawn from `prior`; person p, asked about an item whose label is c, says
l with probability `confusion[p, c, l]`. Expectation–maximisation finds both at once: from the reliabilities the
probability of each label for each item (E), from those the reliabilities (M), until nothing moves. It starts from the
share of votes. Without `Smoothing` this is plain maximum likelihood, as in the paper. With few answers a person that
overfits, so that `Smoothing` adds pseudo-counts (a Dirichlet prior, of which EM then finds the maximum a posteriori).

An answer may count for less than one: its log-probability and its count are multiplied by its weight, which EM still
raises monotonically; weight 0 is the same as no answer.

    A. P. Dawid, A. M. Skene: Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm.
    Journal of the Royal Statistical Society C 28 (1979), 20-28.

The answers are one sparse matrix, items x (person, said); each step of EM is one product with it. That is linear in
answers, takes the labels of an answer at once, and gives the same bits whatever the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from minga.errors import InputError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Fit", "Opinions", "Reliability", "Smoothing", "accuracy_of", "fit"]

IntArray = NDArray[np.integer]
FloatArray = NDArray[np.float64]

_FLOOR = 1e-10
"""The least count of a label that a person did say, and the probability of what nobody thought possible."""


@dataclass(frozen=True, kw_only=True)
class Opinions:
    """Who said what about which item, as columns: row r says that `people[r]` gave `labels[r]` to `items[r]`.

    Raises `InputError` if the columns differ in length, or a code or weight is out of range.
    """

    items: IntArray
    """(n,) codes from 0 to `item_count` - 1."""
    people: IntArray
    """(n,) codes from 0 to `people_count` - 1."""
    labels: IntArray
    """(n,) codes from 0 to `label_count` - 1."""
    item_count: int
    people_count: int
    label_count: int
    weights: FloatArray | None = None
    """(n,) between 0 and 1, how much each answer counts; None when all count in full."""

    def __post_init__(self) -> None:
        if len({len(column) for column in (self.items, self.people, self.labels)}) > 1:
            raise InputError("items, people and labels have different lengths", where="opinions")
        for name, codes, count in (
            ("items", self.items, self.item_count),
            ("people", self.people, self.people_count),
            ("labels", self.labels, self.label_count),
        ):
            if len(codes) and not (codes.min() >= 0 and codes.max() < count):
                raise InputError(f"a code is not between 0 and {count - 1}", where=f"opinions, column {name}")
        weights = self.weights
        if weights is not None and not (weights.shape == (len(self),) and np.all((weights >= 0) & (weights <= 1))):
            raise InputError("the weights are not one number between 0 and 1 an answer", where="opinions")

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True)
class Smoothing:
    """Pseudo-counts: what is believed of labels and people before they are seen. The more, the slower belief moves.

    The defaults were chosen on simulated crowds of 6 to 60 people with three to five answers an item, so that a label
    given a probability of 0.95 or more is right that often (`benchmarks/dawid_skene.py`).
    """

    prior: float = 1.0
    """Pseudo-items of each label."""
    diagonal: float = 16.0
    """For each person and true label, pseudo-answers that were right ..."""
    off_diagonal: float = 4.0
    """... and wrong ones, spread evenly over the other labels: 16 and 4 is an accuracy of 0.8 for any number."""
    shared: bool = True
    """Whether a person is drawn towards what this crowd does with a label, instead of to those two numbers alone.
    The crowd's confusion is found first, as though all were one person with five times these pseudo-counts; each
    person then begins with `diagonal + off_diagonal` pseudo-answers a label, divided as the crowd divides them."""

    def __post_init__(self) -> None:
        if min(self.prior, self.diagonal, self.off_diagonal) < 0:
            raise InputError("a pseudo-count is below 0", where="smoothing")

    def rows(self, label_count: int) -> FloatArray:
        """The pseudo-counts of one person: true x said."""
        counts = np.full((label_count, label_count), self.off_diagonal / max(1, label_count - 1))
        np.fill_diagonal(counts, self.diagonal)
        return counts


@dataclass(frozen=True)
class Reliability:
    """What a fit learned of labels and people, good for any answers, also later ones."""

    prior: FloatArray
    """(K,) probability of each label before any answer."""
    confusion: FloatArray
    """(P, K, K): `confusion[p, true, said]`; rows sum to 1."""
    of_unknown_person: FloatArray
    """(K, K), true x said: taken for people who were not in the fit, whose codes come after those who were."""

    def posterior(self, opinions: Opinions) -> FloatArray:
        """(I, K) probability of each label for each item, by Bayes' rule in log space; the prior where nobody answered.

        This is the incremental use: new answers, old fit. Raises `InputError` if the labels are not those of the fit.
        """
        if opinions.label_count != len(self.prior):
            raise InputError(
                f"the answers have {opinions.label_count} labels, the fit has {len(self.prior)}", where="opinions"
            )
        prior = np.log(np.maximum(self.prior, _FLOOR))
        return _expect(_matrix(opinions), prior, self._of_people(opinions.people_count))[0]

    def _of_people(self, count: int) -> FloatArray:
        unknown = np.broadcast_to(
            self.of_unknown_person, (max(0, count - len(self.confusion)), *self.confusion.shape[1:])
        )
        return np.concatenate([self.confusion[:count], unknown])


@dataclass(frozen=True)
class Fit:
    """What EM found."""

    posterior: FloatArray
    """(I, K) probability of each label for each item; the prior where nobody answered."""
    reliability: Reliability
    log_likelihood: float
    """Natural logarithm of the probability of the answers, after the last E step."""
    objective: float
    """What EM raises: `log_likelihood` plus the pseudo-counts times their log-probabilities, if there are any."""
    iterations: int
    converged: bool
    """Whether it stopped because no probability in `posterior` moved by more than the tolerance."""


def fit(
    opinions: Opinions,
    *,
    smoothing: Smoothing | None = None,
    iterations: int = 100,
    tolerance: float = 1e-5,
    start: Reliability | None = None,
) -> Fit:
    """Fit the model by EM; plain maximum likelihood without `smoothing`.

    `start` is an earlier fit to begin from instead of the votes: people who came since have the codes after its own.
    The result is a function of the answers: no chance, no clock, and the order of the rows does not matter.
    """
    answers = _Answers(opinions)
    first = answers.votes() if start is None else start.posterior(opinions)[answers.answered]
    pseudo = smoothing or _NOTHING
    rows = pseudo.rows(opinions.label_count)
    if pseudo.shared:
        crowd = _Answers(_as_one_person(opinions)).fit(first, pseudo.prior, _CROWD * rows, iterations, tolerance)
        first = crowd.posterior[answers.answered]
        rows = (pseudo.diagonal + pseudo.off_diagonal) * crowd.reliability.confusion[0]
    return answers.fit(first, pseudo.prior, rows, iterations, tolerance)


def accuracy_of(reliability: Reliability) -> FloatArray:
    """(P,) probability that each person's next answer is right: the diagonal of their confusion under the prior."""
    return np.einsum("c,pcc->p", reliability.prior, reliability.confusion) / reliability.prior.sum()


_CROWD = 5.0
_NOTHING = Smoothing(prior=0.0, diagonal=0.0, off_diagonal=0.0, shared=False)


class _Answers:
    """The answers of one fit, and the two steps of EM over the items that have any."""

    def __init__(self, opinions: Opinions) -> None:
        self.people, self.labels = opinions.people_count, opinions.label_count
        matrix = _matrix(opinions)
        self.answered: NDArray[np.bool_] = np.diff(matrix.indptr) > 0
        self.matrix = matrix if self.answered.all() else matrix[self.answered]
        self.by_person = self.matrix.T.tocsr()
        said = np.bincount(matrix.indices, minlength=matrix.shape[1]) > 0
        self.said: NDArray[np.bool_] = said.reshape(self.people, 1, self.labels)

    def votes(self) -> FloatArray:
        """The share of each label in the votes on each item: (answered items, K)."""
        votes: FloatArray = self.matrix @ np.tile(np.eye(self.labels), (self.people, 1))
        return votes / votes.sum(axis=1, keepdims=True)

    def fit(self, posterior: FloatArray, pseudo: float, rows: FloatArray, iterations: int, tolerance: float) -> Fit:
        found = self._maximise(posterior, pseudo, rows)
        before, likelihood, done, converged = found, float("nan"), 0, False
        while done < iterations and not converged:
            previous, before = posterior, found
            posterior, likelihood = _expect(self.matrix, _log(found.prior), found.confusion)
            found = self._maximise(posterior, pseudo, rows)
            done += 1
            converged = bool(np.abs(posterior - previous).max(initial=0.0) <= tolerance)
        everywhere = np.broadcast_to(found.prior / found.prior.sum(), (len(self.answered), self.labels)).copy()
        everywhere[self.answered] = posterior
        objective = likelihood + (pseudo * float(_log(before.prior).sum()) if pseudo else 0.0)
        objective += float((rows * _log(np.maximum(before.confusion, _FLOOR))).sum()) if rows.any() else 0.0
        return Fit(everywhere, found, likelihood, objective, done, converged)

    def _maximise(self, posterior: FloatArray, pseudo: float, rows: FloatArray) -> Reliability:
        """The prior and the confusions that fit the posterior best."""
        tally: FloatArray = self.by_person @ posterior
        counts = tally.reshape(self.people, self.labels, self.labels).transpose(0, 2, 1)
        # What somebody did say stays possible, however little speaks for it; what nobody ever said does not.
        possible = self.said | (rows > 0)
        counts = np.where(possible, np.maximum(counts + rows, _FLOOR), 0.0)
        unknown = _normalise(rows if rows.any() else counts.sum(axis=0))
        known = possible.any(axis=2, keepdims=True)
        prior = _normalise(posterior.sum(axis=0) + pseudo)
        if not pseudo and self.said.any():
            prior = np.where(self.said.any(axis=(0, 1)), np.maximum(prior, _FLOOR), 0.0)
        return Reliability(prior, np.where(known, _normalise(counts), unknown), unknown)


def _expect(matrix: csr_array, log_prior: FloatArray, confusion: FloatArray) -> tuple[FloatArray, float]:
    """The posterior of each row of the matrix, and the log-likelihood of all of them."""
    people, labels, _ = confusion.shape
    said = np.log(np.where(confusion > 0, confusion, _FLOOR)).transpose(0, 2, 1).reshape(people * labels, labels)
    joint: FloatArray = matrix @ said
    joint += log_prior
    largest = joint.max(axis=1, keepdims=True)
    np.exp(joint - largest, out=joint)
    total = joint.sum(axis=1, keepdims=True)
    joint /= total
    return joint, float(largest.sum() + np.log(total).sum())


def _matrix(opinions: Opinions) -> csr_array:
    """The weight of each answer, at [item, person * K + said]; answers without weight are left out."""
    from scipy.sparse import csr_array

    column = opinions.people.astype(np.int64) * opinions.label_count + opinions.labels
    rows, weights = opinions.items, opinions.weights
    if weights is None:
        weights = np.ones(len(opinions))
    elif not weights.all():
        rows, column, weights = rows[weights > 0], column[weights > 0], weights[weights > 0]
    shape = (opinions.item_count, opinions.people_count * opinions.label_count)
    matrix = csr_array((weights.astype(np.float64), (rows, column)), shape=shape)
    matrix.sum_duplicates()
    return matrix


def _as_one_person(opinions: Opinions) -> Opinions:
    return replace(opinions, people=np.zeros(len(opinions), dtype=np.int64), people_count=1)


def _normalise(counts: FloatArray) -> FloatArray:
    """Divided by the sum of the last axis; the same for all where that is 0."""
    total = counts.sum(axis=-1, keepdims=True)
    return np.where(total > 0, counts / np.where(total > 0, total, 1.0), 1 / counts.shape[-1])


def _log(probabilities: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.log(probabilities)
