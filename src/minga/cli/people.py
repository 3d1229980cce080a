"""`minga people`: who takes part, what they may do, who was invited, and who took her work back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.community import checked_role, open_database
from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.community import Database
    from minga.community.models import Campaign, Person

__all__ = ["register"]

NUMBER = Annotated[int, typer.Argument(help="Her number, as `minga people list` shows it.", show_default=False)]
CAMPAIGN = Annotated[str, typer.Option("--campaign", "-c", help="In this campaign only.")]
LANGUAGE = Annotated[str, typer.Option("--language", help="In this language only (BCP-47).")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(name="people", help="Who takes part: roles, invitations, withdrawals.", no_args_is_help=True)
    for add in (_add_list, _add_role, _add_invitations, _add_revoke, _add_withdraw, _add_claims):
        add(group)
    app.add_typer(group)


def _add_list(group: typer.Typer) -> None:
    @verb(group, "list", writes=False)
    def list_(session: Session) -> Outcome:
        """List everybody with her roles and languages."""
        from minga.community.people import list_people
        from minga.review import list_campaigns

        with open_database(session) as db:
            slugs = {campaign.id: campaign.slug for campaign in list_campaigns(db)}
            rows = [_described(person, slugs) for person in list_people(db)]
        columns = ("id", "name", "roles", "varieties", "joined", "state")
        return Outcome(data={"people": rows}, text=_table(rows, columns), next="let people in: minga review invite")


def _add_role(group: typer.Typer) -> None:
    @verb(group, "role", writes=False)
    def role(
        session: Session,
        person: NUMBER,
        name: Annotated[str, typer.Argument(help="lead, steward, adjudicator, reviewer, donor or guest.")],
        campaign: CAMPAIGN = "",
        language: LANGUAGE = "",
        take: Annotated[bool, typer.Option("--take", help="Take the role instead of giving it.")] = False,
    ) -> Outcome:
        """Give somebody a role, or take it."""
        from minga.community.people import change_roles
        from minga.languages import check_tag
        from minga.review import list_campaigns

        with open_database(session) as db:
            where = _campaign(db, campaign)
            changed = change_roles(
                db, person, checked_role(name), give=not take, campaign_id=None if where is None else where.id,
                language=check_tag(language) if language else None,
            )  # fmt: skip
            slugs = {one.id: one.slug for one in list_campaigns(db)}
            row = _described(changed, slugs)
        return Outcome(data={"person": row}, text=f"{row['name']}: {row['roles'] or 'no role'}")


def _add_invitations(group: typer.Typer) -> None:
    @verb(group, "invitations", writes=False)
    def invitations(session: Session, campaign: CAMPAIGN = "") -> Outcome:
        """List invitations: who made them, for what, and whether they still let people in."""
        from minga.community.invitations import list_invitations

        with open_database(session) as db:
            rows = [
                {
                    "id": listed.invitation.id,
                    "state": listed.state,
                    "role": listed.invitation.role,
                    "campaign": listed.campaign,
                    "languages": " ".join(listed.invitation.languages),
                    "left": listed.invitation.uses_left,
                    "until": f"{listed.invitation.expires_at:%Y-%m-%d}",
                    "made by": listed.maker or "command line",
                }
                for listed in list_invitations(db, campaign=_campaign(db, campaign))
            ]
        columns = ("id", "state", "role", "campaign", "languages", "left", "until", "made by")
        following = "take one back: minga people revoke NUMBER"
        return Outcome(data={"invitations": rows}, text=_table(rows, columns), next=following)


def _add_revoke(group: typer.Typer) -> None:
    @verb(group, "revoke", writes=False)
    def revoke(
        session: Session,
        invitation: Annotated[int, typer.Argument(help="The invitation's number.", show_default=False)],
    ) -> Outcome:
        """Make an invitation let nobody in any more; who came in by it stays."""
        from minga.community.invitations import revoke_invitation

        with open_database(session) as db:
            revoke_invitation(db, invitation)
        return Outcome(data={"revoked": invitation}, text=f"invitation {invitation} lets nobody in any more")


def _add_withdraw(group: typer.Typer) -> None:
    @verb(group, "withdraw", writes=False)
    def withdraw(
        session: Session,
        person: NUMBER,
        erase: Annotated[bool, typer.Option("--erase", help="Delete what she wrote and told, for good.")] = False,
        contributor: Annotated[str, typer.Option("--contributor", help="She gave texts under this name.")] = "",
    ) -> Outcome:
        """Take somebody's work back, at her wish; she can do it herself on her page."""
        from minga.community.people import get_person, set_contributor
        from minga.review.withdrawing import withdraw as take_work_back

        with open_database(session) as db:
            if contributor:
                set_contributor(db, person, contributor)
            with db.reading() as reading:
                someone = get_person(reading, person)
            take_work_back(db, someone, erase=erase)
        done = "withdrawn, and what she wrote and told is deleted" if erase else "withdrawn"
        return Outcome(
            data={"withdrawn": person, "erased": erase}, text=f"person {person} is {done}",
            next="make tables and releases without her work: minga run",
        )  # fmt: skip


def _add_claims(group: typer.Typer) -> None:
    @verb(group, "claims", writes=False)
    def claims(
        session: Session,
        confirm: Annotated[int, typer.Option("--confirm", help="These names are hers: their texts leave.")] = 0,
        refuse: Annotated[int, typer.Option("--refuse", help="These names are not hers.")] = 0,
    ) -> Outcome:
        """List names under which people who withdrew say they gave texts, and confirm or refuse them.

        Anybody may write a name into her profile, so texts leave only when somebody has looked.
        """
        from minga.community.withdrawal import confirm_claim, list_claims

        with open_database(session) as db:
            for number, granted in ((confirm, True), (refuse, False)):
                if number:
                    confirm_claim(db, number, granted=granted)
            rows = [
                {"id": claim.withdrawal_id, "person": claim.person_id, "names": ", ".join(claim.names)}
                for claim in list_claims(db)
            ]
        following = "then: minga people claims --confirm NUMBER, or --refuse NUMBER" if rows else ""
        return Outcome(data={"claims": rows}, text=_table(rows, ("id", "person", "names")), next=following)


def _described(person: Person, slugs: dict[int, str]) -> dict[str, Any]:
    roles = (
        " ".join(filter(None, (role.name, slugs.get(role.campaign_id or 0, ""), role.language)))
        for role in person.roles
    )
    return {
        "id": person.id,
        "name": person.name or "(no name)",
        "roles": ", ".join(roles),
        "varieties": " ".join(person.varieties),
        "joined": f"{person.created_at:%Y-%m-%d}",
        "state": "withdrawn" if person.withdrawn_at else "simulated" if person.simulated else "",
    }


def _campaign(db: Database, slug: str) -> Campaign | None:
    from minga.review import find_campaign

    return find_campaign(db, slug) if slug else None


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Any:
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(str(row[column])) for column in columns))
    return table
