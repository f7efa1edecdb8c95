"""Lists of orders are read from an index, however many orders there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from bigcommerce.db.mappings import CODES, MOST_CONSIGNMENTS
from bigcommerce.db.order_lists import START, read_place
from bigcommerce.db.queries import sql
from bigcommerce.errors import Invalid

ORDERS = 100_000
# A page has 51, looked up in a few tables; what waits is one in a thousand.
FEW = 2_000
BIG_TABLES = {"orders", "landed_orders", "raw_orders", "order_changes", "consignments", "order_shipping_addresses"}


@pytest.fixture(scope="module")
def big_shop(shared_connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """100,000 received orders, 50,000 that only landed, one in a thousand waiting, each received one dispatched."""
    connection = shared_connection
    with connection.transaction(force_rollback=True):
        connection.execute("insert into bigcommerce.stores (store_code) values ('default'), ('other')")
        connection.execute(
            """insert into backoffice.orders (store_code, bigcommerce_order_id, placed_at, customer_email,
                 billing_address, status, needs_attention)
               select 'default', n, timestamptz '2020-01-01' + n * interval '1 minute', 'buyer' || n || '@example.com',
                 jsonb_build_object('first_name', md5(n::text), 'last_name', md5((-n)::text)),
                 case when n %% 1000 = 0 then 'On Hold' else 'New' end, n %% 1000 = 0
               from generate_series(1, %(orders)s) n""",
            {"orders": ORDERS},
        )
        connection.execute(
            """insert into bigcommerce.landed_orders
                 (store_code, bigcommerce_order_id, payload_hash, placed_at, outcome)
               select 'default', n, 'h', timestamptz '2020-01-01' + n * interval '1 minute',
                 case when n <= %(orders)s then 'received' when n %% 1000 = 0 then 'parked' else 'not_synced' end
               from generate_series(1, %(orders)s + 50000) n""",
            {"orders": ORDERS},
        )
        connection.execute(
            """insert into bigcommerce.raw_orders (store_code, bigcommerce_order_id, payload_hash, payload)
               select store_code, bigcommerce_order_id, payload_hash, '{}' from bigcommerce.landed_orders"""
        )
        connection.execute(
            """insert into backoffice.order_changes (order_id, kind)
               select order_id, case when bigcommerce_order_id % 1000 = 0 then 'lines' else 'status' end
               from backoffice.orders"""
        )
        connection.execute(
            """insert into backoffice.consignments (consignment_id, order_id, shipping_service)
               select bigcommerce_order_id, order_id, 'Service ' || bigcommerce_order_id % 10 from backoffice.orders"""
        )
        connection.execute(
            """insert into backoffice.order_shipping_addresses (order_id, shipping_address_no)
               select order_id, 1 from backoffice.orders"""
        )
        for table in BIG_TABLES:
            schema = "bigcommerce" if table in ("landed_orders", "raw_orders") else "backoffice"
            connection.execute(f"analyze {schema}.{table}")
        yield connection


def rows_read(connection: psycopg.Connection, statement: str, **parameters: Any) -> int:
    """How many rows of big tables a statement looked at, those it then left out included."""
    with connection.transaction(force_rollback=True):
        row = connection.execute(f"explain (analyze, format json) {sql(statement)}", parameters).fetchone()
    assert row is not None
    return count_read(row[0][0]["Plan"])


def count_read(node: dict[str, Any]) -> int:
    count = sum(count_read(child) for child in node.get("Plans", []))
    if node.get("Relation Name") in BIG_TABLES:
        removed = ("Rows Removed by Filter", "Rows Removed by Index Recheck", "Rows Removed by Join Filter")
        rows = node["Actual Rows"] + sum(node.get(name, 0) for name in removed)
        count += int(rows * node["Actual Loops"])
    return count


LISTS: dict[str, dict[str, Any]] = {
    "order_lists/select_newest": {},
    "order_lists/select_waiting": {},
    "order_lists/select_changed": {},
    "order_lists/select_by_email": {"email": "BUYER77@example.com"},
    "order_lists/select_by_name": {"whole": "abc%", "head": None, "rest": None},
}
MIDDLE = {"before_at": "2020-02-01 00:00:00+00", "before_id": 44640}


@pytest.mark.slow
@pytest.mark.parametrize("place", [vars(START), MIDDLE], ids=["start", "middle"])
@pytest.mark.parametrize("statement", LISTS)
def test_a_list_reads_no_table_from_end_to_end(
    big_shop: psycopg.Connection, statement: str, place: dict[str, Any]
) -> None:
    parameters = {"store": "default", "size": 51} | place | LISTS[statement]
    assert rows_read(big_shop, statement, **parameters) <= FEW


@pytest.mark.slow
def test_two_words_of_a_name_read_an_index_too(big_shop: psycopg.Connection) -> None:
    names = {"whole": "ab cd%", "head": "ab%", "rest": "cd%"}
    parameters = {"store": "default", "size": 51} | vars(START) | names
    assert rows_read(big_shop, "order_lists/select_by_name", **parameters) <= FEW


@pytest.mark.slow
def test_rows_and_stories_are_looked_up(big_shop: psycopg.Connection) -> None:
    assert rows_read(big_shop, "order_lists/select_rows", store="default", order_ids=list(range(1, 52))) <= FEW
    key = {"store": "default", "bigcommerce_order_id": 77}
    assert rows_read(big_shop, "order_stories/select_order", **key) <= FEW
    assert rows_read(big_shop, "order_stories/select_payloads", **key) <= FEW
    assert rows_read(big_shop, "order_stories/select_shipments", store="default", order_id=77) <= FEW
    assert rows_read(big_shop, "order_stories/select_changes", order_id=77) <= FEW


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["payment", "shipping"])
def test_missing_names_are_found_among_what_waits(big_shop: psycopg.Connection, kind: str) -> None:
    assert rows_read(big_shop, "mappings/select_missing_names", store="default", kind=kind, code=CODES[kind]) <= FEW


@pytest.mark.slow
def test_missing_services_are_found_step_by_step(big_shop: psycopg.Connection) -> None:
    parameters = {"store": "default", "most": MOST_CONSIGNMENTS}
    found = big_shop.execute(sql("mappings/select_missing_services"), parameters).fetchall()
    assert found == [(f"Service {number}", MOST_CONSIGNMENTS, True) for number in range(10)]
    # Within the function no plan shows: what was fetched does.
    counted = "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables"
    (before,) = big_shop.execute(counted).fetchone() or (0,)
    big_shop.execute(sql("mappings/select_missing_services"), parameters)
    (after,) = big_shop.execute(counted).fetchone() or (0,)
    assert after - before <= 20 * MOST_CONSIGNMENTS + FEW


@pytest.mark.parametrize("after", ["x", "2026-01-01", "infinity 1", "2026-01-01 -1", "-infinity"])
def test_a_place_that_is_none(after: str) -> None:
    with pytest.raises(Invalid):
        read_place(after)


def test_places_begin_at_the_start_and_end_with_what_has_no_date() -> None:
    assert read_place("") == START
    assert vars(read_place("-infinity 7")) == {"before_at": "-infinity", "before_id": 7}
