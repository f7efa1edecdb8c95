"""The guide, page by page: what a person clicks and types to set a store up. Found by role and label, as they do."""

from __future__ import annotations

import re

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.merchant import Account

# The panel by itself, or in the frame of Airflow's page.
Panel = Page | FrameLocator


def press(panel: Panel, name: str) -> None:
    """A button, or a link that looks like one."""
    panel.get_by_role("button", name=name, exact=True).click()


def see_step(panel: Panel, name: str) -> None:
    expect(panel.get_by_role("heading", name=name, level=2, exact=True)).to_be_visible()


def see_said(panel: Panel, sentence: str) -> None:
    expect(panel.get_by_role("status").filter(has_text=sentence)).to_be_visible()


def add_store(panel: Panel, code: str) -> None:
    press(panel, "Add a store")
    panel.get_by_label("Store code").fill(code)
    press(panel, "Add the store")
    see_said(panel, f"Store {code} is there, switched off.")


def enter_account(panel: Panel, account: Account) -> None:
    """Saved and tested; then on to the next step."""
    see_step(panel, "Account")
    panel.get_by_label("Store hash or API path").fill(account.api_path)
    panel.get_by_label("Access token").fill(account.token)
    panel.get_by_label("Client ID").fill(account.client_id)
    panel.get_by_label("Client secret").fill(account.client_secret)
    panel.get_by_text("Advanced", exact=True).click()
    panel.get_by_label("API address").fill(account.address)
    press(panel, "Save and test")
    see_said(panel, "The token is accepted")


def scopes(panel: Panel) -> dict[str, str]:
    """{scope: what the test said of it}."""
    rows = table(panel, "What the API account needs").get_by_role("row")
    return {
        row.get_by_role("rowheader").inner_text(): row.get_by_role("cell").last.inner_text() for row in rows.all()[1:]
    }


def table(panel: Panel, caption: str | re.Pattern[str]) -> Locator:
    return panel.get_by_role("table", name=caption)


def save_step(panel: Panel, now: str, then: str) -> None:
    press(panel, "Save and continue")
    see_said(panel, f"{now} saved.")
    see_step(panel, then)


def offered_names(panel: Panel) -> dict[str, int]:
    """{name in BigCommerce: on how many orders}, as a step of names shows them."""
    rows = table(panel, re.compile("^Names of")).get_by_role("row")
    found = {}
    for row in rows.all()[1:]:
        name = row.get_by_role("rowheader").inner_text().split("\n")[0].strip()
        found[name] = int(row.get_by_role("cell").first.inner_text().replace(",", ""))
    return found


def map_names(panel: Panel, names: dict[str, str], others: str) -> None:
    """Every name offered gets the back office's: from names, else others."""
    for name in offered_names(panel):
        panel.get_by_label(f"Name of {name} in the back office", exact=True).fill(names.get(name, others))


def map_carriers(panel: Panel, carriers: dict[str, str]) -> None:
    """carriers: {shipping service of the back office: BigCommerce's carrier}."""
    for service, carrier in carriers.items():
        panel.get_by_label(f"Tracking carrier of {service}", exact=True).fill(carrier)


def complete(panel: Panel, code: str) -> None:
    see_step(panel, "Review")
    press(panel, "Complete set-up")
    see_said(panel, f"Set-up is complete: store {code} is live from the next run on.")
