"""Which packages are there, and in which version."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

__all__ = ["version_of"]


def version_of(package: str) -> str:
    """The version of an installed package; empty where it is not installed.

    >>> version_of("no-such-package")
    ''
    """
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
