"""A picture of every page of the panel for the docs: light, dark and on a phone. `make pictures` writes them anew."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import psycopg
from playwright.sync_api import Browser, Page

from sandbox.settings import CHECKOUT
from tests.browser import whole_panel
from tests.ui.every_page import GET, PANEL, addresses
from tests.ui.whole_shop import EXPORT

shop = whole_panel.shop
FOLDER = CHECKOUT / "docs" / "pictures"
# Looks of a page: name, light or dark, width and most height of the window, width in the picture.
LOOKS = (("light", 1280, 1200, 780), ("dark", 1280, 1200, 780), ("light", 390, 1200, 390))
QUALITY = 62
README_PICTURE, README_QUALITY = "panel.jpg", 80
NO_PAGES = (".csv", "/mappings", "/set-up")


def name_of(route: str) -> str:
    """As in store-products-one.jpg: the route's words, `one` where it ends in what stands for one of many."""
    of_one = "/one" if re.search(r"\{[^}]+\}$", route) and not route.endswith(("{kind}", "{store_code}")) else ""
    words = route.replace("/stores/{store_code}", "/store").replace(f"/{EXPORT}", "") + of_one
    return (re.sub(r"/+", "-", re.sub(r"\{[^}]+\}", "", words)).strip("-") or "stores") + ".jpg"


def picture_pages(
    browser: Browser,
    shop: dict[str, str],
    commerce: psycopg.Connection,
    browse: Callable[..., Any],
    airflow_server: str,
) -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.jpg"):
        old.unlink()
    context = browser.new_context(base_url=airflow_server, reduced_motion="reduce", locale="en-AU")
    context.add_cookies([{"name": "_token", "value": browse("ada").cookies["_token"], "url": airflow_server}])
    page, album = context.new_page(), browser.new_page(viewport={"width": 2000, "height": 1000})
    for route in GET:
        if not route.endswith(NO_PAGES):
            address = shop["progress"] if route.endswith("/progress") else next(addresses(route, shop))
            put_together(album, [look(page, address, *how) for how in LOOKS], name_of(route))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 960})
    page.goto(f"{PANEL}/stores/default")
    page.screenshot(path=FOLDER / README_PICTURE, type="jpeg", quality=README_QUALITY)


def look(page: Page, address: str, scheme: Any, width: int, height: int, shown: int) -> str:
    """The page so, as an <img> that is `shown` pixels wide."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 400})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    tall = page.evaluate("Math.max(document.documentElement.scrollHeight, 400)")
    page.set_viewport_size({"width": width, "height": min(tall, height)})
    picture = base64.b64encode(page.screenshot()).decode()
    return f'<img width="{shown}" src="data:image/png;base64,{picture}">'


def put_together(album: Page, looks: list[str], name: str) -> None:
    """One picture of them side by side."""
    style = "display: flex; gap: 14px; align-items: start; background: #888; padding: 14px; width: max-content"
    album.set_content(f'<body style="margin: 0"><div id="looks" style="{style}">{"".join(looks)}</div></body>')
    album.wait_for_function("[...document.images].every(image => image.complete)")
    album.locator("#looks").screenshot(path=FOLDER / name, type="jpeg", quality=QUALITY)
