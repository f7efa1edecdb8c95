"""What is asked, or said, before settings change what is sent."""

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


def test_prices_with_tax_that_the_store_takes_as_without_are_asked_about(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    """Before the store is live as well, and Review says it once more."""
    ada = browse("ada")
    store.control("PATCH", "settings", {"is_price_entered_with_tax": True})
    try:
        asked = submit(ada, "pricing", prices_include_tax="no")
        assert asked.status_code == 200 and "The store is not live yet." in asked.text
        wrong = "every price would be 9.1 % too low."
        assert wrong in asked.text and settings(commerce, "prices_include_tax") == (True,)
        assert ada.post(f"{PATH}/pricing", data=fields_of(asked.text)).status_code == 303
        assert settings(commerce, "prices_include_tax") == (False,)
        assert wrong in ada.get(f"{PATH}/review").text
        # The other way round, and where nothing is sent or nothing is added.
        store.control("PATCH", "settings", {"is_price_entered_with_tax": False})
        assert wrong not in ada.get(f"{PATH}/review").text
        assert "every price would be 10 % too high." in submit(ada, "pricing", prices_include_tax="yes").text
        for harmless in ({"tax_rate": "0"}, {"prices_managed_in": "bigcommerce"}):
            assert submit(ada, "pricing", prices_include_tax="yes", **harmless).status_code == 303
            assert "every price" not in ada.get(f"{PATH}/review").text
            commerce.execute("update bigcommerce.stores set prices_managed_in = 'backoffice', tax_rate = 0.1")
    finally:
        store.control("POST", "reset", {"seed": "empty"})


def test_review_says_how_many_orders_the_first_run_brings(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    for _ in range(3):
        store.control("POST", "orders", {"status_id": 11})
    commerce.execute("update bigcommerce.stores set order_statuses_to_sync = '{11}'")
    page = ada.get(f"{PATH}/review").text
    assert "3 orders of any age would come down with the first run." in page
    assert "At BigCommerce 3 such orders are there now." in page
    commerce.execute("update bigcommerce.stores set orders_since = now() + interval '1 day'")
    page = ada.get(f"{PATH}/review").text
    assert "would come down" not in page and "At BigCommerce 0 such orders are there now." in page
    commerce.execute("update bigcommerce.stores set orders_since = null, setup_completed_at = now()")
    assert "such orders" not in ada.get(f"{PATH}/review").text


def test_a_default_that_the_back_office_does_not_list_is_said(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    commerce.execute("insert into backoffice.payment_methods values ('Card')")
    ada = browse("ada")
    answer = submit(ada, "orders", default_payment_method="Crad")
    said = "The back office does not list Crad: orders will carry it all the same."
    assert said in ada.get(answer.headers["location"]).text
    assert "Payment methods that are not mapped become Crad, which the back office does not list." in unescape(
        ada.get(f"{PATH}/review").text
    )
    answer = submit(ada, "orders", default_payment_method="Card")
    assert said[:40] not in ada.get(answer.headers["location"]).text


def test_a_live_store_asks_before_it_receives_other_orders(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    commerce.execute("update bigcommerce.stores set is_enabled = true, setup_completed_at = now()")
    seen = "insert into bigcommerce.landed_orders (store_code, bigcommerce_order_id, status_id, outcome, placed_at)"
    commerce.execute(f"{seen} values ('default', 1, 2, 'not_synced', now()), ('default', 2, 7, 'not_synced', now())")
    commerce.execute(f"{seen} values ('default', 3, 2, 'received', now())")
    ada = browse("ada")
    for unasked in ({"received_order_status": "Pick"}, {"unmapped_order_policy": "park"}):
        assert submit(ada, "orders", **unasked).status_code == 303
    asked = submit(ada, "orders", order_statuses_to_sync=["11", "2"], default_payment_method="Card")
    for said in (
        "Orders that are changed at BigCommerce from now on come down in Shipped, too.",
        "What is in Shipped has left already, and comes down as Pick all the same.",
        "1 order that was seen before would be received now. It comes down with the next change at BigCommerce",
        "Orders that wait for a payment method are let go with the next run, as Card.",
    ):
        assert said in unescape(asked.text), said
    kept = ("order_sync_enabled", "order_statuses_to_sync")
    assert settings(commerce, *kept) == (True, [11])
    assert ada.post(f"{PATH}/orders", data=fields_of(asked.text)).status_code == 303
    assert settings(commerce, *kept) == (True, [2, 11])
    fewer = unescape(submit(ada, "orders", order_statuses_to_sync=["11"], orders_since="2026-01-01").text)
    assert "Orders in Shipped do not come down any more; those received stay." in fewer
    assert "Orders that were received stay, whenever they were placed." in fewer and "seen before" not in fewer
    off = submit(ada, "orders", order_sync_enabled=None)
    assert "No order comes down any more. Stock goes on being sent" in unescape(off.text)
    commerce.execute("update bigcommerce.stores set stop_stock_when_orders_stale = true")
    assert "Stock stops too, once orders are more than an hour" in submit(ada, "orders", order_sync_enabled=None).text
    commerce.execute("update bigcommerce.stores set is_enabled = false")
    assert submit(ada, "orders", order_sync_enabled=None).status_code == 303
