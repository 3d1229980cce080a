"""Which pages there are pictures of, who sees them, and how one gets there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page
from showcase_people import Community

from minga.community.email_links import ask_for_link
from minga.community.invitations import invite
from minga.community.sessions import issue_key
from minga.review.assignment import take_disputed
from minga.review.item_history import find_items

__all__ = ["LEADERBOARD", "NO_PICTURE", "PICTURES", "Picture", "Who"]

Who = Literal["guest", "visitor", "newcomer", "former", "warned", "lead", "adjudicator"]
"""`newcomer` has done nothing yet, `former` agreed to an older consent text, `warned` missed control items."""

NO_PICTURE = {
    "/healthz": "for programs",
    "/sw.js": "the service worker",
    "/leaderboard/{path:path}": "files; the page itself has a picture of its own",
    "/lead/logs/{model}/{task}": "a text",
    "/comparisons/{name}/{path:path}": "files; docs/explanation/validation-experiment.md has its plots",
    "/me/data/everything.json": "a file",
    "/me/data/everything.zip": "a file",
    "/certificates/{code}.pdf": "a file",
    "/authors.{kind}": "files",
    "/sign-in/openid": "leads to the provider",
    "/sign-in/openid/back": "leads from the provider to the home or the form of joining",
}
"""Addresses without a picture, and why."""


@dataclass(frozen=True)
class Picture:
    """One page for one visitor."""

    name: str
    route: str
    """As the application declares it; empty for pages that are no address of their own."""
    who: Who
    address: str | Callable[[Community], str]
    then: Callable[[Page], None] = lambda page: None
    """What is done on the page before the picture."""
    status: int = 200


def _press(*buttons: str) -> Callable[[Page], None]:
    """Press what these selectors find, one after the other, each on the page that the one before leads to."""

    def press(page: Page) -> None:
        for selector in buttons:
            with page.expect_navigation():
                page.locator(selector).first.click()

    return press


def _take(slug: str, then: Callable[[Page], None] = lambda page: None) -> tuple[str, Callable[[Page], None]]:
    """Accept the guidelines where that is needed, and take an item."""

    def go(page: Page) -> None:
        agree = page.locator(f"form[action='/guidelines/{slug}'] button")
        if agree.count():
            _press(f"form[action='/guidelines/{slug}'] button")(page)
        page.goto(page.url.partition("/guidelines/")[0].partition("/review")[0] + f"/review/{slug}")
        _press(f"form[action='/review/{slug}/take'] button, main a.button[href^='/review/{slug}/']")(page)
        then(page)

    return f"/guidelines/{slug}", go


def _edit(page: Page) -> None:
    """Change a few words, so that the difference shows."""
    box = page.locator("form[data-item] textarea[name^='text-']").first
    box.fill(box.input_value().replace("Nunca", "Todavía no").replace("Qué", "Cuál") + " Gracias.")


def _reject(page: Page) -> None:
    """Reject without a reason, as a browser does that leaves the checking to the server."""
    page.evaluate("document.querySelector('form[data-item]').noValidate = true")
    page.locator("[value=reject]").click()
    page.locator(".fault-note").wait_for()


def _code(page: Page) -> None:
    page.locator("main [name=code]").first.fill("7BK-X4M-PQT")


def _answered(page: Page) -> None:
    for name, value in (("cultural", "yes"), ("area", "history"), ("clarity", "4")):
        page.locator(f"label:has(input[name='q-{name}'][value='{value}'])").click()


def _record(here: Community, slug: str, state: str) -> str:
    found, _ = find_items(here.db, here.campaigns[slug], state=state, limit=1)  # type: ignore[arg-type]  # one of the states
    return found[0].record_id


def _disputed(here: Community) -> str:
    judge, campaign = here.people["Killa"], here.campaigns["saberes"]
    taken = take_disputed(here.db, judge, campaign, _record(here, "saberes", "disputed"))
    return f"/review/saberes/{taken.id}"


def _mailed(here: Community) -> str:
    asked = ask_for_link(here.db, "colibri@example.org", network="127.0.0.1")
    return f"/email/{asked[2]}" if asked else "/email/unknown"


PICTURES: tuple[Picture, ...] = (
    Picture("home", "/", "guest", "/"),
    Picture("about", "/about", "guest", "/about"),
    Picture("campaign-public", "/campaigns/{slug}", "guest", "/campaigns/saberes"),
    Picture("campaign-join", "/campaigns/{slug}/join", "guest", "/campaigns/costumbres/join"),
    Picture("sign-in", "/sign-in", "guest", "/sign-in"),
    Picture("code", "/code", "guest", "/code", _code),
    Picture("join", "/join/{token}", "guest", lambda here: f"/join/{invite(here.db)}"),
    Picture("link-personal", "/enter/{token}", "guest",
            lambda here: f"/enter/{issue_key(here.db, here.visitor.id, 'link')}"),
    Picture("link-mailed", "/email/{token}", "guest", _mailed),
    Picture("consent", "/consent", "former", "/consent"),
    Picture("guidelines", "/guidelines/{slug}", "visitor", "/guidelines/saberes"),
    Picture("test-overview", "/campaigns/{slug}/test", "newcomer", "/guidelines/saberes",
            _press("form[action='/guidelines/saberes'] button", "main a.button[href$='/test']")),
    Picture("test-question", "/campaigns/{slug}/test/{language}", "newcomer", "/campaigns/saberes/test",
            _press("form[action$='/test/es'] button")),
    Picture("test-explained", "/campaigns/{slug}/test/{language}", "newcomer", "/campaigns/saberes/test/es",
            _press("[value=accept]")),
    Picture("test-result", "/campaigns/{slug}/test/{language}", "newcomer", "/campaigns/saberes/test/es",
            _press(*["[value=reject]", "main a.button"] * 3)),
    Picture("review-home", "/review", "visitor", "/review"),
    Picture("review-campaign", "/review/{slug}", "visitor", "/review/costumbres"),
    Picture("item-instruction", "/review/{slug}/{number}", "visitor", *_take("saberes", _edit)),
    Picture("item-translation", "/review/{slug}/{number}", "adjudicator", *_take("cotidiano-gl")),
    Picture("item-label", "/review/{slug}/{number}", "visitor", *_take("costumbres", _answered)),
    Picture("item-compare", "/review/{slug}/{number}", "visitor", *_take("respuestas")),
    Picture("item-write", "/review/{slug}/{number}", "visitor", *_take("relatos")),
    Picture("item-survey", "/review/{slug}/{number}", "newcomer", *_take("encuesta")),
    Picture("item-adjudication", "/review/{slug}/{number}", "adjudicator", _disputed),
    Picture("item-refused", "/review/{slug}/{number}", "visitor", *_take("cotidiano-es", _reject)),
    Picture("answers", "/review/mine", "visitor", "/review/mine"),
    Picture("kept", "/review/kept", "visitor", "/review/kept"),
    Picture("notices", "/notices", "warned", "/notices"),
    Picture("settings", "/me", "visitor", "/me"),
    Picture("settings-sign-in", "/me/sign-in", "visitor", "/me/sign-in"),
    Picture("settings-about", "/me/about", "visitor", "/me/about"),
    Picture("my-data", "/me/data", "visitor", "/me/data"),
    Picture("my-credit", "/me/credit", "visitor", "/me/credit"),
    Picture("certificate", "/certificates/{code}", "guest", lambda here: f"/certificates/{here.certificate}"),
    Picture("certificate-check", "/certificates", "guest", "/certificates"),
    Picture("authors", "/authors", "guest", "/authors"),
    Picture("data", "/data", "guest", "/data"),
    Picture("no-leaderboard", "/leaderboard", "guest", "/leaderboard", status=404),
    Picture("submissions", "/submissions", "visitor", "/submissions"),
    Picture("submission-new", "/submissions/new", "visitor", "/submissions/new"),
    Picture("submission", "/submissions/{number}", "visitor", "/submissions/2"),
    Picture("submission-refused", "/submissions/{number}", "visitor", "/submissions/3"),
    Picture("api", "/api/v1/docs", "guest", "/api/v1/docs"),
    Picture("lead-home", "/lead", "lead", "/lead"),
    Picture("lead-new", "/lead/new", "lead", "/lead/new?kind=label"),
    Picture("lead-submissions", "/lead/submissions", "lead", "/lead/submissions"),
    Picture("lead-submission", "/submissions/{number}", "lead", "/submissions/5"),
    Picture("lead-audit", "/lead/audit", "lead", "/lead/audit"),
    Picture("lead-demographics", "/lead/demographics", "lead", "/lead/demographics"),
    Picture("lead-campaign", "/lead/{slug}", "lead", "/lead/saberes"),
    Picture("lead-agreement", "/lead/{slug}/agreement", "lead", "/lead/saberes/agreement"),
    Picture("lead-settings", "/lead/{slug}/settings", "lead", "/lead/saberes/settings"),
    Picture("lead-questions", "/lead/{slug}/questions", "lead", "/lead/costumbres/questions"),
    Picture("lead-guidelines", "/lead/{slug}/guidelines", "lead", "/lead/saberes/guidelines"),
    Picture("lead-people", "/lead/{slug}/people", "lead", "/lead/saberes/people"),
    Picture("lead-person", "/lead/{slug}/people/{number}", "lead",
            lambda here: f"/lead/saberes/people/{here.people['Quetzal'].id}"),
    Picture("lead-invitations", "/lead/{slug}/invitations", "lead", "/lead/saberes/invitations"),
    Picture("lead-items", "/lead/{slug}/items", "lead", "/lead/saberes/items"),
    Picture("lead-disputed", "/lead/{slug}/disputed", "lead", "/lead/saberes/disputed"),
    Picture("lead-item", "/lead/{slug}/items/{record}", "lead",
            lambda here: f"/lead/saberes/items/{_record(here, 'saberes', 'disputed')}"),
    Picture("lead-notes", "/lead/{slug}/notes", "lead", "/lead/saberes/notes"),
    Picture("lead-exports", "/lead/{slug}/exports", "lead", "/lead/saberes/exports"),
    Picture("fault-not-found", "", "guest", "/nada", status=404),
    Picture("fault-not-yours", "", "visitor", "/lead", status=403),
    Picture("invitation-gone", "/join/{token}", "guest", "/join/unknown", status=404),
)  # fmt: skip

LEADERBOARD = (
    Picture("leaderboard", "/leaderboard", "guest", "/leaderboard/"),
    Picture("leaderboard-model", "", "guest", "/leaderboard/", _press("#ranks tbody th a")),
    Picture("leaderboard-pair", "", "guest", "/leaderboard/compare.html", _press("form button")),
    Picture("leaderboard-charts", "", "guest", "/leaderboard/charts.html"),
)
"""Of a project that has one."""
