from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Campaign, Item, Person
from minga.errors import CommunityError, SettingError
from minga.project import Project, parse_settings
from minga.review import answer, change_campaign, find_campaign, list_campaigns, open_campaigns, set_open, take
from minga.review.declared import campaign_settings
from minga.review.guidelines import change_guidelines
from minga.tables import Table
from minga.translate.planning import PlanOptions, make_plan
from tests.review.making import SOURCE, accept_everything, item, key, person, record, table

REVIEW = """
[project]
name = "Sabores"
slug = "sabores"
[[varieties]]
tag = "es-PE"
goal = 40
[[varieties]]
tag = "ca"
[review]
overlap = 3
lease_minutes = 45
guidelines = "guide.md"
[review.caps]
soft_day = 10
hard_day = 20
"""
LABELS = """
[[campaigns]]
name = "cultural"
kind = "label"
over = "translated/mmlu/es"
overlap = 1
caps = { hard_day = 30 }
[[campaigns.questions]]
name = "cultural"
type = "label"
title = "¿Hace falta conocer una cultura?"
options = ["sensitive", "agnostic"]
"""


def project(folder: Path, text: str) -> Project:
    (folder / "guide.md").write_text("# Guía", encoding="utf-8")
    (folder / "minga.toml").write_text(text, encoding="utf-8")
    return Project(folder, parse_settings(text, folder / "minga.toml"))


def tables(of: Project) -> tuple[list[Table], dict[tuple[str, str], Table]]:
    work = of.workspace()
    sources = table(work, [SOURCE], "sources/mmlu")
    return [table(work, [record()])], {("mmlu", "es"): table(work, [item()], "translated/mmlu/es", [sources])}


def opened(db: Database, of: Project) -> dict[str, Campaign]:
    return {one.campaign.slug: one.campaign for one in open_campaigns(of, db, *tables(of))}


def test_what_a_campaign_does_not_set_comes_from_review(tmp_path: Path) -> None:
    here = project(tmp_path, REVIEW + LABELS)
    settings = {one.name: one for one in campaign_settings(here, *tables(here))}
    assert list(settings) == ["instructions", "mmlu-es", "cultural"]
    assert (settings["mmlu-es"].overlap, settings["cultural"].overlap) == (3, 1)
    assert {one.lease_minutes for one in settings.values()} == {45}
    assert (settings["cultural"].caps.soft_day, settings["cultural"].caps.hard_day) == (10, 30)


def test_one_that_is_named_over_the_same_table_replaces_the_unnamed_one(tmp_path: Path) -> None:
    own = '[[campaigns]]\nname = "recetas"\nkind = "review-instruction"\nover = "curated"\noverlap = 1\n'
    here = project(tmp_path, REVIEW + own)
    assert [one.name for one in campaign_settings(here, *tables(here))] == ["mmlu-es", "recetas"]


def test_a_table_may_have_a_campaign_that_labels_it_beside_the_one_that_decides(db: Database, tmp_path: Path) -> None:
    found = opened(db, project(tmp_path, REVIEW + LABELS))
    assert {slug: one.table_name for slug, one in found.items()} == {
        "instructions": "curated", "mmlu-es": "translated/mmlu/es", "cultural": "translated/mmlu/es@cultural",
    }  # fmt: skip
    assert {one.guidelines for one in found.values()} == {"# Guía"}


def test_opening_again_changes_nothing(db: Database, tmp_path: Path) -> None:
    here = project(tmp_path, REVIEW + LABELS)
    opened(db, here)
    assert [(one.added, one.closed) for one in open_campaigns(here, db, *tables(here))] == [(0, 0)] * 3
    assert len(list_campaigns(db)) == 3


def test_a_campaign_over_no_table_is_told_in_the_settings(db: Database, tmp_path: Path) -> None:
    here = project(tmp_path, REVIEW + LABELS.replace("mmlu/es", "arc-es"))
    with pytest.raises(
        SettingError, match=r"campaign cultural: there is no table translated/arc-es; there are: curated"
    ):
        opened(db, here)


def test_a_campaign_of_a_kind_that_its_table_does_not_suit_is_told(db: Database, tmp_path: Path) -> None:
    own = '[[campaigns]]\nname = "x"\nkind = "review-instruction"\nover = "translated/mmlu/es"\n'
    with pytest.raises(SettingError, match="the rows of translated/mmlu/es do not suit a review-instruction campaign"):
        opened(db, project(tmp_path, REVIEW + own))
    own = '[[campaigns]]\nname = "x"\nkind = "compare"\nover = "curated"\n'
    with pytest.raises(SettingError, match="takes its items from a file; set items"):
        opened(db, project(tmp_path, REVIEW + own))


def test_a_comparison_from_a_file_is_shown_blind_and_in_an_order_of_its_own(db: Database, tmp_path: Path) -> None:
    lines = [
        {"prompt": f"¿Qué es {n}?", "a": "Uno", "b": "Dos", "a_by": "modelo 1", "b_by": "modelo 2", "language": "es"}
        for n in range(30)
    ]
    (tmp_path / "pares.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    own = '[[campaigns]]\nname = "pares"\nkind = "compare"\nitems = "pares.jsonl"\noverlap = 1\noverlap_max = 0\n'
    work = opened(db, project(tmp_path, REVIEW + own))["pares"]
    ada = person(db, "Ada")
    swapped = []
    for _ in range(20):
        taken = take(db, ada, work)
        assert taken
        swapped.append(taken.swapped)
        answer(db, taken, "answer", answers={"preference": "a"}, client_key=key())
    assert {True, False} == set(swapped)
    with db.reading() as session:
        decided = session.scalars(sa.select(Item.state).where(Item.campaign_id == work.id)).all()
    assert decided.count("decided") == 20


def test_a_survey_asks_everybody_who_speaks_one_of_the_projects_languages_once(db: Database, tmp_path: Path) -> None:
    own = """
[[campaigns]]
name = "encuesta"
kind = "survey"
overlap = 1
[[campaigns.questions]]
name = "seguir"
type = "label"
title = "¿Quieres seguir?"
options = ["si", "no"]
"""
    work = opened(db, project(tmp_path, REVIEW + own))["encuesta"]
    assert work.languages == ["es", "ca"]
    for name, tag in (("Ada", "es-MX"), ("Berta", "ca"), ("Carla", "es")):
        someone = person(db, name, varieties=[tag])
        taken = take(db, someone, work)
        assert taken
        answer(db, taken, "answer", answers={"seguir": "si"}, client_key=key())
        assert not take(db, someone, work)
    refused = take(db, person(db, "Dora", varieties=["gl"]), work)
    assert not refused
    assert refused.reason == "variety"


def test_what_is_rare_in_a_variety_comes_first(db: Database, tmp_path: Path) -> None:
    here = project(tmp_path, REVIEW)
    rows = [record(1, language="es-MX"), record(2, language="es-PE"), record(3, language="es-MX")]
    work = open_campaigns(here, db, [table(here.workspace(), rows)], {})[0].campaign
    taken = take(db, person(db, "Ada"), work)
    assert taken
    assert taken.item.language == "es-PE"


def test_items_of_other_languages_are_left_out(db: Database, tmp_path: Path) -> None:
    own = '[[campaigns]]\nname = "x"\nkind = "review-instruction"\nover = "curated"\nlanguages = ["es"]\n'
    here = project(tmp_path, REVIEW + own)
    rows = [record(1, language="es-MX"), record(2, language="ca")]
    [synced] = open_campaigns(here, db, [table(here.workspace(), rows)], {})
    assert (synced.added, synced.campaign.languages) == (1, ["es-MX"])


def test_a_name_belongs_to_one_campaign(db: Database, tmp_path: Path) -> None:
    here = project(tmp_path, REVIEW)
    opened(db, here)
    (tmp_path / "textos.jsonl").write_text('{"text": "x", "language": "es"}\n', encoding="utf-8")
    text = REVIEW + LABELS.replace('"cultural"\nkind', '"instructions"\nkind').replace(
        'over = "translated/mmlu/es"', 'items = "textos.jsonl"'
    )
    own = '[[campaigns]]\nname = "recetas"\nkind = "review-instruction"\nover = "curated"\n'
    with pytest.raises(CommunityError, match="there is a campaign 'instructions' already, over curated"):
        open_campaigns(project(tmp_path, text), db, [], {})
    assert "recetas" in opened(db, project(tmp_path, REVIEW + own))


def lead(db: Database) -> Person:
    return person(db, "Lea", "lead")


def test_what_a_lead_changes_goes_before_the_file(db: Database, tmp_path: Path) -> None:
    here = project(tmp_path, REVIEW)
    work = opened(db, here)["instructions"]
    changed = change_campaign(db, work, {"overlap": 1, "overlap_max": 0, "caps": {"soft_day": 5}}, lead(db))
    assert (changed.options.overlap, changed.options.caps.soft_day, changed.options.caps.hard_day) == (1, 5, 20)
    again = opened(db, here)["instructions"]
    assert again.options.overlap == 1
    assert set(again.overrides) == {"overlap", "overlap_max", "caps"}
    back = change_campaign(db, work, {"overlap": None, "caps": None}, None)
    assert (back.options.overlap, back.options.caps.soft_day) == (3, 10)


def test_a_lower_overlap_decides_at_once(db: Database, tmp_path: Path) -> None:
    work = opened(db, project(tmp_path, REVIEW))["instructions"]
    taken = take(db, person(db, "Ada"), work)
    assert taken
    answer(db, taken, "accept", client_key=key())
    change_campaign(db, work, {"overlap": 1, "overlap_max": 0}, lead(db))
    with db.reading() as session:
        assert session.get_one(Item, taken.item_id).state == "decided"


@pytest.mark.parametrize(
    ("changes", "what"),
    [({"kind": "label"}, "kind: that cannot be changed"), ({"overlap": 0}, "overlap"), ({"colour": 1}, "colour")],
)
def test_a_change_that_cannot_be_changes_nothing(
    db: Database, tmp_path: Path, changes: dict[str, object], what: str
) -> None:
    work = opened(db, project(tmp_path, REVIEW))["instructions"]
    with pytest.raises(CommunityError, match=what):
        change_campaign(db, work, changes, lead(db))
    assert find_campaign(db, "instructions").overrides == {}


def test_guidelines_that_a_lead_wrote_stay_until_the_file_says_something_new(db: Database, tmp_path: Path) -> None:
    here = project(tmp_path, REVIEW)
    work = opened(db, here)["instructions"]
    change_guidelines(db, work, "# Nuestra guía", lead(db))
    assert opened(db, here)["instructions"].guidelines == "# Nuestra guía"
    (tmp_path / "guide.md").write_text("# Guía, segunda edición", encoding="utf-8")
    again = {one.campaign.slug: one.campaign for one in open_campaigns(here, db, *tables(here))}["instructions"]
    assert (again.guidelines, again.guidelines_version) == ("# Guía, segunda edición", 3)


def test_a_closed_campaign_hands_nothing_out_until_it_is_open_again(db: Database, tmp_path: Path) -> None:
    work = opened(db, project(tmp_path, REVIEW))["instructions"]
    ada, lea = person(db, "Ada"), lead(db)
    accept_everything(db)
    refused = take(db, ada, set_open(db, work, False, lea))
    assert not refused
    assert refused.reason == "closed"
    assert take(db, ada, set_open(db, work, True, lea))


def test_items_come_in_the_order_of_the_plan_where_there_is_one(tmp_path: Path, sqlite_db: Database) -> None:
    here = project(tmp_path, REVIEW)
    sources = table(here.workspace(), [SOURCE], "sources/mmlu")
    risky, *others = (item(number, risk=0.9 if number == 0 else 0.1) for number in range(3))
    translated = {("mmlu", "es"): table(here.workspace(), [risky, *others], "translated/mmlu-es", [sources])}
    make_plan(translated["mmlu", "es"], PlanOptions(hours=1, people=1), here.workspace())
    plan = here.workspace().latest("plans/mmlu-es")
    assert plan is not None
    wanted = [row["id"] for row in sorted(plan.read().to_pylist(), key=lambda row: row["place"])]
    open_campaigns(here, sqlite_db, [], translated)
    with sqlite_db.reading() as session:
        assert list(session.scalars(sa.select(Item.record_id).order_by(Item.place))) == wanted
