"""Every page of the panel as a person comes to it: by its address, and where it takes one, by a click."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import psycopg
from playwright.sync_api import Page

from tests.ui.every_page import GET, PANEL, addresses

STORE = f"{PANEL}/stores/default"


@dataclass(frozen=True)
class Shown:
    """act: what the person does on the page to see this. says: what stands on it then."""

    address: str
    act: Callable[[Page], None] | None = None
    says: str = ""


def press(button: str, *choices: str, **typed: str) -> Callable[[Page], None]:
    """Choose these, type those by the id of the field, and press the button whose name begins so."""

    def act(page: Page) -> None:
        for choice in choices:
            page.get_by_label(choice).check()
        for name, text in typed.items():
            page.locator(f"#{name.replace('__', '-')}").fill(text)
        page.get_by_role("button", name=re.compile(f"^{button}")).first.click()

    return act


def meanwhile(db: psycopg.Connection) -> Callable[[Page], None]:
    """Somebody else saves the step of stock first."""

    def act(page: Page) -> None:
        db.execute("update bigcommerce.stores set stock_buffer = stock_buffer + 1 where store_code = 'default'")
        page.get_by_role("button", name="Save and continue").click()

    return act


def neto_meanwhile(db: psycopg.Connection) -> Callable[[Page], None]:
    """Somebody else saves Neto's settings first."""

    def act(page: Page) -> None:
        db.execute("update neto.settings set full_import_every_hours = full_import_every_hours + 1")
        page.get_by_role("button", name="Save", exact=True).click()

    return act


def neto_questions(db: psycopg.Connection) -> Iterator[Shown]:
    """Switched off it is asked which orders are to be sent."""
    yield Shown(f"{PANEL}/neto", press("Switch Neto off"), "no order of store default")
    db.execute("delete from neto.settings")
    yield Shown(f"{PANEL}/neto", press("Switch Neto on"), "not accepted yet")


def every_page(shop: Mapping[str, str], db: psycopg.Connection) -> Iterator[Shown]:
    for path in GET:
        if not path.endswith((".csv", "/mappings", "/set-up")):
            yield from map(Shown, addresses(path, shop))
    yield from confirmations()
    yield from refusals()
    yield Shown(f"{STORE}/set-up/stock", meanwhile(db), "Not saved")
    yield Shown(f"{PANEL}/neto", neto_meanwhile(db), "Not saved")
    yield from neto_questions(db)


def confirmations() -> Iterator[Shown]:
    yield Shown(f"{STORE}/products", press("Approve", "All products, on every page"), "will be approved")
    yield Shown(f"{STORE}/problems/prices/empty_price", press("Look again", "All of this kind"), "will be looked at")
    yield Shown(f"{STORE}/guarded-prices", press("Approve", "All that wait"), "price changes that wait")
    yield Shown(f"{STORE}/mappings/payment", press("Delete"), "Delete the mapping")
    yield Shown(f"{STORE}/mappings/carrier", press("Delete"), "Delete the row")
    yield Shown(f"{STORE}/set-up/review", press("Switch the store off"), "No order is read")
    yield Shown(f"{STORE}/backfill", press("Count the days", start="2026-01-01", end="2026-01-03"), "are walked")


def refusals() -> Iterator[Shown]:
    """Pages that say no, and forms that come back with a sentence for each field."""
    yield Shown(f"{PANEL}/stores/nowhere", says="Not found")
    yield Shown(f"{STORE}/products/NO-SUCH-SKU", says="Not found")
    yield Shown(f"{STORE}/orders/987654", says="987654")
    yield Shown(f"{STORE}/orders?after=x", says="no such page")
    yield Shown(f"{PANEL}/set-up/new", press("Add the store", store_code="Two Words"), "Use small letters")
    yield Shown(f"{STORE}/set-up/stock", press("Save and continue", stock_buffer="many"), "Enter a whole number")
    yield Shown(f"{STORE}/set-up/pricing", press("Save and continue", tax_rate="ten"), "Enter a number")
    yield Shown(
        f"{PANEL}/stores/outlet/set-up/account", press("Save and continue", api_path="/", access_token="a b"), "a space"
    )
    yield Shown(f"{PANEL}/neto", press("Save$", settings__order_id_prefix="B-C"), "Use letters only")
    yield Shown(f"{STORE}/runs/start", press("Get orders", orders__order_ids="x"), "is no order number")
    yield Shown(f"{STORE}/orders", press("Fetch now", order_ids="x"), "is no order number")
    yield Shown(f"{STORE}/mappings/payment", press("Add$", bigcommerce_name=" ", backoffice_name=" "), "Choose or type")
