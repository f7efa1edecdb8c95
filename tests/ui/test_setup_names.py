"""The wizard's names: those seen on orders and in the store's settings, mapped exactly."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.ui.setup_world import PATH, fields_of, submit

MARKUP = "<img src=x onerror=alert(1)> & 'Freight'"


@pytest.fixture
def store(commerce: psycopg.Connection, sandbox: SandboxStore) -> SandboxStore:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    return sandbox


def receive(
    commerce: psycopg.Connection, order_id: int, payment: str | None, *shipping: str, age: str = "1 day"
) -> None:
    commerce.execute(
        "insert into backoffice.orders"
        " (order_id, store_code, bigcommerce_order_id, bigcommerce_payment_method, placed_at)"
        " values (%s, 'default', %s, %s, now() - %s::interval)",
        [order_id, order_id, payment, age],
    )
    for number, method in enumerate(shipping):
        commerce.execute(
            "insert into backoffice.order_shipping_addresses"
            " (order_id, shipping_address_no, bigcommerce_shipping_method) values (%s, %s, %s)",
            [order_id, number, method],
        )


def park(commerce: psycopg.Connection, order_id: int, payload: dict[str, Any]) -> None:
    commerce.execute(
        "insert into bigcommerce.landed_orders (store_code, bigcommerce_order_id, payload_hash, placed_at, outcome)"
        " values ('default', %s, 'h', now(), 'parked')",
        [order_id],
    )
    commerce.execute(
        "insert into bigcommerce.raw_orders (store_code, bigcommerce_order_id, payload_hash, payload)"
        " values ('default', %s, 'h', %s)",
        [order_id, json.dumps(payload)],
    )


def mapped(commerce: psycopg.Connection, kind: str) -> dict[str, str]:
    table = f"select bigcommerce_name, backoffice_name from bigcommerce.{kind}_method_map"
    return dict(commerce.execute(table).fetchall())  # type: ignore[arg-type]


def row_of(page: str, name: str) -> str:
    """The number of the row that shows this name."""
    fields = fields_of(page)
    return next(key.split("-")[1] for key, values in fields.items() if values == [name] and key.endswith("-name"))


def test_names_of_orders_are_offered_with_how_often(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    for order_id in range(1, 8):
        receive(commerce, order_id, "Card ", "Post")
    receive(commerce, 8, None)
    receive(commerce, 9, MARKUP, "Post", "Post", "Drone")
    receive(commerce, 10, "Long ago", "Long ago", age="91 days")
    park(commerce, 11, {"payment_method": "Zip", "consignments": [{"shipping": [{"shipping_method": "Bike"}]}]})
    commerce.execute("insert into bigcommerce.payment_method_map values ('default', 'Card ', 'Visa')")
    ada = browse("ada")
    page = unescape(ada.get(f"{PATH}/payment-methods").text)
    assert f"These maps cover 80 % of the last 90 days' orders; missing: {MARKUP} (1), Zip (1)." in page
    assert "Long ago" not in page
    assert "offered by the store, on none of these orders" in page
    assert "<img src=x" not in ada.get(f"{PATH}/payment-methods").text
    shipping = unescape(ada.get(f"{PATH}/shipping-methods").text)
    assert "missing: Post (8), Bike (1), Drone (1)." in shipping
    assert "Express Post" in shipping


def test_names_are_mapped_exactly_and_taken_away(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    receive(commerce, 1, "Card ", "Post")
    receive(commerce, 2, MARKUP, "Post")
    commerce.execute("insert into backoffice.payment_methods values ('Visa')")
    ada = browse("ada")
    page = ada.get(f"{PATH}/payment-methods").text
    assert '<option value="Visa">' in page
    answer = submit(
        ada,
        "payment-methods",
        shown=page,
        **{
            f"rows__{row_of(page, 'Card ')}__backoffice_name": "Visa",
            f"rows__{row_of(page, MARKUP)}__backoffice_name": MARKUP,
            "more__0__name": "Cheque",
            "more__0__backoffice_name": "CHQ",
        },
    )
    assert answer.status_code == 303, answer.text
    assert f"The back office does not list {MARKUP}, CHQ: orders" in unescape(ada.get(answer.headers["location"]).text)
    assert mapped(commerce, "payment") == {"Card ": "Visa", MARKUP: MARKUP, "Cheque": "CHQ"}
    page = ada.get(f"{PATH}/payment-methods").text
    assert "cover 100 %" in page
    assert "<img src=x" not in page
    submit(ada, "payment-methods", shown=page, **{f"rows__{row_of(page, 'Cheque')}__backoffice_name": ""})
    assert mapped(commerce, "payment") == {"Card ": "Visa", MARKUP: MARKUP}
    review = unescape(ada.get(f"{PATH}/review").text)
    assert f"Payment methods mapped to names that the back office does not list: {MARKUP}." in review


def test_a_name_mapped_meanwhile_is_not_lost(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    receive(commerce, 1, "Card", "Post")
    ada = browse("ada")
    shown = ada.get(f"{PATH}/payment-methods").text
    field = f"rows__{row_of(shown, 'Card')}__backoffice_name"
    commerce.execute("insert into bigcommerce.payment_method_map values ('default', 'Other', 'Theirs')")
    assert submit(ada, "payment-methods", shown=shown, **{field: "Mine"}).status_code == 409
    commerce.execute("insert into bigcommerce.payment_method_map values ('default', 'Card', 'Mine')")
    assert submit(ada, "payment-methods", shown=shown, **{field: "Mine"}).status_code == 303
    assert mapped(commerce, "payment") == {"Card": "Mine", "Other": "Theirs"}


def test_before_there_are_orders_the_newest_of_the_store_are_counted(
    browse: Callable[..., Any], demo_sandbox: SandboxStore, commerce: psycopg.Connection
) -> None:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    page = unescape(browse("ada").get(f"{PATH}/payment-methods").text)
    assert "No name is mapped yet; of the store's" in page and "newest orders, missing: Credit Card (" in page
    assert "Zip Pay" in page
    statuses = browse("ada").get(f"{PATH}/orders").text
    assert "Awaiting Fulfillment (" in statuses
    assert commerce.execute("select count(*) from bigcommerce.raw_orders").fetchone() == (0,)


def carriers(commerce: psycopg.Connection) -> list[Any]:
    return commerce.execute(
        "select shipping_service, match_kind, tracking_carrier, shipping_provider"
        " from bigcommerce.carrier_map order by 1"
    ).fetchall()


def test_carriers_are_mapped_by_name_and_by_pattern(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    receive(commerce, 1, "Card", "Post")
    commerce.execute(
        "insert into backoffice.consignments (consignment_id, order_id, shipping_service)"
        " values ('c', 1, 'Shipped via X')"
    )
    commerce.execute("insert into backoffice.shipping_services values ('Collect'), ('Express')")
    ada = browse("ada")
    page = ada.get(f"{PATH}/carriers").text
    assert "No name is mapped yet; of the parcels of the last 90 days" in page
    answer = submit(
        ada,
        "carriers",
        shown=page,
        rows__1__match_kind="exact",  # Collect: none, on purpose
        rows__2__tracking_carrier="australia-post",
        more__0__shipping_service="Shipped via%",
        more__0__match_kind="pattern",
        more__0__tracking_carrier="star-track",
        more__0__shipping_provider="auspost",
        ship_without_tracking_number=None,
    )
    assert answer.status_code == 303, answer.text
    assert carriers(commerce) == [
        ("Collect", "exact", None, None),
        ("Express", "exact", "australia-post", None),
        ("Shipped via%", "pattern", "star-track", "auspost"),
    ]
    switches = "select consignment_sync_enabled, ship_without_tracking_number from bigcommerce.stores"
    assert commerce.execute(switches).fetchone() == (True, False)
    page = ada.get(f"{PATH}/carriers").text
    assert "cover 100 %" in page
    assert "a pattern fits" in page
    assert submit(ada, "carriers", shown=page, rows__1__match_kind="").status_code == 303
    assert len(carriers(commerce)) == 2


def test_an_unpublished_carrier_is_refused_with_the_nearest(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    answer = submit(
        browse("ada"), "carriers", more__0__shipping_service=MARKUP, more__0__tracking_carrier="australiapost"
    )
    assert answer.status_code == 400
    assert "did you mean australia-post?" in answer.text
    assert "<img src=x" not in answer.text
    assert carriers(commerce) == []
