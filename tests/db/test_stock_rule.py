"""The stock rule, sentence by sentence, on real Postgres."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.db.stock_rows import (
    NOW,
    accept,
    add_sku,
    add_store,
    place,
    planned,
    receive,
    sent,
    set_store,
    set_units,
    verdicts,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tee(rolled_back: psycopg.Connection) -> psycopg.Connection:
    """Store `default` with TEE, ten of it in stock."""
    add_store(rolled_back, "default")
    add_sku(rolled_back, "TEE")
    return rolled_back


# --- available ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("warehouses", "expected"),
    [(None, 12), (["main"], 10), (["east", "main"], 15), (["main", "west", "nowhere"], 7), (["west"], 0)],
)
def test_the_chosen_warehouses_are_summed(tee: psycopg.Connection, warehouses: Any, expected: int) -> None:
    set_units(tee, "TEE", 5, "east")
    set_units(tee, "TEE", -3, "west")
    set_store(tee, stock_warehouses=warehouses)
    assert sent(planned(tee)) == {"TEE": expected}


@pytest.mark.parametrize("warehouses", [["nowhere"], []])
def test_a_warehouse_without_a_row_is_no_stock_row(tee: psycopg.Connection, warehouses: list[str]) -> None:
    set_store(tee, stock_warehouses=warehouses)
    assert verdicts(planned(tee)) == {"TEE": "stock_missing"}
    tee.execute("update backoffice.products set is_active = false")
    assert sent(planned(tee)) == {"TEE": 0}


@pytest.mark.parametrize(
    ("limit", "buffer", "expected"), [(None, 0, 10), (4, 0, 4), (0, 0, 0), (4, 7, 3), (4, 5, 4), (None, 11, 0)]
)
def test_the_buffer_comes_off_before_the_limit(
    tee: psycopg.Connection, limit: int | None, buffer: int, expected: int
) -> None:
    set_store(tee, stock_limit=limit, stock_buffer=buffer)
    assert sent(planned(tee)) == {"TEE": expected}


def test_more_than_bigcommerce_can_hold_is_a_problem_unless_the_limit_brings_it_down(tee: psycopg.Connection) -> None:
    set_units(tee, "TEE", 2_147_483_647)
    assert sent(planned(tee)) == {"TEE": 2_147_483_647}
    set_units(tee, "TEE", 2_147_483_647, "east")
    assert verdicts(planned(tee)) == {"TEE": "invalid_quantity"}
    set_store(tee, stock_limit=10)
    assert sent(planned(tee)) == {"TEE": 10}
    # To be told of the number comes before tracking it, which would sell the product out.
    set_store(tee, stock_limit=None, switch_on_inventory_tracking=True)
    tee.execute("update bigcommerce.product_links set inventory_tracking = 'none'")
    assert verdicts(planned(tee)) == {"TEE": "invalid_quantity"}


# --- reserved ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status_id", range(15))
def test_what_is_open_and_not_received_is_reserved(tee: psycopg.Connection, status_id: int) -> None:
    place(tee, 100, {"TEE": 3}, NOW, status_id=status_id)
    is_open = status_id in (1, 3, 7, 8, 9, 11, 12, 13, 14)
    assert sent(planned(tee)) == {"TEE": 7 if is_open else 10}


@pytest.mark.parametrize("status_id", range(15))
def test_what_is_received_is_reserved_unless_cancelled_or_declined(tee: psycopg.Connection, status_id: int) -> None:
    place(tee, 100, {"TEE": 3}, NOW, status_id=status_id)
    receive(tee, 100, NOW + MINUTE)
    assert sent(planned(tee)) == {"TEE": 10 if status_id in (5, 6) else 7}


def test_refunded_units_are_not_reserved(tee: psycopg.Connection) -> None:
    place(tee, 100, {"TEE": 3}, NOW, refunded=2)
    assert sent(planned(tee)) == {"TEE": 9}


@pytest.mark.parametrize(
    ("since", "placed", "expected"), [(NOW, NOW, 7), (NOW, NOW - MINUTE, 10), (NOW, None, 7), (None, None, 7)]
)
def test_what_will_never_be_received_is_not_reserved(
    tee: psycopg.Connection, since: datetime | None, placed: datetime | None, expected: int
) -> None:
    set_store(tee, orders_since=since)
    place(tee, 100, {"TEE": 3}, placed)
    assert sent(planned(tee)) == {"TEE": expected}
    receive(tee, 100, NOW + MINUTE)
    assert sent(planned(tee)) == {"TEE": 7}


@pytest.mark.parametrize(
    ("confirmed", "received", "accepted", "expected"),
    [
        (False, NOW, None, 10),
        (False, NOW + MINUTE, None, 7),
        (False, None, None, 7),
        (True, NOW, None, 7),
        (True, NOW, NOW, 10),
        (True, NOW, NOW + MINUTE, 7),
        (True, NOW + MINUTE, NOW, 10),
        (False, NOW + MINUTE, NOW, 7),
    ],
)
def test_an_order_is_reserved_until_the_number_accounts_for_it(
    tee: psycopg.Connection, confirmed: bool, received: Any, accepted: Any, expected: int
) -> None:
    set_store(tee, orders_are_confirmed=confirmed)
    place(tee, 100, {"TEE": 3}, NOW)
    receive(tee, 100, received, accepted_at=accepted)
    assert sent(planned(tee)) == {"TEE": expected}


def test_the_newest_count_of_the_warehouses_used_decides(tee: psycopg.Connection) -> None:
    place(tee, 100, {"TEE": 3}, NOW)
    receive(tee, 100, NOW + MINUTE)
    set_units(tee, "TEE", 5, "east")
    tee.execute("update backoffice.stock set counted_at = %s where warehouse = 'east'", [NOW + MINUTE])
    assert sent(planned(tee)) == {"TEE": 15}
    set_store(tee, stock_warehouses=["main"])
    assert sent(planned(tee)) == {"TEE": 7}


def test_orders_of_every_store_are_reserved_each_by_its_own_store_s_settings(tee: psycopg.Connection) -> None:
    add_store(tee, "second", orders_are_confirmed=True, stock_buffer=1, stock_location_id=2)
    for table in ("product_approvals", "product_links"):
        tee.execute(f"create temporary table t on commit drop as select * from bigcommerce.{table}")
        tee.execute("update t set store_code = 'second'")
        tee.execute(f"insert into bigcommerce.{table} select * from t")
        tee.execute("drop table t")
    place(tee, 100, {"TEE": 3}, NOW)
    place(tee, 100, {"TEE": 2}, NOW + 20 * MINUTE, "second")
    for store in ("default", "second"):
        # Counted by the first store's measure, not yet confirmed by the second one's.
        receive(tee, 100, NOW, store)
    assert sent(planned(tee)) == {"TEE": 8} and sent(planned(tee, "second")) == {"TEE": 7}
    assert planned(tee, "second")["TEE"]["location_id"] == 2
    # What the one was sent says nothing of the other, and the other's orders did not sell from it.
    accept(tee, "TEE", 8, NOW + 10 * MINUTE)
    assert planned(tee) == {} and sent(planned(tee, "second")) == {"TEE": 7}


# --- unchanged ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("order", "order_placed", "is_sent"),
    [
        # Wanted are 10 − 3 where the order is open; it was sold by BigCommerce itself where placed after the sending.
        ({"placed_at": NOW + 5 * MINUTE}, True, False),
        ({"placed_at": NOW + 5 * MINUTE}, False, True),
        ({"placed_at": NOW + MINUTE}, True, True),
        ({"placed_at": NOW - 5 * MINUTE}, True, True),
        # Cancelled: nothing is reserved, and what BigCommerce gave back is not known.
        ({"placed_at": NOW + 5 * MINUTE, "status_id": 5, "units_changed_at": NOW + 6 * MINUTE}, True, True),
        ({"placed_at": NOW - 5 * MINUTE, "status_id": 5, "units_changed_at": NOW + 6 * MINUTE}, True, True),
        ({"placed_at": NOW - 5 * MINUTE, "status_id": 5, "units_changed_at": NOW - MINUTE}, True, False),
        ({"placed_at": NOW - MINUTE / 2, "status_id": 5, "units_changed_at": NOW - MINUTE / 3}, True, True),
        # Shipped and accounted for: a plain status move, which only some stores take stock off for.
        ({"placed_at": NOW - 5 * MINUTE, "status_id": 2, "modified_at": NOW + 6 * MINUTE}, True, False),
        ({"placed_at": NOW - 5 * MINUTE, "status_id": 2, "modified_at": NOW + 6 * MINUTE}, False, True),
        ({"placed_at": NOW - 5 * MINUTE, "status_id": 2}, False, False),
    ],
)
def test_what_bigcommerce_must_hold_by_now_is_not_sent_and_what_is_uncertain_is(
    tee: psycopg.Connection, order: dict[str, Any], order_placed: bool, is_sent: bool
) -> None:
    accept(tee, "TEE", 10)
    place(tee, 100, {"TEE": 3}, **order)
    assert ("TEE" in planned(tee, order_placed=order_placed)) == is_sent


def test_a_sku_that_an_edit_took_off_an_order_is_uncertain(tee: psycopg.Connection) -> None:
    accept(tee, "TEE", 10)
    place(tee, 100, {"TEE": 0}, NOW + 5 * MINUTE, units_changed_at=NOW + 6 * MINUTE)
    assert sent(planned(tee)) == {"TEE": 10}


def test_another_location_than_the_default_one_is_not_known_to_have_sold(tee: psycopg.Connection) -> None:
    set_store(tee, stock_location_id=2)
    accept(tee, "TEE", 10, location=1)
    assert planned(tee)["TEE"]["location_id"] == 2
    accept(tee, "TEE", 10, location=2)
    assert planned(tee) == {}
    place(tee, 100, {"TEE": 3}, NOW + 5 * MINUTE)
    assert sent(planned(tee)) == {"TEE": 7}


# --- unapproved, untracked ---------------------------------------------------------------------------------------
def test_what_was_sent_and_is_not_approved_any_more_gets_zero_once_where_the_store_says_so(
    tee: psycopg.Connection,
) -> None:
    accept(tee, "TEE", 10)
    add_sku(tee, "NEVER-SENT", product_id=8)
    tee.execute("update bigcommerce.product_approvals set is_approved = false")
    assert planned(tee) == {}
    set_store(tee, zero_stock_when_unapproved=True)
    assert sent(planned(tee)) == {"TEE": 0} and sent(planned(tee, skus=["OTHER"])) == {}
    # Neither a missing row nor what is not tracked is anybody's business now.
    tee.execute("delete from backoffice.stock")
    assert sent(planned(tee)) == {"TEE": 0}
    tee.execute("delete from bigcommerce.product_approvals")
    assert sent(planned(tee)) == {"TEE": 0}
    accept(tee, "TEE", 0)
    place(tee, 100, {"TEE": 3}, NOW, units_changed_at=NOW + MINUTE, status_id=5)
    assert planned(tee) == {}
    accept(tee, "TEE", 5)
    tee.execute("update bigcommerce.product_links set inventory_tracking = 'none'")
    assert planned(tee) == {}


@pytest.mark.parametrize(
    ("link", "switch_to"),
    [
        ({"is_base_variant": True, "variant_id": 70}, "product"),
        ({"is_base_variant": False, "variant_id": 70}, "variant"),
        # The product itself of one with variants: switched for the sake of a variant only.
        ({"is_base_variant": False, "variant_id": None}, None),
    ],
)
def test_an_untracked_product_is_switched_on_where_the_store_says_so_and_once(
    rolled_back: psycopg.Connection, link: dict[str, Any], switch_to: str | None
) -> None:
    add_store(rolled_back, "default")
    add_sku(rolled_back, "TEE", inventory_tracking="none", **link)
    assert verdicts(planned(rolled_back)) == {"TEE": "inventory_not_tracked"}
    set_store(rolled_back, switch_on_inventory_tracking=True)
    row = planned(rolled_back)["TEE"]
    assert (row["verdict"], row["switch_to"], row["level"]) == (
        "send" if switch_to else "inventory_not_tracked",
        switch_to,
        switch_to,
    )
    accept(rolled_back, "TEE", 10)
    switched = "insert into bigcommerce.tracking_switches (store_code, product_id) values (%s, 7)"
    add_store(rolled_back, "other")
    rolled_back.execute(switched, ["other"])
    assert planned(rolled_back)["TEE"]["verdict"] == row["verdict"]
    rolled_back.execute(switched, ["default"])
    assert verdicts(planned(rolled_back)) == {"TEE": "inventory_not_tracked"}
    rolled_back.execute("delete from bigcommerce.tracking_switches")
    rolled_back.execute("delete from backoffice.stock")
    assert verdicts(planned(rolled_back)) == {"TEE": "stock_missing"}


@pytest.mark.parametrize("tracking", ["product", "variant"])
@pytest.mark.parametrize(("variant_id", "named_by"), [(70, "variant"), (None, "product")])
def test_of_a_product_with_variants_only_what_it_tracks_is_sent(
    rolled_back: psycopg.Connection, variant_id: int | None, named_by: str, tracking: str
) -> None:
    add_store(rolled_back, "default")
    add_sku(rolled_back, "TEE", is_base_variant=False, variant_id=variant_id, inventory_tracking=tracking)
    row = planned(rolled_back)["TEE"]
    is_sent = named_by == tracking
    assert (row["verdict"], row["level"]) == (("send", tracking) if is_sent else ("inventory_not_tracked", None))
