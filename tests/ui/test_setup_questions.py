"""A live store asks before its settings change what is sent."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from html import unescape
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.ui.setup_world import PATH, fields_of, submit


@pytest.fixture
def store(commerce: psycopg.Connection, sandbox: SandboxStore) -> SandboxStore:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    return sandbox


def settings(commerce: psycopg.Connection, *columns: str) -> Any:
    return commerce.execute(f"select {', '.join(columns)} from bigcommerce.stores").fetchone()  # type: ignore[arg-type]


def test_a_live_store_asks_before_its_prices_change(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    commerce.execute("insert into backoffice.price_groups (code, is_default) values ('a', true), ('b', false)")
    commerce.execute("update bigcommerce.stores set is_enabled = true, setup_completed_at = now()")
    commerce.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved)"
        " values ('default', 'A', true), ('default', 'B', true), ('default', 'C', false)"
    )
    ada = browse("ada")
    shown = ada.get(f"{PATH}/pricing").text
    assert submit(ada, "pricing", max_price_change_percent="40").status_code == 303, "the guard alone sends nothing"
    assert submit(ada, "pricing", prices_managed_in="bigcommerce").status_code == 303, "nothing is sent any more"
    assert submit(ada, "pricing", prices_managed_in="backoffice").status_code == 200
    commerce.execute("update bigcommerce.stores set prices_managed_in = 'backoffice'")
    asked = submit(ada, "pricing", price_group="b", tax_rate="15", more__number="9", more__price_group="b")
    assert asked.status_code == 200
    for said in (
        "Price group: the default group (a) becomes b.",
        "Tax rate (%): 10 becomes 15.",
        "Price list 9: nothing becomes b.",
        "The next run sends new prices for up to 2 approved products.",
        "A price that moves by more than 40 % waits for a person",
    ):
        assert said in unescape(asked.text), said
    kept = "select price_group, tax_rate, (select count(*) from bigcommerce.price_list_map) from bigcommerce.stores"
    assert commerce.execute(kept).fetchone() == (None, Decimal("0.1"), 0)
    yes = fields_of(asked.text)
    assert ada.post(f"{PATH}/pricing", data=yes).status_code == 303
    assert commerce.execute(kept).fetchone() == ("b", Decimal("0.15"), 1)
    # Somebody else's values are shown before ours take their place, whatever was said yes to.
    stale = fields_of(shown) | {"sure": ["yes"]}
    assert ada.post(f"{PATH}/pricing", data=stale).status_code == 409
    assert submit(ada, "pricing", price_group="", max_price_change_percent="").status_code == 200
    assert commerce.execute(kept).fetchone() == ("b", Decimal("0.15"), 1)


def test_a_live_store_asks_before_its_stock_changes(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    commerce.execute("update bigcommerce.stores set is_enabled = true")
    commerce.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved)"
        " values ('default', 'A', true), ('default', 'B', true), ('default', 'C', false)"
    )
    commerce.execute("insert into backoffice.stock (sku, warehouse) values ('A', 'main'), ('A', 'west')")
    ada = browse("ada")
    shown = ada.get(f"{PATH}/stock").text
    assert submit(ada, "stock", stop_stock_when_orders_stale="y").status_code == 303, "no number moves by it"
    asked = submit(ada, "stock", stock_limit="0", stock_warehouses=["main"])
    assert asked.status_code == 200
    for said in (
        "Change how many store default shows of each product?",
        "Stock limit: no limit becomes 0.",
        "Warehouses: all becomes main.",
        "Every approved product becomes unavailable: with a limit of 0 the next run sends 0 for up to 2 approved",
        "Only stock of main counts.",
    ):
        assert said in unescape(asked.text), said
    kept = ("stock_limit", "stock_buffer", "stock_warehouses", "stock_managed_in")
    assert settings(commerce, *kept) == (None, 0, None, "backoffice")
    assert ada.post(f"{PATH}/stock", data=fields_of(asked.text)).status_code == 303
    assert settings(commerce, *kept) == (0, 0, ["main"], "backoffice")
    for change in ({"stock_buffer": "2"}, {"stock_location_id": "2"}, {"stock_managed_in": "bigcommerce"}):
        assert submit(ada, "stock", **change).status_code == 200, change
    assert settings(commerce, *kept) == (0, 0, ["main"], "backoffice")
    # Somebody else's values are shown before ours take their place, whatever was said yes to.
    assert ada.post(f"{PATH}/stock", data=fields_of(shown) | {"sure": ["yes"]}).status_code == 409
