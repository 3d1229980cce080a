"""Looking up what an address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from starlette.exceptions import HTTPException

from minga.errors import CommunityError

__all__ = ["or_404"]

P = ParamSpec("P")
T = TypeVar("T")


def or_404(find: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `find` gives. Raises 404 where it says that there is none, or for a number that no row can have."""
    try:
        return find(*args, **kwargs)
    except (CommunityError, OverflowError) as error:
        raise HTTPException(404) from error
