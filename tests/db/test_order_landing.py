"""What is kept of every order seen: its payloads, what it says now, the units it sold, and how far the walk got."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import conninfo

from bigcommerce.db.order_receipts import find_unknown_skus, read_name_maps
from bigcommerce.db.orders import (
    find_landed,
    find_parked_payloads,
    find_units,
    lock_intake,
    move_watermark,
    read_proven_window,
    trim_payloads,
)
from bigcommerce.domain.payloads import read_payload
from bigcommerce.domain.windows import Window
from tests.db.order_rows import keep, open_stores, records, rows, take, unreadable
from tests.domain.order_payloads import line, payload, rules

LATER = "Wed, 21 Jan 2026 03:00:00 +0000"
LATER_AT = datetime(2026, 1, 21, 3, tzinfo=UTC)


@pytest.fixture
def store(rolled_back: psycopg.Connection) -> psycopg.Connection:
    return open_stores(rolled_back)


def notes(connection: psycopg.Connection) -> list[str]:
    """The staff notes of the payloads kept, the newest last."""
    return [
        note
        for (note,) in rows(
            connection, "select payload ->> 'staff_notes' from bigcommerce.raw_orders order by fetched_at, 1"
        )
    ]


def landed(connection: psycopg.Connection) -> dict[str, Any]:
    (row,) = records(connection, "select * from bigcommerce.landed_orders")
    return row


def payload_hash(document: dict[str, Any]) -> str:
    return read_payload(document).fingerprint


def units_changed_at(connection: psycopg.Connection, *items: dict[str, Any], **fields: Any) -> datetime | None:
    """After taking in this reading."""
    take(connection, payload(*items, **fields))
    return landed(connection)["units_changed_at"]


# --- payloads ------------------------------------------------------------------------------------------------------
def test_every_distinct_payload_is_kept_and_one_that_comes_back_is_the_newest(store: psycopg.Connection) -> None:
    one, two = payload(staff_notes="one"), payload(staff_notes="two")
    take(store, one)
    take(store, two)
    assert notes(store) == ["one", "two"]
    take(store, two)
    assert notes(store) == ["one", "two"]
    take(store, one)
    assert notes(store) == ["two", "one"]
    assert landed(store)["payload_hash"] == payload_hash(one)


def test_a_payload_is_kept_as_it_came(store: psycopg.Connection) -> None:
    order = payload(line(name="Tee \N{SNOWMAN} % 'x'"), extra={"a": [1, None, True, "1.10"]})
    take(store, order)
    assert rows(store, "select bigcommerce_order_id, payload_hash, payload from bigcommerce.raw_orders") == [
        (100, payload_hash(order), order)
    ]


def test_what_an_order_says_now(store: psycopg.Connection) -> None:
    take(store, payload(date_modified=LATER, status_id=7))
    order = payload(date_created=LATER, date_modified=LATER, status_id=8)
    take(store, order)
    assert landed(store) == {
        **{"store_code": "default", "bigcommerce_order_id": 100, "payload_hash": payload_hash(order)},
        **{"payment_state": None, "status_id": 8, "placed_at": LATER_AT, "modified_at": LATER_AT},
        **{"units_changed_at": None, "outcome": "not_synced"},
    }
    take(store, payload(), rules=rules(unmapped_policy="park", payment_names={}))
    assert landed(store)["outcome"] == "parked"


def test_a_received_order_stays_received_and_known_while_it_cannot_be_read(store: psycopg.Connection) -> None:
    take(store, payload())
    before, units = landed(store), find_units(store, "default", [100])
    broken = payload(total_inc_tax="a lot")
    keep(store, [unreadable(broken)])
    assert landed(store) == before | {"payload_hash": payload_hash(broken)}
    assert find_units(store, "default", [100]) == units == {100: {"SKU-1": (2, 0)}}
    assert rows(store, "select count(*) from bigcommerce.raw_orders") == [(2,)]


def test_an_order_never_read_lands_as_invalid_and_is_received_once_it_can_be(store: psycopg.Connection) -> None:
    keep(store, [unreadable(payload(total_inc_tax="a lot"))])
    row = landed(store)
    assert (row["outcome"], row["status_id"], row["placed_at"]) == ("invalid", None, None)
    take(store, payload())
    assert landed(store)["outcome"] == "received"


# --- units ---------------------------------------------------------------------------------------------------------
def test_units_are_those_of_the_newest_reading(store: psycopg.Connection) -> None:
    take(store, payload(line(1), line(2, sku="SKU-1", quantity=3, quantity_refunded=1), line(3, sku=None)))
    take(store, payload(id=101))
    assert find_units(store, "default", [100, 101]) == {100: {"SKU-1": (5, 1)}, 101: {"SKU-1": (2, 0)}}
    take(store, payload(line(4, sku="SKU-2", quantity=7)))
    assert find_units(store, "default", [100, 101]) == {100: {"SKU-2": (7, 0)}, 101: {"SKU-1": (2, 0)}}
    assert find_units(store, "other", [100, 101]) == {}


def test_a_new_order_or_a_plain_status_move_is_no_edit(store: psycopg.Connection) -> None:
    assert units_changed_at(store) is None
    assert units_changed_at(store, status_id=2, date_modified=LATER) is None


@pytest.mark.parametrize("status_id", [4, 5, 6])
def test_a_cancellation_decline_or_refund_may_move_stock(store: psycopg.Connection, status_id: int) -> None:
    assert units_changed_at(store) is None
    assert units_changed_at(store, status_id=status_id, date_modified=LATER) == LATER_AT
    even_later = "Thu, 22 Jan 2026 03:00:00 +0000"
    assert units_changed_at(store, status_id=status_id, date_modified=even_later) == LATER_AT
    assert units_changed_at(store, status_id=11, date_modified=even_later) == LATER_AT + timedelta(days=1)


@pytest.mark.parametrize(
    "item", [line(quantity=3), line(quantity_refunded=1), line(sku="SKU-2"), line(sku="SKU-2", quantity=0)]
)
def test_edited_units_may_move_stock(store: psycopg.Connection, item: dict[str, Any]) -> None:
    units_changed_at(store)
    assert units_changed_at(store, item, date_modified=LATER) == LATER_AT


def test_an_order_first_seen_cancelled_or_refunded_may_have_moved_stock(store: psycopg.Connection) -> None:
    take(store, payload(id=1, status_id=5), payload(line(quantity_refunded=1), id=2), payload(id=3))
    query = "select bigcommerce_order_id from bigcommerce.landed_orders where units_changed_at = modified_at"
    assert sorted(rows(store, query)) == [(1,), (2,)]


# --- looked up -----------------------------------------------------------------------------------------------------
def test_what_is_known_of_an_order_is_its_own_stores(store: psycopg.Connection) -> None:
    order = payload()
    take(store, order, payload(id=101, status_id=7))
    found = find_landed(store, "default", [100, 101, 102])
    assert sorted(found) == [100, 101] and find_landed(store, "other", [100]) == {}
    assert (found[101].is_received, found[101].payment_names, found[101].shipping_names) == (False, None, None)
    received = found[100]
    assert (received.is_received, received.outcome, received.has_payload) == (True, "received", True)
    assert (received.status_id, received.modified_at) == (11, datetime(2026, 1, 20, 2, tzinfo=UTC))
    assert (received.payment_names, received.shipping_names) == ({"Credit Card": "Card"}, {"Standard": "Parcel"})
    assert received.payload_hash == payload_hash(order)


def test_a_payload_that_is_gone_is_known_to_be_gone_and_kept_again(store: psycopg.Connection) -> None:
    take(store, payload())
    store.execute("delete from bigcommerce.raw_orders")
    assert not find_landed(store, "default", [100])[100].has_payload
    take(store, payload())
    assert find_landed(store, "default", [100])[100].has_payload
    # An older one is no help.
    take(store, payload(staff_notes="newest"))
    store.execute("delete from bigcommerce.raw_orders where payload ->> 'staff_notes' = 'newest'")
    assert not find_landed(store, "default", [100])[100].has_payload


def test_unknown_skus_are_those_without_a_product_of_exactly_that_text(store: psycopg.Connection) -> None:
    asked = ["SKU-1", "sku-1", "SKU-1 ", "SKU-9", "SKU-9"]
    assert find_unknown_skus(store, asked) == {"sku-1", "SKU-1 ", "SKU-9"}
    assert find_unknown_skus(store, []) == set()


def test_an_unknown_sku_is_received_all_the_same_and_said(store: psycopg.Connection) -> None:
    take(store, payload(line(1, sku="NEW"), line(2, sku=None)))
    assert rows(store, "select status, needs_attention from backoffice.orders") == [("New", True)]
    query = "select item_key, code, details from bigcommerce.item_problems"
    assert rows(store, query) == [("100", "sku_not_in_back_office", {"skus": ["NEW"]})]


def test_parked_orders_come_back_with_their_newest_payload(store: psycopg.Connection) -> None:
    parking = rules(unmapped_policy="park", payment_names={})
    newest = payload(staff_notes="newest")
    take(store, payload(id=102), payload(id=101), rules=parking)
    take(store, payload(), rules=parking)
    take(store, newest, rules=parking)
    take(store, payload(id=103))
    assert rows(store, "select count(*) from backoffice.orders") == [(1,)]
    found = find_parked_payloads(store, "default")
    assert [parked.payload["id"] for parked in found] == [100, 101, 102]
    assert (found[0].payload, found[0].payload_hash) == (newest, payload_hash(newest))
    assert find_parked_payloads(store, "other") == []


def test_name_maps_are_a_stores_own(store: psycopg.Connection) -> None:
    store.execute("insert into bigcommerce.payment_method_map values ('default', 'A', 'a'), ('other', 'B', 'b')")
    store.execute("insert into bigcommerce.shipping_method_map values ('default', 'S', null), ('other', 'A', 't')")
    assert read_name_maps(store, "default") == {"payment": {"A": "a"}, "shipping": {"S": None}}


# --- watermark and lock --------------------------------------------------------------------------------------------
def test_the_watermark_only_moves_forward_and_where_it_began_stays(store: psycopg.Connection) -> None:
    store.execute("insert into bigcommerce.order_watermarks (store_code) values ('default')")
    assert read_proven_window(store, "default") is None
    began = datetime(2025, 12, 1, tzinfo=UTC)
    for moment, expected in ((5, 5), (3, 5), (6, 6), (6, 6)):
        start = began if moment == 5 else datetime(2026, 1, 2, tzinfo=UTC)
        move_watermark(store, "default", start, datetime(2026, 1, moment, tzinfo=UTC))
        proven = read_proven_window(store, "default")
        assert proven == Window("modified", began, datetime(2026, 1, expected, tzinfo=UTC))
    assert read_proven_window(store, "other") is None


def test_the_watermark_names_the_newest_order_seen(store: psycopg.Connection) -> None:
    query = "select newest_order_at from bigcommerce.order_watermarks where store_code = 'default'"
    move_watermark(store, "default", None, LATER_AT)
    assert rows(store, query) == [(None,)]
    take(store, payload(id=1, date_created=LATER), payload(id=2))
    take(store, payload(id=3, date_created="Thu, 22 Jan 2026 03:00:00 +0000"), store="other")
    move_watermark(store, "default", None, LATER_AT)
    assert rows(store, query) == [(LATER_AT,)]


def test_superseded_payloads_go_after_their_days_and_the_newest_stays(store: psycopg.Connection) -> None:
    for note in ("one", "two", "three"):
        take(store, payload(staff_notes=note))
    move_watermark(store, "default", None, LATER_AT)
    store.execute("update bigcommerce.raw_orders set fetched_at = fetched_at - interval '9 days 1 hour'")
    assert trim_payloads(store, "default", 10) == 0
    # Once a day is enough.
    assert trim_payloads(store, "default", 9) == 0
    store.execute("update bigcommerce.order_watermarks set payloads_trimmed_at = now() - interval '25 hours'")
    assert trim_payloads(store, "other", 9) == 0
    assert trim_payloads(store, "default", 9) == 2
    assert notes(store) == ["three"]


def test_one_page_of_a_store_is_written_at_a_time(store: psycopg.Connection, server: str) -> None:
    lock_intake(store, "default")
    dsn = conninfo.make_conninfo(server, dbname="shared_by_tests", options="-c lock_timeout=100ms")
    with psycopg.connect(dsn) as other_run:
        lock_intake(other_run, "other")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            lock_intake(other_run, "default")
