"""Intervals, paired differences, groups and ranks: what may be concluded from scores on a sample of items.

All of it comes from one bootstrap over items (Efron 1979). The models of a task are resampled together: a draw takes
the same items for all of them, so that the difference of two models is a paired one, and a mean over several tasks is a
sum of draws. Where items share something (a passage), what they share is drawn, and all its items with it; where a
score is a mean over subtasks, each is drawn on its own. A draw is one unit short, so that its variance is the unbiased
one (Rao & Wu 1988), which counts where many small tasks are averaged. What is not the textbook's:

* *Pseudo-items.* Every draw also takes from four items that nobody answered, two right and two wrong (Agresti & Coull
  1998, "add two successes and two failures"; for pairs one in each cell, Agresti & Min 2005). Without them 20 right
  answers of 20 give the interval [1, 1], and two models that differ in no item are certain to be equal. With 1,000
  items nobody sees them. In a mean over tasks the four are shared by the weights of the tasks: the pull towards the
  middle that is right for 20 items would otherwise stay the same while the interval narrows. Where items share
  passages, they stand beside as many items as the answers are worth (the effective sample size of survey statistics:
  Korn & Graubard 1998); graded answers, which vary less than right and wrong ones, need fewer of them.
* *Steps.* Means of right and wrong answers to few items lie on a lattice; a draw is spread evenly over its step, like
  a continuity correction. Without it, 48 right answers of 50 exclude a true score of 0.985, and an interval near 1 has
  the truth in it in 93 cases of 100 only.
* *Student's t.* With few passages, and for graded answers, draws spread as much wider as the quantile of t is than that
  of the normal distribution. For right and wrong answers to single items the pseudo-items already do this.
* *All pairs at once.* The intervals of all differences of one column hold together: their width is the studentised
  maximum over all pairs (max-T; Romano & Wolf 2005). Models whose interval includes 0 cannot be told apart, and a rank
  is the interval of places that follows (Mogstad, Romano, Shaikh & Wilhelm 2024).
"""

from __future__ import annotations

from minga.statistics.draws import Differences, Draws, mean_of, normalise
from minga.statistics.metrics import pseudo_values
from minga.statistics.paired_tests import holm, mcnemar, mcnemar_mid_p, wilson
from minga.statistics.places import groups, rank_intervals
from minga.statistics.resampling import Resampled, Sample, bootstrap, from_error, resample

__all__ = [
    "Differences",
    "Draws",
    "Resampled",
    "Sample",
    "bootstrap",
    "from_error",
    "groups",
    "holm",
    "mcnemar",
    "mcnemar_mid_p",
    "mean_of",
    "normalise",
    "pseudo_values",
    "rank_intervals",
    "resample",
    "wilson",
]
