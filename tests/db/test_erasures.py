"""A customer's data goes, money and goods stay, and what was erased is not asked for again."""

from __future__ import annotations

import json

import psycopg
import pytest

from bigcommerce.db.erasures import erase_customer
from bigcommerce.db.orders import find_landed
from tests.db.order_rows import open_stores, records, rows, take
from tests.domain.order_payloads import line, payload

JANE = {"first_name": "Jane", "last_name": "Roe", "street_1": "1 Elm St", "city": "Perth", "zip": "6000"}
JANE |= {"phone": "0400", "state": "Western Australia", "country_iso2": "AU", "email": "Jane@Example.com"}
HERS = {
    "customer_id": 7,
    "billing_address": JANE,
    "staff_notes": "Roe again",
    "customer_message": "Jane here",
    "ip_address": "203.0.113.7",
    "consignments": {"shipping": [JANE | {"id": 9, "shipping_method": "Standard", "line_items": [line()]}]},
}
MONEY = "select total_inc_tax, total_tax, currency, placed_at, payment_method from backoffice.orders order by 1"
REST = (
    "select to_jsonb(l) from backoffice.order_lines l order by order_id, line_no",
    "select to_jsonb(p) from backoffice.order_payments p order by order_id, payment_no",
    "select cost_inc_tax, state, country_code, shipping_service from backoffice.order_shipping_addresses"
    " order by order_id",
)


@pytest.fixture
def store(rolled_back: psycopg.Connection) -> psycopg.Connection:
    found = open_stores(rolled_back)
    take(found, payload(**HERS))
    take(found, payload(**HERS | {"staff_notes": "Roe, newer"}))
    take(found, payload(id=101, status_id=7, billing_address=JANE))  # landed, never received
    take(found, payload(id=102, billing_address={"email": "else@example.com"}))
    order_id = rows(found, "select order_id from backoffice.orders where bigcommerce_order_id = 100")[0][0]
    found.execute(
        "insert into backoffice.order_changes (order_id, kind, details) values"
        """ (%(id)s, 'address', '{"after": {"0": {"city": "Perth"}}}'), (%(id)s, 'totals', '{"after": {}}')""",
        {"id": order_id},
    )
    return found


def said_of_her(connection: psycopg.Connection) -> list[str]:
    tables = ("backoffice.orders", "backoffice.order_shipping_addresses", "backoffice.order_changes")
    found = [
        row for table in (*tables, "bigcommerce.raw_orders") for row in records(connection, f"select * from {table}")
    ]
    text = [json.dumps(row, default=str) for row in found]
    words = ("Jane", "Roe", "1 Elm", "Perth", "6000", "0400", "203.0")
    return [row for row in text if any(word in row for word in words)]


def test_everything_said_of_a_person_goes_and_money_goods_and_dates_stay(store: psycopg.Connection) -> None:
    before = [rows(store, query) for query in (MONEY, *REST)]
    assert len(said_of_her(store)) > 4
    erased = erase_customer(store, " jane@example.COM ")
    assert erased.order_ids == [("default", 100), ("default", 101)]
    assert (erased.addresses, erased.changes, erased.payloads) == (1, 1, 3)
    assert said_of_her(store) == []
    assert [rows(store, query) for query in (MONEY, *REST)] == before
    assert rows(store, "select customer_email from backoffice.orders order by bigcommerce_order_id") == [
        (None,), ("else@example.com",)
    ]  # fmt: skip
    assert rows(store, "select kind, details from backoffice.order_changes order by 1") == [
        ("address", {"erased": True}), ("totals", {"after": {}})
    ]  # fmt: skip


def test_the_same_order_read_again_is_known_and_brings_nothing_back(store: psycopg.Connection) -> None:
    before = find_landed(store, "default", [100])[100].payload_hash
    erase_customer(store, "jane@example.com")
    known = find_landed(store, "default", [100])[100]
    assert (known.payload_hash, known.has_payload) == (before, True)


def test_what_somebody_else_sent_to_the_person_is_found_by_the_delivery(store: psycopg.Connection) -> None:
    gift = {"shipping": [JANE | {"id": 9, "shipping_method": "Standard", "line_items": [line()]}]}
    take(store, payload(id=103, billing_address={"email": "else@example.com"}, consignments=gift))
    assert ("default", 103) in erase_customer(store, "jane@example.com").order_ids
    assert said_of_her(store) == []


def test_an_order_is_the_buyers_also_where_its_payload_is_gone_and_nothing_was_delivered(
    store: psycopg.Connection,
) -> None:
    take(store, payload(id=104, billing_address=JANE, consignments={"downloads": [{"line_items": [line()]}]}))
    store.execute("delete from bigcommerce.raw_orders where bigcommerce_order_id = 104")
    assert ("default", 104) in erase_customer(store, "jane@example.com").order_ids


def test_nobody_of_that_address_changes_nothing(store: psycopg.Connection) -> None:
    before = records(store, "select * from backoffice.orders")
    assert erase_customer(store, "nobody@example.com").order_ids == []
    assert records(store, "select * from backoffice.orders") == before
