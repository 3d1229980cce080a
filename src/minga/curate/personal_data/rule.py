"""Records that leave for their personal data."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.personal_data.measures import KINDS
from minga.curate.rules import Rule
from minga.settings import PersonalDataSettings

__all__ = ["holding", "personal_data_rules"]


def holding(kinds: pa.ChunkedArray, wanted: frozenset[str]) -> np.ndarray:
    """Whether each row of a column of kinds (list<string>) has one of `wanted`."""
    lists = kinds.combine_chunks()
    mask = np.zeros(len(lists), bool)
    found = pc.is_in(pc.list_flatten(lists), value_set=pa.array(sorted(wanted), pa.string()))
    mask[pc.list_parent_indices(lists).filter(found).to_numpy(zero_copy_only=False)] = True
    return mask


def personal_data_rules(settings: PersonalDataSettings) -> tuple[Rule, ...]:
    """One rule, where some kind has the policy `drop`; its detail names the kinds, never the data."""
    dropped = settings.kinds_to("drop")
    if not dropped:
        return ()
    return (
        Rule(
            "personal-data",
            [KINDS],
            lambda seen: pa.array(holding(seen[KINDS], dropped)),
            lambda row: ", ".join(kind for kind in row[KINDS] if kind in dropped),
        ),
    )
