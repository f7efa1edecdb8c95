"""The wizard's settings: saved, refused with a sentence, and never lost between two people."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.ui.setup_world import PATH, submit

STEPS = ("account", "orders", "pricing", "stock", "payment-methods", "shipping-methods", "carriers", "review")
MARKUP = '<b>O\'Neil & "Söhne"</b>'


@pytest.fixture
def store(commerce: psycopg.Connection, sandbox: SandboxStore) -> SandboxStore:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    return sandbox


def settings(commerce: psycopg.Connection, *columns: str) -> Any:
    return commerce.execute(f"select {', '.join(columns)} from bigcommerce.stores").fetchone()  # type: ignore[arg-type]


def test_orders_are_saved(browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection) -> None:
    answer = submit(
        browse("ada"),
        "orders",
        order_sync_enabled=None,
        order_statuses_to_sync=["11", "9"],
        orders_since="2026-03-01",
        received_order_status=" Pick ",
        unmapped_order_policy="park",
        default_payment_method=MARKUP,
        orders_are_confirmed="y",
        raw_order_retention_days="30",
    )
    assert answer.status_code == 303, answer.text
    assert settings(
        commerce, "order_sync_enabled", "order_statuses_to_sync", "orders_since", "received_order_status"
    ) == (False, [9, 11], datetime(2026, 3, 1, tzinfo=UTC), "Pick")
    assert settings(
        commerce,
        "unmapped_order_policy",
        "default_payment_method",
        "default_shipping_service",
        "orders_are_confirmed",
        "raw_order_retention_days",
    ) == ("park", MARKUP, None, True, 30)
    page = browse("ada").get(f"{PATH}/orders").text
    assert "<b>O" not in page
    assert "<b>O" not in browse("ada").get(f"{PATH}/review").text


def test_a_day_that_stays_keeps_its_time(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    commerce.execute("update bigcommerce.stores set orders_since = '2026-03-01T10:30Z'")
    submit(browse("ada"), "orders")
    assert settings(commerce, "orders_since") == (datetime(2026, 3, 1, 10, 30, tzinfo=UTC),)


def test_bad_values_get_a_sentence_each_and_change_nothing(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    before = commerce.execute("select * from bigcommerce.stores").fetchall()
    cases = [
        ("orders", "orders_since", "31.12.2026", "Enter a date, such as 2026-03-01."),
        ("orders", "order_statuses_to_sync", None, "Choose at least one status."),
        ("orders", "received_order_status", " ", "Enter the status"),
        ("orders", "raw_order_retention_days", "0", "Enter a whole number from 1 to"),
        ("orders", "default_payment_method", "x" * 201, "At most 200 characters."),
        ("orders", "default_payment_method", "tab\tin it", "This holds a tab"),
        ("pricing", "tax_rate", "100.5", "from 0 to 100."),
        ("pricing", "tax_rate", "NaN", "from 0 to 100."),
        ("pricing", "tax_rate", "1e1", "from 0 to 100."),
        ("pricing", "tax_rate", "٣", "from 0 to 100."),
        ("pricing", "max_price_change_percent", "1,000", "1,000 can be read in two ways: write 1000, without a comma."),
        ("pricing", "tax_rate", "", "from 0 to 100."),
        ("pricing", "max_price_change_percent", "-1", "from 0 to 1,000,000."),
        ("pricing", "price_group", "no-such-group", "Not a valid choice"),
        ("pricing", "more__number", "7", "Choose the group whose prices this list receives."),
        ("stock", "stock_buffer", "-3", "Enter a whole number from 0 to"),
        ("stock", "stock_buffer", "", "Enter a whole number from 0 to"),
        ("stock", "stock_limit", "2.5", "Enter a whole number from 0 to"),
        ("stock", "stock_limit", "1,5", "Enter a whole number from 0 to"),
        ("stock", "stock_limit", "1e99", "Enter a whole number from 0 to"),
        ("stock", "stock_location_id", "0", "Enter a whole number from 1 to"),
        ("payment-methods", "more__0__name", "Cheque", "Enter what it is called in the back office."),
        ("payment-methods", "more__0__backoffice_name", "Cheque", "Enter BigCommerce's name for it."),
        ("carriers", "more__0__tracking_carrier", "australia-post", "Enter the shipping service."),
    ]
    ada = browse("ada")
    pages = {step: ada.get(f"{PATH}/{step}").text for step in STEPS}
    for step, field, value, sentence in cases:
        answer = submit(ada, step, shown=pages[step], **{field: value})
        assert answer.status_code == 400, (field, value)
        assert answer.text.count('class="error"') == 1, re.findall('class="error".*', answer.text)
        assert sentence in unescape(answer.text), (field, value)
    assert commerce.execute("select * from bigcommerce.stores").fetchall() == before
    assert commerce.execute("select count(*) from bigcommerce.setup_steps").fetchone() == (0,)


def test_prices_are_saved_the_rate_as_a_fraction(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    commerce.execute("insert into backoffice.price_groups (code, name, is_default) values ('a', 'Retail', true)")
    commerce.execute("insert into backoffice.price_groups (code, name) values ('b', %s)", [MARKUP])
    number = store.control("POST", "pricelists", {"name": MARKUP})["id"]
    ada = browse("ada")
    page = ada.get(f"{PATH}/pricing").text
    assert "the default group (Retail)" in page
    assert "The store's own setting: prices are entered including tax." in unescape(page)
    assert "<b>O" not in page
    assert unescape(page).count(MARKUP) >= 3
    answer = submit(
        ada,
        "pricing",
        shown=page,
        price_group="b",
        empty_price_policy="rrp",
        promotion_pricing_enabled="y",
        prices_include_tax="no",
        tax_rate="12,5 %",
        max_price_change_percent="30",
        lists__0__price_group="b",
        more__number="9",
        more__price_group="a",
        sure="yes",
    )
    assert answer.status_code == 303, answer.text
    assert settings(
        commerce, "price_group", "empty_price_policy", "promotion_pricing_enabled", "prices_include_tax", "tax_rate"
    ) == ("b", "rrp", True, False, Decimal("0.125"))
    assert settings(commerce, "max_price_change_percent") == (30,)
    lists = "select price_list_id, price_group from bigcommerce.price_list_map order by 1"
    assert commerce.execute(lists).fetchall() == [(number, "b"), (9, "a")]
    assert "BigCommerce's prices exclude tax; the tax rate is 12.5 %." in unescape(ada.get(f"{PATH}/review").text)
    # Another store's list of the same number is its own.
    commerce.execute("insert into bigcommerce.stores (store_code) values ('other')")
    commerce.execute("insert into bigcommerce.price_list_map values ('other', %s, 'a')", [number])
    submit(ada, "pricing", lists__0__price_group="", sure="yes")
    assert commerce.execute(lists).fetchall() == [(number, "a"), (9, "a")]


def test_the_default_group_is_offered_once(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    commerce.execute("insert into backoffice.price_groups (code, is_default) values ('default', true), ('b', false)")

    def offered() -> list[str]:
        page = browse("ada").get(f"{PATH}/pricing").text
        (field,) = re.findall(r'<select[^>]* name="price_group".*?</select>', page, re.S)
        return re.findall(r"<option[^>]*>([^<]*)<", field)

    assert offered() == ["the default group (default)", "b"]
    commerce.execute("update bigcommerce.stores set price_group = 'default'")
    assert offered() == ["the default group (default)", "b", "default"]


def test_stock_is_saved(browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection) -> None:
    commerce.execute("insert into backoffice.stock (sku, warehouse) values ('A', 'main'), ('B', 'main'), ('A', 'west')")
    commerce.execute("update bigcommerce.stores set stock_warehouses = '{east}'")
    ada = browse("ada")
    page = ada.get(f"{PATH}/stock").text
    assert "east (no stock row has this name)" in page
    assert "Melbourne warehouse" in page
    answer = submit(
        ada,
        "stock",
        shown=page,
        stock_warehouses=["west", "main"],
        stock_limit="1,000",
        stock_buffer="3",
        stock_location_id="2",
        stop_stock_when_orders_stale="y",
    )
    assert answer.status_code == 303, answer.text
    assert settings(commerce, "stock_warehouses", "stock_limit", "stock_buffer", "stock_location_id") == (
        ["main", "west"],
        1_000,
        3,
        2,
    )
    submit(ada, "stock", stock_warehouses=None)
    assert settings(commerce, "stock_warehouses") == (None,)


def test_two_admins_at_once_nothing_is_lost(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    shown = ada.get(f"{PATH}/stock").text
    assert submit(ada, "stock", shown=shown, stock_buffer="5").status_code == 303
    answer = submit(ada, "stock", shown=shown, stock_buffer="7")
    assert answer.status_code == 409
    assert "ada saved this step while you were at it" in answer.text
    assert (
        '<th scope="row">Stock buffer</th><td data-label="Yours">7</td><td data-label="Saved meanwhile">5</td>'
        in answer.text
    )
    assert settings(commerce, "stock_buffer") == (5,)
    assert submit(ada, "stock", shown=answer.text).status_code == 303
    assert settings(commerce, "stock_buffer") == (7,)
    # The same value twice is no quarrel.
    assert submit(ada, "stock", shown=shown, stock_buffer="7").status_code == 303


def test_without_bigcommerce_the_steps_work_and_say_what_is_missing(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    try:
        store.control("DELETE", "tokens/sandbox-token")
        page = ada.get(f"{PATH}/orders").text
        assert page.count("as it refused the account: test that first") == 1
        store.control("PUT", "tokens/sandbox-token", {"scopes": ["store_v2_orders"]})
        for step, what in (
            ("pricing", "price lists"),
            ("stock", "locations"),
            ("shipping-methods", "shipping methods"),
        ):
            page = ada.get(f"{PATH}/{step}")
            assert page.status_code == 200
            assert f"BigCommerce did not say its {what}, as the account has no scope for that" in page.text
            assert submit(ada, step, shown=page.text).status_code == 303
    finally:
        store.control("PUT", "tokens/sandbox-token", {})
    commerce.execute("update bigcommerce.stores set connection_id = 'not_there'")
    for step in STEPS:
        assert ada.get(f"{PATH}/{step}").status_code == 200
    for step in ("orders", "pricing", "stock", "payment-methods", "shipping-methods"):
        page = ada.get(f"{PATH}/{step}").text
        assert f'Finish the step <a href="{PATH}/account">Account</a> first' in page
        assert "connection" not in page and "0 newest orders" not in page, step
    assert "Finish the step" not in ada.get(f"{PATH}/carriers").text
    assert "None of the last 90 days' orders is here yet" in unescape(ada.get(f"{PATH}/payment-methods").text)
