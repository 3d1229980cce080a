from __future__ import annotations

import pyarrow

from minga.installed import version_of


def test_a_package_has_its_version_or_none() -> None:
    assert version_of("pyarrow") == pyarrow.__version__
    assert version_of("no-such-package") == ""
