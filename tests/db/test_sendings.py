"""What was sent and never answered: sent again whatever its value is by now, until an answer or a reading came."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from bigcommerce.db.full import adopt, copy_stock_reading, keep_price_reading
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.plans import begin_sending, create_plan, record
from tests.db import stock_rows
from tests.db.test_price_targets import LIST, NOW, accept, db, plan, verdicts

__all__ = ["db"]

PRICES, STOCK = SyncRun("dag", "run", "prices", "default"), SyncRun("dag", "run", "stock", "default")


def sendings(db: psycopg.Connection) -> list[tuple[Any, ...]]:
    return db.execute("select store_code, flow, target, sku from bigcommerce.sendings order by 1, 2, 3, 4").fetchall()


def leave_behind(db: psycopg.Connection, *sendings: tuple[str, str, str, str]) -> None:
    insert = "insert into bigcommerce.sendings (store_code, flow, target, sku) values (%s, %s, %s, %s)"
    db.cursor().executemany(insert, sendings)


# --- prices ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("target", "other"), [("catalog", LIST), (LIST, "catalog")])
def test_a_price_is_sent_once_more_to_the_target_that_did_not_answer(
    db: psycopg.Connection, target: str, other: str
) -> None:
    accept(db, "catalog", LIST)
    leave_behind(db, ("default", "stock", target, "TEE"), ("other", "prices", target, "TEE"))
    assert verdicts(db) == {}
    begin_sending(db, PRICES, [{"sku": "TEE", "sale_price": None}], target)
    assert verdicts(db) == {target: "send"}
    begin_sending(db, PRICES, [{"sku": "TEE", "sale_price": None}], other)
    record(db, "price", "default", ["TEE"], dag_run_id="run", target=target)
    assert verdicts(db) == {other: "send"}
    assert sendings(db) == [
        ("default", "prices", other, "TEE"),
        ("default", "stock", target, "TEE"),
        ("other", "prices", target, "TEE"),
    ]


def test_a_sale_price_that_may_have_arrived_is_cleared_though_a_later_sending_had_none(db: psycopg.Connection) -> None:
    accept(db, "catalog", LIST)
    for sale_price in (12, None):
        begin_sending(db, PRICES, [{"sku": "TEE", "sale_price": sale_price}], "catalog")
    row = plan(db)["catalog"]
    assert (row["price"], row["sale_price"], row["owns_sale_price"], row["clears_sale_price"]) == (20, None, True, True)
    record(db, "price", "default", ["TEE"], dag_run_id="run", target="catalog")
    # Whatever sale price is there now is somebody else's.
    begin_sending(db, PRICES, [{"sku": "TEE", "sale_price": None}], "catalog")
    assert plan(db)["catalog"]["owns_sale_price"] is False


def test_a_reading_settles_what_it_read(db: psycopg.Connection) -> None:
    accept(db, "catalog", LIST)
    leave_behind(
        db,
        ("default", "prices", "catalog", "TEE"),
        ("default", "prices", LIST, "TEE"),
        ("default", "stock", "catalog", "TEE"),
        ("other", "prices", "catalog", "TEE"),
    )
    db.execute(
        "create temporary table catalog_items on commit drop as"
        " select 7 as product_id, 70 as variant_id, false as inherits_price, 20 as price, null::numeric as sale_price"
    )
    keep_price_reading(db)
    others = [("stock", "catalog"), ("prices", "catalog")]
    for is_list_read, left in ((False, [("prices", LIST), *others]), (True, others)):
        if is_list_read:
            insert = "insert into held_prices (target, product_id, variant_id, price) values (%s, 0, 70, 15)"
            db.execute(insert, [LIST])
        create_plan(db, "price", "default", None, digits=2, now=NOW, is_read=True)
        adopt(db, "price", PRICES, NOW)
        assert [sending[1:3] for sending in sendings(db)] == left
    assert verdicts(db) == {}


# --- stock -------------------------------------------------------------------------------------------------------
@pytest.fixture
def counted(rolled_back: psycopg.Connection) -> psycopg.Connection:
    """Stores `default` and `other`; of TEE ten were accepted, and there are ten."""
    for store in ("default", "other"):
        stock_rows.add_store(rolled_back, store)
    stock_rows.add_sku(rolled_back, "TEE")
    stock_rows.accept(rolled_back, "TEE", 10)
    return rolled_back


def sent(db: psycopg.Connection) -> dict[str, int]:
    return stock_rows.sent(stock_rows.planned(db))


def test_a_number_is_sent_once_more_to_the_location_that_did_not_answer(counted: psycopg.Connection) -> None:
    others = [
        ("default", "prices", "1", "TEE"),
        ("default", "stock", "1", "TEA"),
        ("default", "stock", "2", "TEE"),
        ("other", "stock", "1", "TEE"),
    ]
    leave_behind(counted, *others)
    assert sent(counted) == {}
    begin_sending(counted, STOCK, [{"sku": "TEE", "location_id": 1}])
    assert sent(counted) == {"TEE": 10}
    record(counted, "stock", "default", ["TEE"], dag_run_id="run", sent_at=NOW)
    assert sent(counted) == {} and sendings(counted) == others


def test_what_may_show_a_number_and_is_not_approved_any_more_gets_zero(counted: psycopg.Connection) -> None:
    counted.execute("update bigcommerce.product_approvals set is_approved = false")
    counted.execute("update bigcommerce.stores set zero_stock_when_unapproved = true")
    assert sent(counted) == {"TEE": 0}
    begin_sending(counted, STOCK, [{"sku": "TEE", "location_id": 1}])
    assert sent(counted) == {"TEE": 0}
    for before in ("update bigcommerce.stock_exports set quantity = 0", "delete from bigcommerce.stock_exports"):
        counted.execute(before)
        assert sent(counted) == {"TEE": 0}
    record(counted, "stock", "default", ["TEE"], dag_run_id="run", sent_at=NOW)
    leave_behind(
        counted,
        ("default", "prices", "1", "TEE"),
        ("default", "stock", "2", "TEE"),
        ("other", "stock", "1", "TEE"),
    )
    assert stock_rows.planned(counted) == {}
    counted.execute("delete from bigcommerce.stock_exports")
    assert stock_rows.planned(counted) == {}


def test_a_reading_settles_a_number(counted: psycopg.Connection) -> None:
    others = [("default", "stock", "2", "TEE"), ("other", "stock", "1", "TEE")]
    leave_behind(counted, ("default", "stock", "1", "TEE"), *others)
    create_plan(counted, "stock", "default", None, order_placed=True)
    copy_stock_reading(counted, [(7, 70, 10)])
    create_plan(counted, "stock", "default", None, order_placed=True, is_read=True)
    adopt(counted, "stock", STOCK, NOW)
    assert sendings(counted) == others
