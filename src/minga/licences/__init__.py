"""Licences: SPDX expressions, what they ask, and what a mixture of records may be released under.

This is no legal advice. It holds what licence texts and their stewards say outright (Creative Commons' chart for
adapters and its list of compatible licences, the FSF's list, the Open Definition's list) and, where they say nothing,
it errs on the side of not releasing.

Every record that minga publishes is taken as an *adaptation*: it was translated, edited or reformatted, so that
licences without derivatives never pass.

>>> from minga import licences
>>> licences.check_expression("cc-by-sa-3.0 or gpl-2.0+")
'CC-BY-SA-3.0 OR GPL-2.0-or-later'
>>> licences.facts("CC-BY-NC-4.0").open
False
>>> licences.mixture(["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"]).releases[0]
'CC-BY-SA-4.0'
>>> for obstacle in licences.may_release(["CC-BY-NC-4.0"], "CC-BY-SA-4.0"):
...     print(obstacle)
CC-BY-NC-4.0 forbids commercial use, which CC-BY-SA-4.0 allows
"""

from __future__ import annotations

from minga.licences._expressions import NOASSERTION, check_expression
from minga.licences._facts import LicenceFacts, facts
from minga.licences._outputs import binds_outputs, output_licence
from minga.licences._release import Conflict, Mixture, Obstacle, may_release, mixture
from minga.licences._suggestions import licence_of_card

__all__ = [
    "Conflict",
    "LicenceFacts",
    "Mixture",
    "NOASSERTION",
    "Obstacle",
    "binds_outputs",
    "check_expression",
    "facts",
    "licence_of_card",
    "may_release",
    "mixture",
    "output_licence",
]
