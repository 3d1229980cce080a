"""Bringing a release to the Hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, cast

from minga.errors import EndpointError, SettingError
from minga.publish.imprint import Imprint, Kind
from minga.tables import Artifact

__all__ = ["Upload", "plan", "upload"]

RepositoryType = Literal["dataset", "model", "space"]

_TYPES: dict[Kind, RepositoryType] = {
    "dataset": "dataset", "benchmark": "dataset", "model": "model", "leaderboard": "space",
}  # fmt: skip
_TOKEN = "set it to a token that may write, from the settings of your account on the Hub"  # noqa: S105 - advice


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
        """What goes up: all but minga's own manifest, whose contents are in `provenance.json`. None while pending."""
        return [] if self.release.manifest_ is None else [entry.path for entry in self.release.manifest_.files]

    @property
    def bytes(self) -> int:
        """Size of all files together."""
        return 0 if self.release.manifest_ is None else sum(entry.bytes for entry in self.release.manifest_.files)


def plan(release: Artifact, imprint: Imprint) -> Upload:
    """Where a release goes. Raises SettingError when the project has no namespace on the Hub."""
    if not imprint.namespace:
        raise SettingError(
            "publish.namespace is not set", where="minga.toml", hint="write your user or organisation under [publish]"
        )
    kind = cast(Kind, release.name.partition("/")[2])
    return Upload(release, imprint.repository(kind), _TYPES[kind], imprint.address(kind))


def upload(to: Upload, token: str | None, *, endpoint: str | None = None) -> str:
    """Make the repository where there is none, and bring it up to the release in one commit, whose address it answers.

    Files that the release no longer has are deleted there. `endpoint` is another Hub than huggingface.co. Raises
    SettingError without a token, EndpointError when the Hub refuses or cannot be reached.
    """
    from huggingface_hub import HfApi

    if not token:
        raise SettingError("HF_TOKEN is not set", where="environment", hint=_TOKEN)
    api = HfApi(endpoint=endpoint, token=token)
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
    # the HTTP client's own errors, whichever client this version of huggingface_hub uses
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, HTTPError  # type: ignore[attr-defined]

    try:
        yield
    except HfHubHTTPError as error:
        status = error.response.status_code
        hint = {
            401: f"HF_TOKEN is not accepted: {_TOKEN}",
            403: f"the token in HF_TOKEN may not write to {repository.partition('/')[0]}",
        }.get(status, "run the same command again later; nothing is lost")
        what = f"the Hub refused ({status}: {error.server_message or str(error).partition(chr(10))[0]})"
        raise EndpointError(what, where=repository, hint=hint) from error
    except HFValidationError as error:
        hint = "the name is made of publish.namespace and project.slug in minga.toml"
        raise SettingError(f"is no name for a repository ({error})", where=repository, hint=hint) from error
    except (HTTPError, ConnectionError) as error:
        hint = "check the network (and HF_HUB_OFFLINE), then run the same command again"
        raise EndpointError(f"the Hub cannot be reached ({error})", where=repository, hint=hint) from error
