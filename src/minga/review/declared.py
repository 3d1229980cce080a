"""The campaigns of a project: those that `minga.toml` declares, and one for whatever wants review and has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from minga.community import Database
from minga.errors import SettingError
from minga.languages import language_of
from minga.project import Project, campaign_slug
from minga.review.campaign_items import ItemSource, prompts_as_items, rows_as_items
from minga.review.gold_file import sync_gold
from minga.review.item_files import file_as_items, survey_item
from minga.review.opening import Synced, open_campaign
from minga.review.written import authors
from minga.settings import CampaignRules, CampaignSettings
from minga.tables import Table
from minga.workspace import Workspace

__all__ = ["campaign_settings", "items_of", "open_campaigns", "with_review_settings"]

_JUDGING = {"validate-translation", "review-instruction"}


def open_campaigns(
    project: Project,
    db: Database,
    curated: Sequence[Table],
    translated: Mapping[tuple[str, str], Table],
    risks: Table | None = None,
) -> list[Synced]:
    """Open all campaigns of a project: over its curated records, over each translated benchmark, and `[[campaigns]]`.

    `risks` is the table of how likely people have to change each translated item, which orders those that wait.

    Raises SettingError where one of them names a table that there is not, InputError with file and line for a file
    of items or gold items that cannot be read.
    """
    tables = {table.name: table for table in (*curated, *translated.values())}
    wrote = authors(db, project.settings.licences.release)
    goals = {variety.tag: variety.goal for variety in project.settings.varieties}
    opened = []
    for settings in campaign_settings(project, curated, translated):
        items = items_of(project, settings, tables, wrote, risks)
        text = project.read_text(settings.guidelines) if settings.guidelines else ""
        synced = open_campaign(db, settings, items, guidelines=text, goals=goals)
        if settings.gold or synced.campaign.options.gold:
            gold = synced.campaign.options.gold
            sync_gold(db, synced.campaign, project.root / gold if gold else None)
        opened.append(synced)
    return opened


def campaign_settings(
    project: Project, curated: Sequence[Table], translated: Mapping[tuple[str, str], Table]
) -> list[CampaignSettings]:
    """The settings of each campaign, with `[review]` for what it does not set itself."""
    declared = [with_review_settings(project, one) for one in project.settings.campaigns]
    judged = {one.over for one in declared if one.kind in _JUDGING}
    return [one for one in _unnamed(project, curated, translated) if one.over not in judged] + declared


def _unnamed(
    project: Project, curated: Sequence[Table], translated: Mapping[tuple[str, str], Table]
) -> Iterator[CampaignSettings]:
    rules = {name: getattr(project.settings.review, name) for name in CampaignRules.model_fields}
    for table in curated:
        title = project.settings.project.name
        yield CampaignSettings(**rules, name="instructions", kind="review-instruction", title=title, over=table.name)
    for (benchmark, tag), table in translated.items():
        slug = campaign_slug(benchmark, tag)
        yield CampaignSettings(**rules, name=slug, kind="validate-translation", title=benchmark, over=table.name)


def with_review_settings(project: Project, settings: CampaignSettings) -> CampaignSettings:
    """`settings` with the project's `[review]` for what they do not set."""
    values = _with_defaults(settings, project.settings.review)
    if settings.kind in {"write-instruction", "survey"}:  # no answer to these is right or wrong
        values |= {name: getattr(settings, name) for name in ("gold", "gold_rate", "repeat_rate", "test_items")}
    if settings.kind == "survey" and not settings.languages:
        tags = [language_of(variety.tag) for variety in project.settings.varieties]
        values["languages"] = tuple(dict.fromkeys(tags)) or (project.settings.project.locale,)
    return CampaignSettings.model_validate(values)


def _with_defaults(settings: BaseModel, defaults: BaseModel) -> dict[str, Any]:
    """The values of `settings`, where it sets none those of `defaults`; parts of parts as well."""
    values: dict[str, Any] = {}
    for name in type(settings).model_fields:
        value, default = getattr(settings, name), getattr(defaults, name, None)
        if name not in settings.model_fields_set and hasattr(defaults, name):
            values[name] = default
        elif isinstance(value, BaseModel) and isinstance(default, BaseModel):
            values[name] = _with_defaults(value, default)
        else:
            values[name] = value
    return values


def items_of(
    project: Project,
    settings: CampaignSettings,
    tables: Mapping[str, Table],
    wrote: Mapping[str, int],
    risks: Table | None = None,
) -> ItemSource:
    """Where a campaign's items come from: a file, a table of the project or of `tables`, or nothing but its name.

    `wrote` says who wrote a record here, by its id; `risks` is for translations. Raises SettingError where
    there is no such table.
    """
    if settings.items:
        return file_as_items(project.root / settings.items, settings)
    if not settings.over:
        return survey_item(settings)
    table = _table(project, settings, tables)
    if settings.kind == "write-instruction":
        return prompts_as_items(table, settings.name)
    if settings.kind in _JUDGING:
        if settings.kind != "validate-translation":
            return rows_as_items(table, authors=wrote)
        workspace = project.workspace()
        sources, plan = _parent_of(table, workspace), _plan_of(table, workspace)
        return rows_as_items(table, sources, authors=wrote, risks=risks, plan=plan)
    return rows_as_items(table, name=f"{table.name}@{settings.name}", authors=wrote)


def _table(project: Project, settings: CampaignSettings, tables: Mapping[str, Table]) -> Table:
    if settings.kind in {"compare", "survey"}:
        raise _setting_error(project, settings, f"a {settings.kind} campaign takes its items from a file", "set items")
    workspace = project.workspace()
    found = tables.get(settings.over) or workspace.latest(settings.over)
    if found is None:
        known = ", ".join(sorted({*tables, *workspace.names()})) or "none yet"
        raise _setting_error(project, settings, f"there is no table {settings.over}", f"there are: {known}")
    wanted = {"validate-translation": "benchmark", "review-instruction": "messages", "write-instruction": "messages"}
    column = wanted.get(settings.kind)
    if column and column not in found.manifest.columns:
        raise _setting_error(
            project, settings, f"the rows of {settings.over} do not suit a {settings.kind} campaign", "look at kind"
        )
    return found


def _setting_error(project: Project, settings: CampaignSettings, what: str, hint: str) -> SettingError:
    return SettingError(f"campaign {settings.name}: {what}", where=project.root / "minga.toml", hint=hint)


def _plan_of(table: Table, workspace: Workspace) -> Table | None:
    """The order in which `minga translate plan` wants a translation validated, where it is a plan of this version."""
    plan = workspace.latest(f"plans/{table.name.rpartition('/')[2]}")
    made_from = [] if plan is None else [parent.content for parent in plan.manifest.parents]
    return plan if made_from == [table.content] else None


def _parent_of(table: Table, workspace: Workspace) -> Table | None:
    """The table that a translation was made from, where its newest version is still that one."""
    for parent in table.manifest.parents:
        found = workspace.latest(parent.name)
        if found is not None and found.content == parent.content:
            return found
    return None
