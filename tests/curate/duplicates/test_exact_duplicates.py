from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.duplicates.exact_duplicates import first_twins


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([bytes([number]) * 8 + bytes([other]) * 8 for number in range(3) for other in range(2)]))
)
def test_every_digest_points_to_the_first_that_is_equal(digests: list[bytes]) -> None:
    chunks = pa.chunked_array([digests[:3], digests[3:]], pa.large_binary())
    assert first_twins(chunks).tolist() == [digests.index(digest) for digest in digests]
