"""axe-core finds nothing on any page, light or dark, wide or narrow; none scrolls sideways or asks other hosts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError

from tests.browser import whole_panel
from tests.browser.people import listen
from tests.browser.shown_pages import PANEL, STORE, Shown, every_page

pytestmark = pytest.mark.slow
shop = whole_panel.shop
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
CUT = """() => [...document.querySelectorAll(".overflow-auto")].filter(one => one.scrollWidth > one.clientWidth)
    .map(one => `${one.querySelector("caption")?.textContent}: ${one.scrollWidth} in ${one.clientWidth}`)"""
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
AXE = Axe()


@pytest.fixture
def come(browser: Browser, browse: Callable[..., Any], airflow_server: str) -> Callable[[str], BrowserContext]:
    """A signed-in person's browser."""

    def come(name: str) -> BrowserContext:
        context = browser.new_context(base_url=airflow_server, viewport=WIDE, reduced_motion="reduce")
        context.add_cookies([{"name": "_token", "value": browse(name).cookies["_token"], "url": airflow_server}])
        context.set_default_timeout(20_000)
        return context

    return come


def violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    found = AXE.run(page, options=options or {"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:120]}" for one in found for node in one["nodes"][:2]]


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def look(page: Page, shown: Shown) -> list[str]:
    """What is wrong with it in any light and at any width."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    page.goto(shown.address)
    try:
        if shown.act:
            shown.act(page)
    except TimeoutError as error:
        return [f"cannot be clicked: {error}"]
    page.wait_for_load_state()
    found = [] if shown.says in page.inner_text("main") else [f"does not say {shown.says}"]
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    found += violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in violations(page, CONTRAST)]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += [f"narrow: {one}" for one in violations(page)]
    found += [f"cut off: {one}" for one in page.evaluate(CUT)]
    return [*found, "scrolls sideways"] if is_too_wide(page) else found


def test_no_page_has_a_fault(
    come: Callable[[str], BrowserContext], shop: dict[str, str], commerce: psycopg.Connection, airflow_server: str
) -> None:
    context, complaints, foreign, found = come("ada"), [], [], {}
    page = context.new_page()
    listen(page, complaints)
    context.on("request", lambda request: request.url.startswith(airflow_server) or foreign.append(request.url))
    # One after the other, since some pages come to be only after the ones before them were looked at.
    for shown in chain(every_page(shop, commerce), [Shown(shop["progress"])]):
        if wrong := look(page, shown):
            found[shown.address, shown.says] = wrong
    assert not found
    # What a browser says of a page that was refused.
    assert [one for one in complaints if "status of 4" not in one] == [] and foreign == []


def test_who_only_looks_has_no_fault_either(come: Callable[[str], BrowserContext], shop: dict[str, str]) -> None:
    page = come("vic").new_page()
    looked_at = ("products", "orders", "orders/100", "imports", "mappings/payment", "guarded-prices", "runs/start")
    pages = [Shown(f"{STORE}/{path}") for path in looked_at]
    refused = Shown(f"{PANEL}/set-up/new", says="Set-up is for administrators")
    assert {shown.address: wrong for shown in (*pages, refused) if (wrong := look(page, shown))} == {}
