"""The one price rule for the catalogue and for price lists: what each target is told, and what decides it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.plans import create_plan, keep_plan, planned_batches, record, refuse, say_problems
from bigcommerce.db.price_rollbacks import end_rollbacks, judge_rollback, keep_rollback
from bigcommerce.db.prices import guard_prices, is_discount_check_due

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIST = "price_list:7"


@pytest.fixture
def db(rolled_back: psycopg.Connection) -> psycopg.Connection:
    """A store with TEE, a variant at 20, in group `trade` at 15, which price list 7 receives; all with tax."""
    for statement in (
        "insert into bigcommerce.stores (store_code, is_enabled) values ('default', true), ('other', true)",
        "insert into backoffice.products (sku) values ('TEE')",
        "insert into backoffice.price_groups (code, is_default) values ('retail', true), ('trade', false)",
        "insert into backoffice.product_prices (sku, price_group, price) values ('TEE', 'retail', 20), "
        "('TEE', 'trade', 15)",
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved) values ('default', 'TEE', true)",
        "insert into bigcommerce.product_links (store_code, sku, product_id, variant_id, is_base_variant, state,"
        " seen_price) values ('default', 'TEE', 7, 70, false, 'linked', 19)",
        "insert into bigcommerce.price_list_map values ('default', 7, 'trade'), ('other', 8, 'trade')",
    ):
        rolled_back.execute(statement)
    return rolled_back


def plan(db: psycopg.Connection, digits: int = 2, skus: Any = None) -> dict[str, dict[str, Any]]:
    """{target: the plan's row}; what is unchanged is not in it."""
    create_plan(db, "price", "default", skus, digits=digits, now=NOW)
    with db.cursor(row_factory=dict_row) as cursor:
        return {row["target"]: row for row in cursor.execute("select * from price_plan")}


def verdicts(db: psycopg.Connection) -> dict[str, str]:
    return {target: row["verdict"] for target, row in plan(db).items()}


def accept(db: psycopg.Connection, *targets: str, run: str = "run") -> None:
    plan(db)
    for target in targets or ("catalog", LIST):
        record(db, "price", "default", ["TEE"], dag_run_id=run, target=target)


def roll_back(db: psycopg.Connection, bad: str) -> dict[str, tuple[int, list[str]]]:
    """{outcome: (how many SKUs, which)}, decided and kept."""
    run = SyncRun("dag", "rollback", "prices", "default")
    outcomes = judge_rollback(db, "default", bad, None, run.dag_run_id, digits=2, now=NOW)
    keep_rollback(db, run, bad, outcomes, is_dry_run=False)
    return {row["outcome"]: (row["skus"], row["examples"]) for row in outcomes}


def problems(db: psycopg.Connection) -> dict[str, str]:
    """{code: message} of the open ones, after a plan."""
    plan(db)
    say_problems(db, "price", "default", None, "run")
    return dict(db.execute("select code, message from bigcommerce.item_problems where resolved_at is null").fetchall())


def change(db: psycopg.Connection, group: str, **values: Any) -> None:
    for column, value in values.items():
        db.execute(f"update backoffice.product_prices set {column} = %s where price_group = %s", [value, group])


def store(db: psycopg.Connection, **values: Any) -> None:
    for column, value in values.items():
        db.execute(f"update bigcommerce.stores set {column} = %s where store_code = 'default'", [value])


def test_each_target_takes_its_own_groups_price_and_is_recorded_by_itself(db: psycopg.Connection) -> None:
    found = plan(db)
    assert {target: row["price"] for target, row in found.items()} == {"catalog": 20, LIST: 15}
    accept(db, LIST)
    assert verdicts(db) == {"catalog": "send"}
    accept(db, "catalog")
    assert verdicts(db) == {}
    change(db, "trade", price=16)
    assert {target: row["price"] for target, row in plan(db).items()} == {LIST: 16}
    assert [row["sku"] for batch in batches(db, LIST) for row in batch] == ["TEE"] and list(batches(db, "x")) == []


def batches(db: psycopg.Connection, target: str) -> Iterator[list[dict[str, Any]]]:
    return planned_batches(db, "prices/select_list_prices", 10, target=target)


def test_the_plan_counts_every_target(db: psycopg.Connection) -> None:
    counts = create_plan(db, "price", "default", None, digits=2, now=NOW)
    assert counts == {"send": 2, "candidates": 2, "unchanged": 0}
    accept(db)
    assert create_plan(db, "price", "default", ["TEE"], digits=2, now=NOW)["unchanged"] == 2
    # A product with options itself has no record: lists know variants alone.
    db.execute("update bigcommerce.product_links set variant_id = null")
    assert create_plan(db, "price", "default", None, digits=2, now=NOW)["candidates"] == 1
    db.execute("delete from bigcommerce.price_exports")
    assert set(plan(db)) == {"catalog"}


@pytest.mark.parametrize("group", [None, "retail", "trade", "unknown"])
@pytest.mark.parametrize("policy", ["skip", "default_group", "rrp"])
@pytest.mark.parametrize("trade_price", [None, 0, Decimal("0.004"), 15])
@pytest.mark.parametrize("store_includes_tax", [True, False])
def test_a_list_takes_its_group_by_the_same_rule_as_the_catalogue(
    db: psycopg.Connection, group: str | None, policy: str, trade_price: Any, store_includes_tax: bool
) -> None:
    db.execute("update backoffice.price_groups set includes_tax = false where code = 'trade'")
    db.execute("update backoffice.products set rrp = 30")
    change(db, "trade", price=trade_price, promotion_price=10)
    store(
        db,
        price_group=group,
        empty_price_policy=policy,
        prices_include_tax=store_includes_tax,
        promotion_pricing_enabled=True,
    )
    db.execute("update bigcommerce.price_list_map set price_group = %s where store_code = 'default'", [group])
    names = ("verdict", "price", "sale_price", "basis_price", "rule")
    found = plan(db)
    on_list, in_catalogue = ({name: found[target][name] for name in names} for target in (LIST, "catalog"))
    assert on_list == in_catalogue


def test_a_price_with_more_digits_than_json_holds_is_invalid(db: psycopg.Connection) -> None:
    change(db, "retail", price="9999999999999.99")
    assert verdicts(db)["catalog"] == "send"
    change(db, "retail", price="10000000000000")
    assert verdicts(db) == {"catalog": "invalid_price", LIST: "send"}
    assert "10000000000000.00" in problems(db)["invalid_price"]
    change(db, "retail", price="99999999999999.9999")
    for digits in (0, 2, 3, 4):
        assert plan(db, digits)["catalog"]["verdict"] == "invalid_price"
    # A plan may hold what no column of money does.
    store(db, tax_rate=10**6)
    db.execute("update backoffice.price_groups set includes_tax = false")
    plan(db)
    keep_plan(db, "price", SyncRun("dag", "dry", "prices", "default"))
    kept = db.execute("select new > 1e19, verdict from bigcommerce.planned_changes where target = 'catalog'")
    assert kept.fetchall() == [(True, "invalid_price")]
    change(db, "retail", price=20)
    store(db, tax_rate=Decimal("0.1"))
    assert problems(db) == {}


def test_a_promotion_that_ends_before_it_starts_is_said_and_the_price_goes(db: psycopg.Connection) -> None:
    bounds = {"promotion_starts_at": NOW + timedelta(days=1), "promotion_ends_at": NOW - timedelta(days=1)}
    change(db, "retail", promotion_price=10, **bounds)
    assert problems(db) == {}  # without promotion pricing it does not matter
    store(db, promotion_pricing_enabled=True)
    assert (plan(db)["catalog"]["price"], plan(db)["catalog"]["sale_price"]) == (20, None)
    assert "ends before it starts" in problems(db)["invalid_price"]
    accept(db)
    # Nothing to send any more, and still to be said; counted as unchanged.
    assert create_plan(db, "price", "default", None, digits=2, now=NOW) == {"candidates": 2, "unchanged": 2}
    assert list(problems(db)) == ["invalid_price"]
    change(db, "retail", promotion_starts_at=None)
    assert problems(db) == {}


def test_one_problem_names_every_target_and_closes_when_none_says_it(db: psycopg.Connection) -> None:
    change(db, "retail", price=0)
    change(db, "trade", price=None)
    assert problems(db)["empty_price"].count("nothing was sent") == 2
    change(db, "retail", price=20)
    assert "on price list 7" in problems(db)["empty_price"] and problems(db)["empty_price"].count("nothing was") == 1
    change(db, "trade", price=15)
    assert problems(db) == {}


def test_a_first_export_is_guarded_by_what_the_catalogue_showed_and_a_list_by_nothing(db: psycopg.Connection) -> None:
    store(db, max_price_change_percent=5)
    change(db, "trade", price=1500)
    assert verdicts(db) == {"catalog": "price_change_too_large", LIST: "send"}
    accept(db, LIST)
    change(db, "trade", price=1600)
    assert verdicts(db) == {"catalog": "price_change_too_large", LIST: "price_change_too_large"}


@pytest.mark.parametrize(
    ("state", "old", "new", "verdict"),
    [
        ("waiting", 20, 40, "price_change_too_large"),
        ("approved", 20, 40, "send"),
        ("approved", None, 40, "send"),
        ("approved", 20, 41, "price_change_too_large"),
        ("approved", 10, 40, "price_change_too_large"),
        ("declined", 20, 40, "declined"),
        ("declined", 20, 41, "price_change_too_large"),
    ],
)
def test_a_decision_is_one_on_exactly_one_change_of_one_target(
    db: psycopg.Connection, state: str, old: int | None, new: int, verdict: str
) -> None:
    accept(db)
    store(db, max_price_change_percent=50)
    change(db, "retail", price=40)
    change(db, "trade", price=40)
    db.execute(
        "insert into bigcommerce.guarded_prices (store_code, sku, old, new, state)"
        " values ('default', 'TEE', %s, %s, %s)",
        [old, new, state],
    )
    assert verdicts(db) == {"catalog": verdict, LIST: "price_change_too_large"}
    plan(db)
    guard_prices(db, "default", None)
    found = dict(db.execute("select target, (old, new, state)::text from bigcommerce.guarded_prices").fetchall())
    assert found[LIST] == "(15.0000,40.0000,waiting)"
    if verdict == "price_change_too_large":
        assert found["catalog"] == "(20.0000,40.0000,waiting)"


def test_a_refusal_holds_for_its_target_alone(db: psycopg.Connection) -> None:
    change(db, "trade", price=20)  # the same value on both
    plan(db)
    refuse(db, "price", "default", ["TEE"], target=LIST)
    db.execute(
        "insert into bigcommerce.item_problems (store_code, flow, item_key, code)"
        " values ('default', 'prices', 'TEE', 'rejected_by_bigcommerce')"
    )
    assert verdicts(db) == {"catalog": "send", LIST: "refused"}
    assert list(problems(db)) == ["rejected_by_bigcommerce"]
    record(db, "price", "default", ["TEE"], dag_run_id="run", target="catalog")
    assert list(problems(db)) == ["rejected_by_bigcommerce"]
    change(db, "trade", price=16)
    assert verdicts(db) == {LIST: "send"} and problems(db) == {}


def test_a_value_that_came_and_went_since_the_run_is_left(db: psycopg.Connection) -> None:
    """10 → 20 by the run, then 25, then 20 again: what the run wrote stands, and others have decided so."""
    for run, price in (("first", 10), ("bad", 20), ("third", 25), ("fourth", 20)):
        change(db, "retail", price=price)
        accept(db, "catalog", run=run)
    assert roll_back(db, "bad") == {"changed_since": (1, ["TEE"])}
    assert roll_back(db, "fourth") == {"rolled_back": (1, ["TEE"])}
    assert plan(db)["catalog"]["price"] == 25


def test_a_full_repair_with_the_same_value_does_not_hinder_a_rollback(db: psycopg.Connection) -> None:
    for run, price in (("first", 10), ("bad", 20), ("repair", 20)):
        change(db, "retail", price=price)
        db.execute("delete from bigcommerce.price_exports")
        accept(db, "catalog", run=run)
    assert roll_back(db, "bad") == {"rolled_back": (1, ["TEE"])}


@pytest.mark.parametrize(
    ("statement", "outcome"),
    [
        ("update bigcommerce.product_approvals set is_approved = false", "unapproved"),
        ("update backoffice.products set is_active = false", "inactive"),
        ("update bigcommerce.product_links set state = 'missing'", "unlinked"),
        ("update bigcommerce.price_history set target = 'price_list:9'", "list_not_mapped"),
        ("delete from bigcommerce.price_history where dag_run_id = 'first'", "first_sent"),
        ("update bigcommerce.price_history set price = 20", "same"),
        ("update backoffice.product_prices set price = 30", "changed_since"),
        ("update bigcommerce.price_exports set price = 10", "restored"),
    ],
)
def test_what_keeps_a_value_from_being_restored_is_named(db: psycopg.Connection, statement: str, outcome: str) -> None:
    for run, price in (("first", 10), ("bad", 20)):
        change(db, "retail", price=price)
        accept(db, "catalog", run=run)
    db.execute(statement)
    assert roll_back(db, "bad") == {outcome: (1, ["TEE"])}
    assert db.execute("select count(*) from bigcommerce.price_rollbacks").fetchone() == (0,)


def test_a_window_does_not_end_a_rollback_and_a_price_does(db: psycopg.Connection) -> None:
    store(db, promotion_pricing_enabled=True)
    for run, price in (("first", 10), ("bad", 20)):
        change(db, "retail", price=price, promotion_price=8, promotion_ends_at=NOW + timedelta(days=1))
        accept(db, "catalog", run=run)
    roll_back(db, "bad")
    change(db, "retail", promotion_ends_at=NOW - timedelta(days=1), updated_at=NOW + timedelta(days=9))
    row = plan(db)["catalog"]
    assert (row["price"], row["sale_price"], row["is_rollback_over"]) == (10, 8, False)
    end_rollbacks(db, "default")
    change(db, "retail", promotion_price=9)
    row = plan(db)["catalog"]
    assert (row["price"], row["sale_price"], row["is_rollback_over"]) == (20, None, True)
    end_rollbacks(db, "default")
    assert db.execute("select count(*) from bigcommerce.price_rollbacks").fetchone() == (0,)


def test_customer_groups_are_looked_at_once_a_day_or_at_once(db: psycopg.Connection) -> None:
    assert [is_discount_check_due(db, "default", at_once) for at_once in (False, False, True)] == [True, False, True]
    db.execute("update bigcommerce.group_discount_checks set checked_at = now() - interval '25 hours'")
    assert is_discount_check_due(db, "default", False)
