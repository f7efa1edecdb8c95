"""What a received order leaves in the back office's tables, and what a repeat or an edit may change of it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from bigcommerce.db.order_receipts import receive_orders
from tests.db.order_rows import everything, lines, open_stores, records, rows, take, the_order
from tests.domain.order_payloads import line, payload, rules

ADDRESS = {
    name: f"a {name}"
    for name in ("first_name", "last_name", "company", "street_1", "street_2", "city", "state", "phone", "email")
}
SHIPPING = {"id": 9, "shipping_method": "Standard", "cost_inc_tax": "5.5000", "cost_ex_tax": "5.0000"}


@pytest.fixture
def store(rolled_back: psycopg.Connection) -> psycopg.Connection:
    return open_stores(rolled_back)


def split(*groups: tuple[dict[str, Any], list[dict[str, Any]]], **fields: Any) -> dict[str, Any]:
    """An order to several addresses. groups: (consignment's fields, its lines)."""
    shipping = [{"shipping_method": "Standard"} | group | {"line_items": items} for group, items in groups]
    return payload(consignments={"shipping": shipping}, **fields)


def service(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return rows(
        connection,
        "select bigcommerce_shipping_method, shipping_service from backoffice.order_shipping_addresses order by 1",
    )


# --- each order once -----------------------------------------------------------------------------------------------
def test_the_same_payload_twice_is_one_order_and_changes_nothing(store: psycopg.Connection) -> None:
    order = payload(line(1), line(2))
    take(store, order)
    before = everything(store)
    assert {table: len(found) for table, found in before.items()} == {
        **{"backoffice.orders": 1, "backoffice.order_lines": 2, "backoffice.order_shipping_addresses": 1},
        **{"backoffice.order_payments": 1, "bigcommerce.raw_orders": 1, "bigcommerce.landed_orders": 1},
        "bigcommerce.order_units": 2,
    }
    take(store, order)
    assert everything(store) == before


def test_the_same_number_in_another_store_is_another_order(store: psycopg.Connection) -> None:
    take(store, payload())
    take(store, payload(total_inc_tax="99.0000"), store="other")
    assert rows(store, "select store_code, total_inc_tax from backoffice.orders order by 1") == [
        ("default", Decimal("25.5")),
        ("other", Decimal("99")),
    ]
    assert rows(store, "select count(*), count(distinct order_id) from backoffice.order_lines") == [(2, 2)]


def test_a_page_keeps_its_orders_apart(store: psycopg.Connection) -> None:
    query = (
        "select o.bigcommerce_order_id, l.line_no, l.sku, l.quantity, l.shipping_address_no"
        " from backoffice.orders o join backoffice.order_lines l using (order_id) order by 1, 2"
    )
    take(store, payload(line(1), line(2), id=100), payload(line(3), id=101))
    assert rows(store, query) == [(100, 1, "SKU-1", 2, 1), (100, 2, "SKU-2", 2, 1), (101, 1, "SKU-3", 2, 1)]
    take(store, payload(line(1), id=100, total_inc_tax="0"), payload(line(3), line(2), id=101))
    assert [row[:4] for row in rows(store, query)] == [
        *((100, 1, "SKU-1", 2), (100, 2, "SKU-2", 0), (101, 1, "SKU-3", 2), (101, 2, "SKU-2", 2)),
    ]
    assert rows(store, "select count(*) from backoffice.order_payments") == [(1,)]


def test_only_received_orders_reach_the_back_office(store: psycopg.Connection) -> None:
    take(store, payload(status_id=7))
    receive_orders(store, "default", [])
    assert rows(store, "select outcome from bigcommerce.landed_orders") == [("not_synced",)]
    assert rows(store, "select * from backoffice.orders") == []


# --- every column --------------------------------------------------------------------------------------------------
AMOUNTS = {
    **{"subtotal_inc_tax": 1, "subtotal_ex_tax": 2, "shipping_cost_inc_tax": 3, "shipping_cost_ex_tax": 4},
    **{"handling_cost_inc_tax": 5, "handling_cost_ex_tax": 6, "wrapping_cost_inc_tax": 7, "wrapping_cost_ex_tax": 8},
    **{"discount_amount": 11, "coupon_discount": 12, "store_credit_amount": 13, "gift_certificate_amount": 14},
    **{"total_tax": 15, "total_inc_tax": "1616.1616", "total_ex_tax": 17},
}


def test_every_column_of_an_order_says_what_bigcommerce_said(store: psycopg.Connection) -> None:
    billing = {"email": "jane@example.com", "city": "Perth"}
    take(
        store,
        payload(
            **AMOUNTS,
            fees=[{"cost_inc_tax": "9", "cost_ex_tax": "10"}],
            payment_status="captured",
            channel_id=1,
            currency_exchange_rate="1.2345678901",
            customer_id=2**40,
            customer_message="Ring twice",
            staff_notes="Fragile",
            billing_address=billing,
        ),
        refunds=[{"id": 1, "total_amount": "18.0000"}],
    )
    found = the_order(store)
    assert found.pop("order_id") and found.pop("received_at")
    money = {**AMOUNTS, "fees_inc_tax": 9, "fees_ex_tax": 10, "refunded_amount": 18}
    money = {name.replace("_cost", ""): Decimal(value) for name, value in money.items()}
    assert found == money | {
        **{"store_code": "default", "bigcommerce_order_id": 100, "status": "New", "bigcommerce_status_id": 11},
        **{"bigcommerce_status": "Awaiting Fulfillment", "payment_status": "captured", "channel_id": 1},
        **{"currency": "AUD", "currency_exchange_rate": Decimal("1.2345678901"), "customer_id": 2**40},
        **{"customer_email": "jane@example.com", "bigcommerce_payment_method": "Credit Card"},
        **{"payment_method": "Card", "customer_message": "Ring twice", "staff_notes": "Fragile"},
        **{"billing_address": billing, "placed_at": datetime(2026, 1, 20, 1, tzinfo=UTC)},
        **{"modified_at": datetime(2026, 1, 20, 2, tzinfo=UTC), "accepted_at": None, "cancelled_at": None},
        "needs_attention": False,
    }


def test_every_column_of_an_address_and_a_line_says_what_bigcommerce_said(store: psycopg.Connection) -> None:
    item = line(
        **{"quantity": 7, "quantity_refunded": 3, "price_inc_tax": 1, "price_ex_tax": 2, "total_inc_tax": 3},
        **{"total_ex_tax": 4, "total_tax": 5, "discounted_total_inc_tax": "0.0001", "product_options": [{"id": 1}]},
    )
    take(store, split((SHIPPING | ADDRESS | {"zip": "0600", "country_iso2": "AU"}, [item])))
    (found,) = records(store, "select * from backoffice.order_shipping_addresses")
    assert found == ADDRESS | {
        **{"order_id": the_order(store)["order_id"], "shipping_address_no": 1, "bigcommerce_order_address_id": 9},
        **{"bigcommerce_shipping_method": "Standard", "shipping_service": "Parcel", "postcode": "0600"},
        **{"country_code": "AU", "cost_inc_tax": Decimal("5.5"), "cost_ex_tax": Decimal(5)},
    }
    (found,) = records(store, "select * from backoffice.order_lines")
    assert found == {
        **{"order_id": the_order(store)["order_id"], "line_no": 1, "bigcommerce_order_product_id": 1},
        **{"shipping_address_no": 1, "sku": "SKU-1", "name": "Tee", "quantity": 7, "quantity_refunded": 3},
        **{"unit_price_inc_tax": 1, "unit_price_ex_tax": 2, "total_inc_tax": 3, "total_ex_tax": 4, "total_tax": 5},
        **{"discounted_total_inc_tax": Decimal("0.0001"), "options": [{"id": 1}]},
    }


def test_an_edit_leaves_the_same_rows_as_a_first_reading(store: psycopg.Connection) -> None:
    address = ADDRESS | {"zip": "0600", "country_iso2": "AU", "shipping_method": "Air"}
    fields = {"product_options": [{"id": 1}], "name": "Cap", "total_inc_tax": 3, "total_tax": 1, "price_ex_tax": 2}
    edited = split(
        (SHIPPING | address | {"cost_inc_tax": 1, "cost_ex_tax": 2}, [line(sku="SKU-2", quantity=5, **fields)]),
        **AMOUNTS,
        **{"payment_status": "captured", "channel_id": 3, "currency_exchange_rate": 2, "customer_id": 4},
        **{"status_id": 14, "status": "Part", "customer_message": "m", "staff_notes": "n", "payment_method": "Cash"},
        **{"default_currency_code": "NZD", "billing_address": {"email": "j"}, "fees": [{"cost_inc_tax": 1}]},
        **{"date_created": "Wed, 21 Jan 2026 01:00:00 +0000", "date_modified": "Thu, 22 Jan 2026 01:00:00 +0000"},
    )
    choices = rules(
        payment_names={"Credit Card": "Card", "Cash": "Till"}, shipping_names={"Standard": "Parcel", "Air": "Fast"}
    )
    take(store, payload(line(order_address_id=9, quantity_refunded=1)), rules=choices)
    refunds = [{"id": 1, "total_amount": "5"}]
    take(store, edited, rules=choices, refunds=refunds)
    take(store, edited, rules=rules(**vars(choices) | {"statuses_to_sync": [14]}), store="other", refunds=refunds)
    for table in ("orders", "order_lines", "order_shipping_addresses", "order_payments"):
        found: dict[int, list[dict[str, Any]]] = {}
        for row in records(store, f"select * from backoffice.{table} order by 1, 2"):
            for name in ("store_code", "received_at"):
                row.pop(name, None)
            found.setdefault(row.pop("order_id"), []).append(row)
        was_edited, was_new = found.values()
        assert was_edited == was_new


# --- lines and addresses -------------------------------------------------------------------------------------------
def test_a_line_keeps_its_number_whatever_becomes_of_the_others(store: psycopg.Connection) -> None:
    take(store, payload(line(11), line(12), line(13)))
    assert lines(store) == {1: (11, 2), 2: (12, 2), 3: (13, 2)}
    take(store, payload(line(13, quantity=5), line(11), line(5)))
    assert lines(store) == {1: (11, 2), 2: (12, 0), 3: (13, 5), 4: (5, 2)}
    take(store, payload(line(14), line(13)))
    assert lines(store) == {1: (11, 0), 2: (12, 0), 3: (13, 2), 4: (5, 0), 5: (14, 2)}
    take(store, payload(line(12, quantity=9)))
    assert lines(store) == {1: (11, 0), 2: (12, 9), 3: (13, 0), 4: (5, 0), 5: (14, 0)}


@pytest.mark.parametrize("quantity", [4, 0])
def test_a_removed_line_stays_without_units_or_money(store: psycopg.Connection, quantity: int) -> None:
    take(store, payload(line(1), line(2, quantity=quantity, quantity_refunded=quantity)))
    take(store, payload(line(1)))
    kept, removed = records(store, "select * from backoffice.order_lines order by line_no")
    assert (removed["sku"], removed["bigcommerce_order_product_id"]) == ("SKU-2", 2)
    columns = [name for name in removed if name.startswith(("quantity", "unit_price", "total", "discounted"))]
    assert len(columns) == 8
    assert {removed[name] for name in columns} == {0}
    assert (kept["quantity"], kept["total_inc_tax"]) == (2, 22)


def test_lines_point_to_their_address_and_addresses_keep_their_numbers(store: psycopg.Connection) -> None:
    digital = line(3, order_address_id=None, sku=None)
    one, two = line(1, order_address_id=901), line(2, order_address_id=900)
    take(store, split(({"id": 901}, [one]), ({"id": 900}, [two, digital])))
    query = "select bigcommerce_order_product_id, shipping_address_no, sku from backoffice.order_lines order by 1"
    assert rows(store, query) == [(1, 2, "SKU-1"), (2, 1, "SKU-2"), (3, None, None)]
    take(store, split(({"id": 899}, [two | {"order_address_id": 899}]), ({"id": 901}, [one])))
    assert rows(store, query) == [(1, 2, "SKU-1"), (2, 3, "SKU-2"), (3, None, None)]
    numbers = "select bigcommerce_order_address_id, shipping_address_no from backoffice.order_shipping_addresses"
    assert sorted(rows(store, numbers)) == [(899, 3), (900, 1), (901, 2)]


# --- whose column it is --------------------------------------------------------------------------------------------
def test_status_and_acceptance_belong_to_the_back_office_once_received(store: psycopg.Connection) -> None:
    take(store, payload())
    received = the_order(store)
    store.execute("update backoffice.orders set status = 'Picking', accepted_at = '2026-01-21T00:00:00Z'")
    take(store, payload(status_id=2, status="Shipped", payment_method="Unknown"))
    found = the_order(store)
    assert (found["status"], found["accepted_at"]) == ("Picking", datetime(2026, 1, 21, tzinfo=UTC))
    assert (found["bigcommerce_status_id"], found["bigcommerce_status"]) == (2, "Shipped")
    assert found["received_at"] == received["received_at"]


def test_names_once_mapped_stay_while_bigcommerces_own_name_does(store: psycopg.Connection) -> None:
    take(store, payload())
    take(store, payload(staff_notes="x"), rules=rules(payment_names={}, shipping_names={}))
    methods = "select payment_method from backoffice.order_payments"
    assert (the_order(store)["payment_method"], service(store)) == ("Card", [("Standard", "Parcel")])
    assert rows(store, methods) == [("Card",)]
    take(store, payload(), rules=rules(payment_names={"Credit Card": "Other"}, shipping_names={"Standard": "Other"}))
    assert (the_order(store)["payment_method"], service(store)) == ("Card", [("Standard", "Parcel")])
    assert rows(store, methods) == [("Card",)]


@pytest.mark.parametrize("name", ["Till", None])
def test_another_name_of_bigcommerces_is_mapped_anew(store: psycopg.Connection, name: str | None) -> None:
    take(store, payload())
    edited = split(({"id": 9, "shipping_method": "Air"}, [line()]), payment_method="Cash")
    take(store, edited, rules=rules(payment_names={"Cash": name}, shipping_names={"Air": name}))
    found = the_order(store)
    assert (found["bigcommerce_payment_method"], found["payment_method"]) == ("Cash", name)
    assert service(store) == [("Air", name)]
    assert rows(store, "select payment_method from backoffice.order_payments") == [(name,)]


@pytest.mark.parametrize("status_id", [5, 6])
def test_cancelled_at_is_bigcommerces_time_and_gone_when_taken_back(store: psycopg.Connection, status_id: int) -> None:
    take(store, payload())
    assert the_order(store)["cancelled_at"] is None
    cancelled = datetime(2026, 1, 20, 5, tzinfo=UTC)
    for status, hour in ((status_id, 5), (status_id, 6), (11, 7)):
        take(store, payload(status_id=status, date_modified=f"Tue, 20 Jan 2026 {hour:02}:00:00 +0000"))
        found = the_order(store)
        assert (found["cancelled_at"], found["modified_at"].hour) == (None if status == 11 else cancelled, hour)


def test_no_reading_takes_attention_away(store: psycopg.Connection) -> None:
    take(store, payload(line(sku="NEW")))
    assert the_order(store)["needs_attention"] is True
    store.execute("insert into backoffice.products (sku) values ('NEW')")
    take(store, payload(line(sku="NEW")))
    assert the_order(store)["needs_attention"] is True


# --- payments ------------------------------------------------------------------------------------------------------
PAYMENTS = (
    "select payment_no, kind, amount, currency, bigcommerce_payment_method, payment_method, status, paid_at"
    " from backoffice.order_payments order by payment_no"
)


def test_payments_follow_an_edit_and_those_that_are_gone_are_deleted(store: psycopg.Connection) -> None:
    refunds = [{"id": 5, "total_amount": "1.0000", "created": "2026-01-22T00:00:00+00:00"}]
    mixed = payload(store_credit_amount="3", gift_certificate_amount="2", payment_status="captured")
    take(store, payload(id=99))
    take(store, mixed, refunds=refunds)
    of_order = PAYMENTS.replace("order by", "where order_id = (select max(order_id) from backoffice.orders) order by")
    paid_at = datetime(2026, 1, 22, tzinfo=UTC)
    assert rows(store, of_order) == [
        (1, "payment", Decimal("20.5"), "AUD", "Credit Card", "Card", "captured", None),
        (2, "store_credit", 3, "AUD", None, None, None, None),
        (3, "gift_certificate", 2, "AUD", None, None, None, None),
        (4, "refund", 1, "AUD", None, None, "refunded", paid_at),
    ]
    assert rows(store, "select max(refunded_amount) from backoffice.orders") == [(1,)]
    take(store, payload(total_inc_tax="30", gift_certificate_amount="4"))
    assert rows(store, of_order) == [
        (1, "payment", 26, "AUD", "Credit Card", "Card", None, None),
        (3, "gift_certificate", 4, "AUD", None, None, None, None),
    ]
    assert rows(store, "select max(refunded_amount) from backoffice.orders") == [(0,)]
    assert rows(store, "select count(*) from backoffice.order_payments") == [(3,)]


def test_an_order_with_nothing_to_pay_loses_its_payment(store: psycopg.Connection) -> None:
    take(store, payload())
    take(store, payload(total_inc_tax="0", payment_method=""))
    assert rows(store, PAYMENTS) == []
