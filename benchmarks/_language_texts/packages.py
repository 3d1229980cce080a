"""Packages, fetched with the registries' own clients and unpacked; nothing of them enters the repository."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

__all__ = ["FIREFOX", "debian_package", "npm_package"]

FIREFOX = ["an", "ast", "ca", "es-ar", "es-cl", "es-es", "es-mx", "eu", "fr", "gl", "gn", "it", "oc", "pt-br", "pt-pt"]
"""Localisations of Firefox ESR that Debian has, by the ending of their package."""


def debian_package(name: str, folder: Path) -> Path | None:
    """Where the package `name` is unpacked below `folder`; None when it can be had neither there nor from Debian."""
    unpacked = folder / "files" / name
    if unpacked.is_dir():
        return unpacked
    debs = folder / "debs"
    debs.mkdir(parents=True, exist_ok=True)
    if not list(debs.glob(f"{name}_*.deb")):
        subprocess.run(["apt-get", "download", "-qq", name], cwd=debs, check=False, capture_output=True)
    found = sorted(debs.glob(f"{name}_*.deb"))
    if not found:
        return None
    unpacked.parent.mkdir(exist_ok=True)
    subprocess.run(["dpkg", "-x", str(found[-1]), str(unpacked)], check=True)
    return unpacked


def npm_package(name: str, folder: Path) -> Path | None:
    """As `debian_package`, of the npm registry."""
    unpacked = folder / "files" / f"npm-{name}"
    if unpacked.is_dir():
        return unpacked / "package"
    packed = folder / "debs"
    packed.mkdir(parents=True, exist_ok=True)
    if not list(packed.glob(f"{name}-*.tgz")):
        try:
            subprocess.run(["npm", "pack", name], cwd=packed, check=False, capture_output=True)
        except FileNotFoundError:
            return None
    found = sorted(packed.glob(f"{name}-*.tgz"))
    if not found:
        return None
    with tarfile.open(found[-1]) as archive:
        archive.extractall(unpacked, filter="data")
    return unpacked / "package"
