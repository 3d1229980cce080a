"""The pages in a real browser: without scripts, by keyboard, on a phone, and looked over by axe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from minga.review import review_records
from minga.web.differences import difference
from tests.e2e.browsing import DESKTOP, PHONE, Served, context, press, sign_in, take
from tests.web.sites import add_leaderboard

pytestmark = pytest.mark.slow

KINDS = ("mmlu-es", "instructions", "write", "label", "compare", "survey")


def test_a_phone_without_scripts_goes_all_the_way(browser: Browser, served: Served) -> None:
    with context(browser, scripts=False) as phone:
        page = phone.new_page()
        page.goto(f"{served.address}/join/{served.site.invitation()}")
        page.get_by_label("Con un seudónimo").check()
        page.get_by_label("Nombre o seudónimo", exact=True).fill("Colibrí")
        page.get_by_label("español", exact=True).check()
        page.get_by_label("He leído este texto").check()
        page.get_by_role("button", name="Unirse").click()
        expect(page.get_by_role("heading", name="Lo que te espera")).to_be_visible()

        page.goto(f"{served.address}/guidelines/mmlu-es")
        page.locator("form[action='/guidelines/mmlu-es'] button").click()
        page.goto(f"{served.address}/review/mmlu-es")
        page.get_by_role("button", name=re.compile("Tomar un texto")).click()
        expect(page.get_by_role("heading", name="¿Es correcta esta traducción?")).to_be_visible()
        expect(page.get_by_label("respuesta correcta")).to_have_value("Siete")
        page.get_by_role("button", name="Usar esto").click()
        expect(page.get_by_label("Pregunta")).to_have_value("¿Cuántos días tiene una semana?")
        page.get_by_role("button", name="Guardar mi corrección").click()
        expect(page.get_by_role("status")).to_contain_text("Gracias, tu respuesta está guardada")
        page.get_by_role("button", name="Está bien así").click()

        page.goto(f"{served.address}/review/mine")
        expect(page.get_by_text("corregido")).to_be_visible()
        page.get_by_role("link", name=re.compile("Ver de nuevo o corregir")).last.click()
        page.get_by_label("Nota").fill("La pregunta es trivial")
        page.get_by_role("button", name="Rechazar").click()
        expect(page.get_by_text("versión 2")).to_be_visible()
    edits = {"question": "¿Cuántos días tiene una semana?"}
    assert served.answers() == [("edit", edits), ("accept", None), ("reject", None)]


def test_a_double_click_is_one_answer(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        page.get_by_role("button", name="Good as it is").dblclick()
        expect(page.get_by_text("Thank you, your answer is kept")).to_be_visible()
    assert served.answers() == [("accept", None)]


def test_two_people_do_not_see_each_others_answers(browser: Browser, served: Served) -> None:
    with context(browser) as first, context(browser) as second:
        ada, berta = first.new_page(), second.new_page()
        sign_in(ada, served, "Ada")
        sign_in(berta, served, "Berta")
        take(ada, served)
        ada.get_by_label("Question").fill("La versión de Ada")
        ada.get_by_role("button", name="Save my edit").click()
        expect(ada.get_by_text("Thank you, your answer is kept")).to_be_visible()
        take(berta, served)
        expect(berta.get_by_label("Question")).to_have_value("Cuántos días tiene una semana?")


def fill_in(page: Page, slug: str) -> str:
    """Answer what is asked in a campaign of each kind, and say which button sends it."""
    if slug == "write":
        page.get_by_label("Instruction").fill("¿Qué es la humita?")
        page.get_by_label("Answer", exact=True).fill("Una masa de choclo.")
    if slug == "label":
        page.get_by_role("radio", name="Sí").check()
        page.get_by_label("Comida").check()
    if slug in {"label", "survey"}:
        page.get_by_role("radio", name="5 del todo").check()
    if slug == "survey":
        for place, name in enumerate(("Que sea breve", "Que suene bien", "Que sea verdad"), 1):
            page.get_by_label(name, exact=True).select_option(str(place))
    return {"compare": "B is better", "mmlu-es": "Good as it is", "instructions": "Good as it is"}.get(slug, "Send")


@pytest.mark.parametrize("slug", KINDS)
def test_each_kind_is_taken_answered_and_undone_without_scripts(browser: Browser, served: Served, slug: str) -> None:
    with context(browser, scripts=False) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served, slug)
        press(page, fill_in(page, slug))
        if slug != "survey":
            expect(page.get_by_text("Thank you, your answer is kept")).to_be_visible()
            page.get_by_role("link", name="Undo or correct").click()
        else:
            page.goto(f"{served.address}/review/mine")
            page.get_by_role("link", name=re.compile("Look again or correct")).click()
        expect(page.get_by_role("heading", name="Correct your answer")).to_be_visible()
        press(page, "I cannot judge this")
    former, newer = served.responses()
    assert (former.version, newer.version, newer.verdict) == (1, 2, "cannot-judge")
    expected = {
        "mmlu-es": None,
        "instructions": None,
        "write": None,
        "label": {"cultural": "yes", "which": ["food"], "clarity": 5},
        "survey": {"clarity": 5, "order": ["length", "style", "truth"]},
    }
    if slug == "compare":
        assert former.answers is not None
        assert former.answers["preference"] in {"a", "b"}
    else:
        assert former.answers == expected[slug]
    if slug == "write":
        assert former.edits == {"answer": "Una masa de choclo.", "question": "¿Qué es la humita?"}


@pytest.mark.parametrize("slug", KINDS)
def test_each_kind_is_skipped_with_a_reason(browser: Browser, served: Served, slug: str) -> None:
    with context(browser, scripts=False) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served, slug)
        page.get_by_label("Note").fill("No es lo mío")
        press(page, "Skip")
        assert served.answers() == []


def test_questions_open_and_close_as_one_answers(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served, "label")
        expect(page.get_by_label("Comida")).to_be_hidden()
        page.get_by_text("Sí", exact=True).click()
        expect(page.get_by_label("Comida")).to_be_visible()
        page.get_by_text("No", exact=True).click()
        expect(page.get_by_label("Comida")).to_be_hidden()


CHANGES = """(box) =>
  [...box.parentElement.querySelector('.changes p').children].map((one) => [one.localName, one.textContent])"""
PAIRS = [
    ("Cuántos días tiene una semana?", "¿Cuántos días tiene la semana?"),
    ("l'aigua del col·legi", "l'aire del col·legi vell"),
    ("uno dos tres cuatro", "dos tres  cinco cuatro seis"),
    ("uno\ndos", "dos uno"),
    ("igual", "igual"),
    ("", "todo nuevo"),
]


def test_the_browser_sees_the_same_differences_as_the_server(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        box = page.get_by_label("Question")
        for before, after in PAIRS:
            box.evaluate("(box, before) => { box.dataset.was = before }", before)
            box.fill(after)
            shown = box.evaluate(CHANGES)
            tags = {"same": "span", "out": "del", "in": "ins"}
            theirs = [[tags[change.kind], change.text] for change in difference(before, after)]
            assert sizes(shown) == sizes(theirs), (before, after)
            assert "".join(text for tag, text in shown if tag != "del") == after


def sizes(changes: list[list[str]]) -> dict[str, int]:
    """How many words stay, go and come: where two differences are as short as can be, either is right."""
    return {
        tag: sum(len(re.findall(r"\w+|[^\w\s]", text)) for one, text in changes if one == tag)
        for tag in ("span", "del", "ins")
    }


def test_guidelines_are_at_hand_without_leaving_the_page(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served, "compare")
        page.get_by_text("Guidelines version").click()
        expect(page.get_by_text("a nice answer that is wrong is not the better one")).to_be_visible()


def every_page(page: Page, served: Served) -> Iterator[str]:
    """Opens each kind of page in turn, and gives its name."""
    work = served.site.project.workspace()
    curated = work.latest("curated")
    assert curated is not None
    review_records(curated, served.site.project.settings.review, work, served.site.db)
    for path in ("/", "/about", "/data", "/sign-in", "/leaderboard", "/guidelines/mmlu-es", "/api/v1/docs", "/nowhere",
                 "/join/unknown", f"/join/{served.site.invitation()}"):  # fmt: skip
        page.goto(served.address + path)
        yield path
    sign_in(page, served)
    page.goto(f"{served.address}/review")
    yield "/review"
    for slug in KINDS:
        take(page, served, slug)
        yield slug
    for path in ("/review/mine", "/review/kept", "/review/mmlu-es?done=nothing-left", "/me?saved=1"):
        page.goto(served.address + path)
        yield path
    yield from every_state_of_an_item(page, served)


def every_state_of_an_item(page: Page, served: Served) -> Iterator[str]:
    """What an item's page looks like besides: edited, in doubt, at fault, answered, corrected."""
    take_held(page, served, "mmlu-es")
    page.get_by_label("Question").fill("Otra cosa")
    page.get_by_text("Guidelines version").click()
    page.get_by_text("Keyboard", exact=True).click()
    yield "edited"
    send_as_without_scripts(page, "accept")
    yield "doubt"
    page.get_by_role("button", name="Keep my version").click()
    expect(page.get_by_text("Thank you, your answer is kept")).to_be_visible()
    yield "answered"
    take_held(page, served, "label")
    page.get_by_text("Sí", exact=True).click()
    send_as_without_scripts(page, "send")
    yield "fault"
    page.goto(f"{served.address}/review/mine")
    yield "/review/mine with an edit"
    page.get_by_role("link", name=re.compile("Look again or correct")).first.click()
    yield "correcting"


def take_held(page: Page, served: Served, slug: str) -> None:
    page.goto(f"{served.address}/review/{slug}")
    page.get_by_role("link", name="Go on").click()
    expect(page.locator("form[data-item]")).to_be_visible()


def send_as_without_scripts(page: Page, action: str) -> None:
    """Send the form past everything that scripts and the browser would have checked."""
    with page.expect_navigation():
        page.evaluate(
            """(action) => {
              const form = document.querySelector("form[data-item]");
              form.append(Object.assign(document.createElement("input"), { name: "action", value: action }));
              HTMLFormElement.prototype.submit.call(form);
            }""",
            action,
        )


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    browser: Browser,
    served: Served,
    size: dict[str, int],
    dark: bool,
) -> None:
    with context(browser, size=size, dark=dark) as window:
        page = window.new_page()
        for name in every_page(page, served):
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            assert found.violations_count == 0, f"{name}: {found.generate_report()}"


TOO_SMALL = """() =>
  [...document.querySelectorAll('button, select, textarea, input:not([type=hidden]), nav a, .button, summary')]
  .map((thing) => (thing.closest('label') ?? thing))
  .filter((thing) => thing.getClientRects().length && thing.getBoundingClientRect().height < 44)
  .map((thing) => thing.outerHTML.slice(0, 120))"""


def test_everything_fits_a_small_phone_and_a_thumb(browser: Browser, served: Served) -> None:
    add_leaderboard(served.site.project)
    faults: list[str] = []
    with context(browser, size={"width": 320, "height": 700}) as phone:
        page = phone.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        for name in every_page(page, served):
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 320, f"{name} is {width} pixels wide"
            assert page.evaluate(TOO_SMALL) == [], name
            page.evaluate("document.documentElement.dir = 'rtl'")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 320, f"{name} is {width} pixels wide when read from the right"
            page.evaluate("document.documentElement.dir = 'ltr'")
    expected = ("404", "409", "400")  # the faults that the walk itself provokes
    assert [fault for fault in faults if not any(f"status of {code}" in fault for code in expected)] == []
