"""The browser's own Back, after a question and after a search: the page as it was, with no form to send again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser import whole_panel
from tests.browser.shown_pages import STORE

shop = whole_panel.shop


def come(browser: Browser, browse: Callable[..., Any], airflow_server: str) -> Page:
    context = browser.new_context(base_url=airflow_server)
    context.add_cookies([{"name": "_token", "value": browse("olga").cookies["_token"], "url": airflow_server}])
    context.set_default_timeout(20_000)
    return context.new_page()


def test_back_to_a_question_shows_it_again(
    browser: Browser, shop: dict[str, str], browse: Callable[..., Any], airflow_server: str
) -> None:
    page = come(browser, browse, airflow_server)
    page.goto(f"{STORE}/products")
    page.get_by_label("All products, on every page").check()
    page.get_by_role("button", name="Approve", exact=True).click()
    asked = page.get_by_role("heading", name="Approve 1 product?")
    expect(asked).to_be_visible()
    page.get_by_role("button", name="Approve 1 product", exact=True).click()
    expect(page.get_by_role("heading", name="Products", exact=True)).to_be_visible()
    page.go_back()
    expect(asked).to_be_visible()


def test_back_to_the_orders_found_shows_them_again(
    browser: Browser, shop: dict[str, str], browse: Callable[..., Any], airflow_server: str
) -> None:
    page = come(browser, browse, airflow_server)
    page.goto(f"{STORE}/orders")
    page.get_by_role("searchbox").fill("Jane@example.com")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_text("Orders found")).to_be_visible()
    page.get_by_role("link", name="100", exact=True).click()
    expect(page.get_by_role("heading", name="Order 100")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("Jane@example.com")
    expect(page.get_by_role("link", name="100", exact=True)).to_be_visible()
