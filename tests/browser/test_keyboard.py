"""The set-up of a store by the keyboard alone: Tab to where it belongs, type, tick with Space, go on with Enter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.guide import see_said, see_step
from tests.browser.merchant import Account, forget_connection
from tests.browser.people import Visitor
from tests.conftest import sandbox_store
from tests.journeys.airflow_world import AirflowWorld

pytestmark = pytest.mark.slow

CODE = "outlet"
# More stops than the longest page has.
MOST_TABS = 150
FOCUSED = """() => {
    const element = document.activeElement
    const labels = [...(element.labels ?? [])].map((label) => label.textContent)
    return (element.ariaLabel || labels.join(" ") || element.textContent).replace(/\\s+/g, " ").trim()
}"""
OUTLINED = """() => {
    const shown = getComputedStyle(document.activeElement)
    return shown.outlineStyle !== "none" && shown.outlineWidth !== "0px" || shown.boxShadow !== "none"
}"""


@dataclass(frozen=True)
class Keyboard:
    """Nothing of the page but its keys, and where the focus is."""

    page: Page

    def tab_to(self, name: str) -> None:
        """name: how the label begins. What has the focus must show that it has."""
        passed = []
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            passed.append(self.page.evaluate(FOCUSED))
            if passed[-1].startswith(name):
                assert self.page.evaluate(OUTLINED), f"nobody sees that {name} has the focus"
                return
        raise AssertionError(f"Tab does not lead to {name}, but to {passed}")

    def press(self, name: str) -> None:
        """What opens or moves to something on the page."""
        self.tab_to(name)
        self.page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        """A button or a link that leads to another page."""
        self.tab_to(name)
        self.enter()

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, name: str, text: str) -> None:
        """In place of what is there."""
        self.tab_to(name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def go_on(self, now: str, then: str) -> None:
        self.follow("Save and continue")
        see_said(self.page, f"{now} saved.")
        see_step(self.page, then)


@pytest.fixture
def account(world: AirflowWorld) -> Iterator[Account]:
    """Of another store than the world's, as one BigCommerce store is not set up twice."""
    with sandbox_store(CODE, seed="demo") as store:
        yield Account(f"{store.url}/stores/{CODE}/v3/", store.token, "client-outlet", "outlet-secret", store.url)
    for table in ("payment_method_map", "shipping_method_map", "carrier_map", "setup_steps", "account_tests", "stores"):
        world.db.execute(f"delete from bigcommerce.{table} where store_code = %s", [CODE])
    forget_connection(world, f"bigcommerce_{CODE}")


def test_a_store_is_set_up_without_a_mouse(
    visit: Callable[..., Visitor], account: Account, world: AirflowWorld
) -> None:
    ada = visit("ada")
    keys = Keyboard(ada.open())
    keys.follow("Add a store")
    keys.type("Store code", CODE)
    keys.enter()
    see_step(keys.page, "Account")
    keys.press("Skip to the content")
    keys.type("Store hash or API path", account.api_path)
    keys.type("Access token", account.token)
    keys.type("Client ID", account.client_id)
    keys.type("Client secret", account.client_secret)
    keys.press("Advanced")
    keys.type("API address", account.address)
    keys.follow("Save and test")
    see_said(keys.page, "The token is accepted")
    keys.go_on("Account", then="Orders")
    keys.tab_to("Awaiting Pickup")
    keys.page.keyboard.press("Space")
    keys.tab_to("is received On Hold")
    keys.page.keyboard.press("ArrowDown")
    keys.go_on("Orders", then="Pricing")
    keys.tab_to("Price group")
    keys.page.keyboard.type("Whole")
    keys.tab_to("Enable promotion pricing")
    keys.page.keyboard.press("Space")
    keys.go_on("Pricing", then="Stock")
    keys.type("Stock limit", "7")
    keys.go_on("Stock", then="Payment methods")
    keys.type("Name of Credit Card in the back office", "Visa/Mastercard")
    keys.go_on("Payment methods", then="Shipping methods")
    keys.type("Name of Standard in the back office", "Standard Freight")
    keys.go_on("Shipping methods", then="Carriers")
    keys.type("Tracking carrier of Standard Freight", "couriers-please")
    keys.go_on("Carriers", then="Review")
    keys.follow("Complete set-up")
    see_said(keys.page, f"Set-up is complete: store {CODE} is live from the next run on.")

    kept = world.db.execute(
        "select is_enabled, 8 = any(order_statuses_to_sync), unmapped_order_policy, price_group,"
        " promotion_pricing_enabled, stock_limit from bigcommerce.stores where store_code = %s",
        [CODE],
    ).fetchone()
    assert kept == (True, True, "park", "wholesale", True, 7)
    names = world.db.execute(
        "select bigcommerce_name, backoffice_name from bigcommerce.payment_method_map where store_code = %s"
        " and backoffice_name <> ''",
        [CODE],
    ).fetchall()
    carriers = world.db.execute(
        "select shipping_service, tracking_carrier from bigcommerce.carrier_map where store_code = %s", [CODE]
    ).fetchall()
    assert names == [("Credit Card", "Visa/Mastercard")] and carriers == [("Standard Freight", "couriers-please")]
    keys.follow("Switch the store off")
    expect(keys.page.get_by_role("heading", name=re.compile("^Switch store"))).to_be_visible()
    keys.follow("Switch the store off")
    see_said(keys.page, f"Store {CODE} is switched off.")
    assert ada.complaints == []
