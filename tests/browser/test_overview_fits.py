"""The tables of overview and runs show all their columns, in Airflow's frame and alone, on a screen and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import whole_panel
from tests.ui.every_page import PANEL

shop = whole_panel.shop
CUT = """() => [...document.querySelectorAll("details")].forEach(one => one.open = true)
  || [...document.querySelectorAll(".overflow-auto")].filter(one => one.scrollWidth > one.clientWidth)
    .map(one => `${one.ariaLabel}: ${one.scrollWidth} in ${one.clientWidth}`)"""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("is_framed", [True, False])
@pytest.mark.parametrize(("path", "heading"), [("", "Overview"), ("stores/default/runs", "Runs of default")])
def test_no_column_is_cut(
    browser: Browser, shop: dict[str, str], browse: Callable[..., Any], airflow_server: str, width: int,
    is_framed: bool, path: str, heading: str,
) -> None:  # fmt: skip
    context = browser.new_context(base_url=airflow_server, viewport={"width": width, "height": 900}, locale="en-AU")
    context.add_cookies([{"name": "_token", "value": browse("ada").cookies["_token"], "url": airflow_server}])
    page = context.new_page()
    page.goto("/plugin/bigcommerce" if is_framed else f"{PANEL}/{path}")
    place = page.frame_locator("iframe") if is_framed else page
    if is_framed:
        place.get_by_role("heading", name="Overview").wait_for()
        next(frame for frame in page.frames if f"{PANEL}/" in frame.url).goto(f"{airflow_server}{PANEL}/{path}")
    place.get_by_role("heading", name=heading).wait_for()
    seen = next(frame for frame in page.frames if f"{PANEL}/" in frame.url)
    seen.wait_for_load_state()
    assert seen.evaluate(CUT) == []
    context.close()
