"""Which models a project evaluates, and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from minga.evaluate.backends import ON_TRANSFORMERS, TAKES_FOLDERS
from minga.manifests import digest
from minga.models import Model, find_model, slug_of
from minga.settings import EvaluateSettings, ProjectSettings, TuneSettings
from minga.tables import Artifact
from minga.workspace import Workspace

__all__ = ["models_of"]


def models_of(
    evaluate: EvaluateSettings,
    tune: TuneSettings,
    project: ProjectSettings,
    adapter: Artifact | None,
    workspace: Workspace,
) -> list[Model]:
    """The models of `[evaluate]`, each once, and the project's own adapter on its base, where the backend takes one.

    Raises InputError when there is no such model, MissingPart when the embedded one is not installed.
    """
    # `embedded` and its full name are one model
    models = list(dict.fromkeys(_model(source, evaluate.backend, workspace) for source in evaluate.models))
    if adapter is not None and evaluate.backend in ON_TRANSFORMERS:
        base = find_model(tune.base, workspace)
        name = f"{base.name} + {project.slug}"
        models.append(replace(base, name=name, slug=f"{base.slug}-{project.slug}", adapter=adapter))
    return _told_apart(models)


def _model(source: str, backend: str, workspace: Workspace) -> Model:
    """What a setting names: weights, or what a server knows by that name."""
    if backend in TAKES_FOLDERS:
        return find_model(source, workspace)
    return Model(source, slug_of(source.rpartition("/")[2]), source, f"{backend}:{source}")


def _told_apart(models: Iterable[Model]) -> list[Model]:
    """Models with the same short name get the start of their digest behind it."""
    models = list(models)
    often = Counter(model.slug for model in models)
    return [
        replace(model, slug=f"{model.slug}-{digest(model.digest.encode())[:8]}") if often[model.slug] > 1 else model
        for model in models
    ]
