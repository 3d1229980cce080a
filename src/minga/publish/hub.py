"""Bringing a release to the Hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from minga.errors import EndpointError, SettingError
from minga.publish.imprint import Imprint, Kind
from minga.tables import Artifact

__all__ = ["Upload", "plan", "upload"]

RepositoryType = Literal["dataset", "model", "space"]

_TYPES: dict[Kind, RepositoryType] = {
    "dataset": "dataset", "benchmark": "dataset", "model": "model", "leaderboard": "space",
}  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """A release and the repository that it goes to."""

    release: Artifact
    repository: str
    """`namespace/name`."""
    type: RepositoryType
    address: str
    """The repository's page."""

    @property
    def files(self) -> list[str]:
        """What goes up: everything but minga's own manifest, which `provenance.json` has the contents of."""
        return [entry.path for entry in self.release.manifest.files]

    @property
    def bytes(self) -> int:
        """Size of all files together."""
        return sum(entry.bytes for entry in self.release.manifest.files)


def plan(release: Artifact, imprint: Imprint) -> Upload:
    """Where a release would go. Raises SettingError when the project has no namespace on the Hub."""
    if not imprint.namespace:
        raise SettingError(
            "publish.namespace is not set", where="minga.toml", hint="write your user or organisation under [publish]"
        )
    kind: Kind = release.manifest.notes["kind"]
    return Upload(release, imprint.repository(kind), _TYPES[kind], imprint.address(kind))


def upload(to: Upload, token: str | None, *, endpoint: str | None = None) -> str:
    """Make the repository where there is none, and bring it up to the release in one commit, whose address it answers.

    Files that the release no longer has are deleted there. `endpoint` is another Hub than huggingface.co. Raises
    EndpointError when the Hub refuses or cannot be reached.
    """
    from huggingface_hub import HfApi

    api = HfApi(endpoint=endpoint, token=token or False)
    to.release.verify()
    with _hub_errors(to.repository):
        api.create_repo(
            to.repository,
            repo_type=to.type,
            exist_ok=True,
            space_sdk="static" if to.type == "space" else None,
        )
        commit = api.upload_folder(
            repo_id=to.repository,
            repo_type=to.type,
            folder_path=to.release.path,
            ignore_patterns=["manifest.json"],
            delete_patterns=["*"],
            commit_message=f"Release {to.release.manifest.fingerprint[:12]} made with minga",
        )
    return str(commit.commit_url)


@contextmanager
def _hub_errors(repository: str) -> Iterator[None]:
    """The Hub's refusals in one line with what to do."""
    import httpx
    from huggingface_hub.errors import HfHubHTTPError

    try:
        yield
    except HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else None
        hint = {
            401: "set HF_TOKEN to a token that may write, from the settings of your account on the Hub",
            403: f"the token in HF_TOKEN may not write to {repository.partition('/')[0]}",
        }.get(status or 0, "run the same command again later; nothing is lost")
        what = f"the Hub refused ({status}: {error.server_message or str(error).partition(chr(10))[0]})"
        raise EndpointError(what, where=repository, hint=hint) from error
    except httpx.TransportError as error:
        hint = "check the network and run the same command again"
        raise EndpointError(f"the Hub cannot be reached ({error})", where=repository, hint=hint) from error
