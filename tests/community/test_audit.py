from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import minga
from minga.community import Database
from minga.community.audit import log_act, recent
from minga.community.people import Profile, add_person

SOURCE = Path(minga.__file__).parent
OWN_ACTS = {
    "join_as_newcomer": "whoever joins does it herself",
    "return_work": "only the person herself comes back",
    "_upsert": "opens what minga.toml says, from the command line",
}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for package in ("community", "review", "web"):
        for path in sorted((SOURCE / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and node.name != "log_act":
                    yield f"{path.relative_to(SOURCE)}:{node.name}", node


def calls(node: ast.FunctionDef) -> list[ast.Call]:
    found = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    return [call for call in found if getattr(call.func, "id", getattr(call.func, "attr", "")) == "log_act"]


def test_every_privileged_act_is_told_who_does_it() -> None:
    logged = [(place, node) for place, node in functions() if calls(node)]
    assert len(logged) >= 12
    for place, node in logged:
        names = {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
        assert "actor" in names or node.name in OWN_ACTS, f"{place} logs an act and is not told its actor"
        for call in calls(node):
            passed = {keyword.arg for keyword in call.keywords}
            assert "actor" in passed or node.name == "_upsert", f"{place} forgets to log its actor"


def test_who_is_told_who_does_it_writes_it_down_or_passes_it_on() -> None:
    for place, node in functions():
        names = {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
        if "actor" in names and not node.name.startswith("check_"):
            used = [name for name in ast.walk(node) if isinstance(name, ast.Name) and name.id == "actor"]
            assert used, f"{place} takes an actor and forgets it"


def test_acts_are_read_from_the_newest_back(db: Database) -> None:
    with db.writing() as session:
        lea = add_person(session, db, Profile("Lea"))
        for number in range(5):
            log_act(session, "invite" if number % 2 else "grant-role", f"person {number}", at=db.now(),
                    actor=lea if number else None, number=number)  # fmt: skip
    first = recent(db, 3)
    assert [(act.subject, act.actor, act.detail["number"]) for act in first] == [
        ("person 4", "Lea", 4), ("person 3", "Lea", 3), ("person 2", "Lea", 2),
    ]  # fmt: skip
    assert [act.subject for act in recent(db, 3, first[-1].id)] == ["person 1", "person 0"]
    assert recent(db, 3, first[-1].id)[-1].actor == ""
    assert [act.subject for act in recent(db, actions=["invite"])] == ["person 3", "person 1"]
    assert len(recent(db, 0)) == 1
