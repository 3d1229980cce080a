"""Releases: data set, benchmark, model and leaderboard as complete repositories for the Hub, each a plain folder.

Every card says what is in the repository, where each part comes from, under which licences, who made it and what it
lacks. What a licence does not allow is not released.
"""

from __future__ import annotations

from minga.publish.benchmark import publish_benchmark
from minga.publish.dataset import publish_dataset
from minga.publish.hub import Upload, plan, upload
from minga.publish.imprint import Imprint
from minga.publish.leaderboard import publish_leaderboard
from minga.publish.model import publish_model

__all__ = [
    "Imprint",
    "Upload",
    "plan",
    "publish_benchmark",
    "publish_dataset",
    "publish_leaderboard",
    "publish_model",
    "upload",
]
