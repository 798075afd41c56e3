"""The pages in a real browser: accessible, on a phone and in the dark, on paper, by keyboard, without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.serve.servers import Server

PAGES = {
    "home": "",
    "home in Chinese": "?lang=zh-Hant",
    "places": "place",
    "country": "place/jp.html",
    "city": "place/cn-xian.html",
    "place not linked": "place/jp-katsunuma.html?lang=zh-Hans",
    "twinning": "twinning/cn-xinjiang--by-gomel-region.html",
    "official list": "list/xian-2023-05.html",
    "list with notes": "list/xinjiang-2023-12.html?lang=zh-Hans",
    "vocabulary": "ontology.html",
    "concept": "kind/sister-city.html",
    "scheme": "rule.html",
    "graph": "places.html",
    "questions": "queries",
    "question": "queries/partners-of-city",
    "graph question": "queries/place-with-its-ties",
    "editor": "query",
    "error": f"query?query={quote('SELECT ?s WHERE { ?s foo:bar ?o }')}",
    "search": "search?words=nara",
    "not found": "place/jp-narra",
}
IN_THE_LIGHT = ("home", "city", "twinning", "list with notes", "vocabulary", "question", "error")
WIDTH = 360


@pytest.fixture(scope="module")
def dark_phone(browser: Browser) -> Iterator[Page]:
    """Give a phone in the dark."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 740}, color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def desktop(browser: Browser) -> Iterator[Page]:
    """Give a desktop in the light."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield context.new_page()
    context.close()


def amiss(page: Page) -> list[Any]:
    """Give all that axe finds, minor things too."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    found = Axe().run(page).response["violations"]
    return [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("path", [PAGES[name] for name in IN_THE_LIGHT], ids=IN_THE_LIGHT)
def test_accessible(desktop: Page, site: Server, path: str) -> None:
    """Axe finds nothing, in the light on a desktop."""
    desktop.goto(site.url + path)
    assert amiss(desktop) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_on_a_dark_phone(dark_phone: Page, site: Server, path: str) -> None:
    """On a phone of 360 pixels in the dark nothing is cut off sideways, and axe finds nothing."""
    dark_phone.goto(site.url + path)
    assert dark_phone.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert amiss(dark_phone) == []
    assert dark_phone.evaluate("document.querySelectorAll('main h1').length") == 1


@pytest.mark.parametrize("path", ["query", "ontology.html"])
def test_no_name_is_broken(dark_phone: Page, site: Server, path: str) -> None:
    """On a phone, the prefixes and properties at the head of a row stand on one line each."""
    dark_phone.goto(site.url + path)
    lines = "[...document.querySelectorAll('th code, dt code')].map(one => one.getClientRects().length)"
    assert set(dark_phone.evaluate(lines)) == {1}


def test_no_script_no_complaint(desktop: Page, site: Server) -> None:
    """Pages load nothing from elsewhere, break no policy, and the map's land is drawn."""
    said: list[str] = []
    asked: list[str] = []
    desktop.on("console", lambda message: said.append(message.text))
    desktop.on("request", lambda request: asked.append(request.url))
    desktop.goto(f"{site.url}place/cn-xian.html")
    desktop.wait_for_load_state("networkidle")
    assert said == []
    assert all(one.startswith(site.url) for one in asked)
    assert any("land.svg" in one for one in asked)
    assert desktop.evaluate("document.querySelector('use.land').getBBox().width") > 300
    assert desktop.evaluate("document.scripts.length") == 1


def test_without_javascript(browser: Browser, site: Server) -> None:
    """Language, search and a form of a saved query work where JavaScript is off."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}place/jp-kyoto.html")
    page.get_by_role("link", name="简体中文").click()
    assert page.locator("h1").inner_text().startswith("京都")
    page.get_by_role("link", name="西安", exact=True).first.click()
    assert page.url == f"{site.url}place/cn-xian.html?lang=zh-Hans"
    page.goto(f"{site.url}?lang=zh-Hans")
    page.get_by_role("searchbox").fill("Osh")
    page.get_by_role("button").click()
    assert "lang=zh-Hans" in page.url
    assert "奥什" in page.locator("ul.found a").all_inner_texts()
    page.goto(f"{site.url}queries/partners-in-country")
    page.get_by_label("country").fill("日本")
    page.get_by_role("button", name="Ask").click()
    assert page.locator("section tbody tr").count() == 5
    context.close()


def test_by_keyboard(desktop: Page, site: Server) -> None:
    """The first Tab is the skip link; it leads to the content, and what has the focus is outlined."""
    desktop.goto(f"{site.url}place/cn-xian.html")
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.className") == "skip"
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "content"
    desktop.keyboard.press("Tab")
    focused = "getComputedStyle(document.activeElement)"
    assert desktop.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert desktop.evaluate(f"{focused}.outlineStyle") == "solid"


def test_a_query_and_its_error(desktop: Page, site: Server) -> None:
    """The editor's own example is answered; a mistake is shown at its line, and what was typed is kept."""
    desktop.goto(f"{site.url}query")
    desktop.get_by_role("button", name="Ask").click()
    assert desktop.locator("section tbody tr").count() > 20
    desktop.get_by_label("Query").fill("SELECT ?s\nWHERE {\n  ?s foo:bar ?o\n}")
    desktop.get_by_role("button", name="Ask").click()
    assert desktop.locator("li.wrong").inner_text().strip() == "?s foo:bar ?o"
    assert desktop.get_by_label("Query").input_value() == "SELECT ?s\nWHERE {\n  ?s foo:bar ?o\n}"


def test_on_paper(desktop: Page, site: Server) -> None:
    """Printed, a page is black on white, without the navigation, and its table is not cut off."""
    desktop.goto(f"{site.url}list/xinjiang-2023-12.html")
    desktop.emulate_media(media="print")
    shown = "getComputedStyle(document.querySelector('{}')).{}"
    assert desktop.evaluate(shown.format(".top nav", "display")) == "none"
    assert desktop.evaluate(shown.format("body", "backgroundColor")) == "rgb(255, 255, 255)"
    assert desktop.evaluate(shown.format(".wide", "overflowX")) == "visible"
    assert desktop.pdf()[:5] == b"%PDF-"
    desktop.emulate_media(media="screen")


def test_dark_is_dark(dark_phone: Page, desktop: Page, site: Server) -> None:
    """The reader's preference decides the colours."""
    colour = "getComputedStyle(document.body).backgroundColor"
    for page in (dark_phone, desktop):
        page.goto(site.url)
    assert dark_phone.evaluate(colour) != desktop.evaluate(colour)
