"""The tables of overview and runs show all their columns, alone and as wide as Airflow's frame leaves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import whole_panel
from tests.ui.every_page import PANEL

shop = whole_panel.shop
# A usual screen and a phone; each alone, and less Airflow's navigation and margins.
WIDTHS = (1280, 1184, 390, 318)
CUT = """() => [...document.querySelectorAll("details")].forEach(one => one.open = true)
  || [...document.querySelectorAll(".overflow-auto")].filter(one => one.scrollWidth > one.clientWidth)
    .map(one => `${one.ariaLabel}: ${one.scrollWidth} in ${one.clientWidth}`)"""


@pytest.mark.parametrize(("path", "heading"), [("", "Overview"), ("stores/default/runs", "Runs of default")])
def test_no_column_is_cut(
    browser: Browser, shop: dict[str, str], browse: Callable[..., Any], airflow_server: str, path: str, heading: str
) -> None:
    context = browser.new_context(base_url=airflow_server, locale="en-AU")
    context.add_cookies([{"name": "_token", "value": browse("ada").cookies["_token"], "url": airflow_server}])
    page, cut = context.new_page(), {}
    page.goto(f"{PANEL}/{path}")
    page.get_by_role("heading", name=heading).wait_for()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if found := page.evaluate(CUT):
            cut[width] = found
    context.close()
    assert cut == {}


def test_what_is_wrong_has_the_width_of_a_phone(
    browser: Browser, shop: dict[str, str], browse: Callable[..., Any], airflow_server: str
) -> None:
    context = browser.new_context(base_url=airflow_server, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "_token", "value": browse("ada").cookies["_token"], "url": airflow_server}])
    page = context.new_page()
    page.goto(f"{PANEL}/stores/default/problems/prices/empty_price")
    box = page.locator('td[data-label="What"]').first.bounding_box()
    context.close()
    assert box and box["width"] > 300
