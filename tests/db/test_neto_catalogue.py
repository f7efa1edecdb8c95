"""Pages of Neto's items as rows of the back office, on a real Postgres: only what differs changes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from bigcommerce.db.neto import catalogue as db
from bigcommerce.domain.neto.items import ImportRules, read_item
from tests.domain.neto_items import group, held, neto_item
from tests.ui.panel_rows import plan_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MISC = ImportRules(approvals_live_in="misc", misc_field="Misc01")


class Desk:
    def __init__(self, connection: psycopg.Connection) -> None:
        self.db, self.rules, self.silence_is_no, self.now = connection, ImportRules(), False, NOON
        connection.execute("insert into bigcommerce.stores (store_code) values ('default')")
        db.begin_pages(connection)

    def save(self, *items: dict[str, Any], after: timedelta = HOUR) -> tuple[list[str], list[str]]:
        """(SKUs whose product, prices or stock changed, SKUs whose approval did)."""
        self.now += after
        source = db.PageSource("default", "neto_catalog_import", self.now, self.now, self.silence_is_no)
        with self.db.transaction():
            read = [read_item(item, self.rules) for item in items]
            changes = db.save_page(self.db, read, db.read_reading(self.db), source)
            db.note_seen(self.db, [item.sku for item in read], is_bad=False)
        return sorted(changes.items), sorted(changes.approvals)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.db.execute(statement).fetchall()

    def versions(self, *tables: str) -> list[Any]:
        return [self.rows(f"select xmin::text, t::text from {table} t order by 2") for table in tables]

    def approve(self, sku: str, is_approved: bool, source: str = "panel") -> None:
        self.db.execute(
            "insert into bigcommerce.product_approvals (store_code, sku, is_approved, source, changed_by)"
            " values ('default', %s, %s, %s, 'ada') on conflict (store_code, sku) do update set"
            " is_approved = excluded.is_approved, source = excluded.source, changed_at = clock_timestamp()",
            [sku, is_approved, source],
        )

    def approval(self, sku: str) -> tuple[bool, str] | None:
        found = "select is_approved, source from bigcommerce.product_approvals where sku = %s"
        return self.db.execute(found, [sku]).fetchone()


@pytest.fixture
def desk(rolled_back: psycopg.Connection) -> Desk:
    return Desk(rolled_back)


def test_a_page_becomes_rows(desk: Desk) -> None:
    item = neto_item("A", PriceGroups=[group("2", "Trade", "27"), group("3", "Staff", "0")])
    assert desk.save(item, neto_item("B", Virtual="True", ParentSKU="")) == (["A", "B"], [])
    assert desk.rows("select sku, parent_sku, is_active, rrp::text from backoffice.products order by 1") == [
        ("A", "TEE", True, "39.9500"),
        ("B", None, True, "39.9500"),
    ]
    groups = "select code, name, is_default from backoffice.price_groups order by 1"
    assert desk.rows(groups) == [("2", "Trade", False), ("3", "Staff", False), ("default", None, True)]
    prices = "select price_group, price from backoffice.product_prices where sku = 'A'"
    assert dict(row[:2] for row in desk.rows(prices)) == {"2": 27, "3": None, "default": Decimal("29.95")}
    assert desk.rows("select * from backoffice.stock") == [("A", "main", 7, desk.now)]


def test_the_same_again_moves_only_when_it_was_counted(desk: Desk) -> None:
    page = [neto_item("A"), neto_item("B", PriceGroups=[])]
    desk.save(*page)
    tables = ("backoffice.products", "backoffice.price_groups", "backoffice.product_prices", "neto.items")
    before = desk.versions(*tables, "neto.catalogue_reading")
    assert desk.save(*page) == ([], [])
    assert desk.versions(*tables, "neto.catalogue_reading") == before
    assert desk.rows("select distinct available_quantity, counted_at from backoffice.stock") == [(7, desk.now)]


@pytest.mark.parametrize(
    "change",
    [
        {"Name": "Blue tee"},
        {"ParentSKU": ""},
        {"IsActive": "False"},
        {"RRP": "0"},
        {"TaxFreeItem": "True"},
        {"TaxInclusive": "False"},
        {"DefaultPrice": "30"},
        {"PromotionPrice": ""},
        {"PromotionStartDateUTC": ""},
        {"PromotionExpiryDateUTC": "2027-01-01 00:00:00"},
        {"PriceGroups": []},
        {"PriceGroups": [group("2", "Trade", "26")]},
        {"PriceGroups": [group("9", "New", "26")]},
        {"AvailableSellQuantity": "8"},
        {"Virtual": "True"},
    ],
)
def test_whatever_changes_of_an_item_changes_that_row_alone(desk: Desk, change: dict[str, Any]) -> None:
    desk.save(neto_item("A"), neto_item("B"))
    before = desk.rows("select xmin, updated_at from backoffice.products where sku = 'B'")
    assert desk.save(neto_item("A", **change), neto_item("B")) == (["A"], [])
    assert desk.rows("select xmin, updated_at from backoffice.products where sku = 'B'") == before
    assert desk.save(neto_item("A", **change), neto_item("B")) == ([], [])
    # As if it had never been otherwise.
    kept = "select sku, price_group, price, promotion_price, promotion_starts_at, promotion_ends_at"
    stock = "select sku, warehouse, available_quantity from backoffice.stock order by 1, 2"
    found = desk.rows(f"{kept} from backoffice.product_prices order by 1, 2"), desk.rows(stock)
    desk.db.execute("truncate backoffice.products, backoffice.product_prices, backoffice.stock")
    desk.save(neto_item("A", **change), neto_item("B"))
    assert (desk.rows(f"{kept} from backoffice.product_prices order by 1, 2"), desk.rows(stock)) == found


def test_a_known_product_that_is_counted_for_the_first_time_has_changed(desk: Desk) -> None:
    desk.save(neto_item("A", Virtual="True"), neto_item("B"))
    assert desk.save(neto_item("A"), neto_item("B")) == (["A"], [])


def test_rows_of_others_stay(desk: Desk) -> None:
    desk.db.execute("insert into backoffice.price_groups (code, name) values ('web', 'Web')")
    desk.db.execute("insert into backoffice.product_prices (sku, price_group, price) values ('A', 'web', 5)")
    desk.db.execute("insert into backoffice.stock (sku, warehouse, available_quantity) values ('A', '3PL', 9)")
    desk.save(neto_item("A"))
    desk.save(neto_item("A", PriceGroups=[], Virtual="True"))
    prices = "select price_group from backoffice.product_prices where sku = 'A' order by 1"
    assert desk.rows(prices) == [("default",), ("web",)]
    assert desk.rows("select warehouse, available_quantity from backoffice.stock") == [("3PL", 9)]


def test_other_warehouses_replace_the_rows_of_those_before(desk: Desk) -> None:
    desk.save(neto_item("A"))
    desk.rules = ImportRules(warehouses={"1": "Perth", "2": "Hobart"})
    assert desk.save(neto_item("A", WarehouseQuantity=[held("1", "2"), held("2", "4")])) == (["A"], [])
    stock = "select warehouse, available_quantity from backoffice.stock order by 1"
    assert desk.rows(stock) == [("Hobart", 3), ("Perth", 0)]
    desk.rules = ImportRules(warehouses={"2": "Hobart"})
    desk.save(neto_item("A"))
    assert desk.rows(stock) == [("Hobart", 1)]


def test_a_group_keeps_its_name_and_gets_a_new_one(desk: Desk) -> None:
    desk.save(neto_item("A"))
    desk.save(neto_item("A", PriceGroups=[group("2", "", "27")]))
    assert desk.rows("select name from backoffice.price_groups where code = '2'") == [("Trade",)]
    desk.save(neto_item("A", PriceGroups=[group("2", "Resellers", "27")]))
    assert desk.rows("select name from backoffice.price_groups where code = '2'") == [("Resellers",)]


def test_another_default_group_stays_until_somebody_takes_it_back(desk: Desk) -> None:
    desk.db.execute("insert into backoffice.price_groups (code, name, is_default) values ('retail', 'Retail', true)")
    desk.save(neto_item("A"))
    defaults = "select code from backoffice.price_groups where is_default"
    assert desk.rows(defaults) == [("retail",)]
    assert db.find_other_default_group(desk.db) == ("retail", "Retail")
    desk.db.execute("update backoffice.price_groups set is_default = false")
    desk.save(neto_item("A"))
    assert desk.rows(defaults) == [("default",)] and db.find_other_default_group(desk.db) is None


def test_a_group_that_people_made_the_default_stays_it_under_another_name(desk: Desk) -> None:
    groups = "select code, name, is_default from backoffice.price_groups order by 1"
    desk.save(neto_item("A"))
    desk.db.execute("update backoffice.price_groups set is_default = false")
    desk.db.execute("update backoffice.price_groups set is_default = true where code = '2'")
    desk.save(neto_item("A", PriceGroups=[group("2", "Resellers", "27")]))
    assert desk.rows(groups) == [("2", "Resellers", True), ("default", None, False)]
    # People's own name of Neto's default prices stays when these become the default.
    desk.db.execute("update backoffice.price_groups set name = 'Shop' where code = 'default'")
    desk.db.execute("update backoffice.price_groups set is_default = false where code = '2'")
    desk.save(neto_item("A"))
    assert desk.rows(groups) == [("2", "Trade", False), ("default", "Shop", True)]


def test_what_was_not_seen_becomes_inactive_once(desk: Desk) -> None:
    desk.save(neto_item("A"), neto_item("B"), neto_item("C"))
    desk.db.execute("insert into backoffice.products (sku) values ('theirs')")
    db.begin_pages(desk.db)
    desk.save(neto_item("B"))
    assert db.unseen_skus(desk.db, "", None, 9) == ["A", "C"] == db.unseen_skus(desk.db, "", ["A", "B", "C"], 9)
    assert db.unseen_skus(desk.db, "", None, 1) == ["A"] and db.unseen_skus(desk.db, "A", None, 9) == ["C"]
    assert db.retire_products(desk.db, ["A", "C"]) == ["A", "C"]
    assert db.retire_products(desk.db, ["A", "C"]) == db.unseen_skus(desk.db, "", None, 9) == []
    active = "select sku, is_active from backoffice.products order by 1"
    assert desk.rows(active) == [("A", False), ("B", True), ("C", False), ("theirs", True)]
    assert desk.save(neto_item("A")) == (["A"], [])
    assert desk.rows(active)[0] == ("A", True)


def misc(sku: str, text: str | None) -> dict[str, Any]:
    return neto_item(sku, Misc01=text)


@pytest.fixture
def approving(desk: Desk) -> Desk:
    desk.rules, desk.silence_is_no = MISC, True
    return desk


def test_netos_approvals_arrive_with_their_source(approving: Desk) -> None:
    assert approving.save(misc("A", "Y"), misc("B", "N"), misc("C", ""))[1] == ["A", "B"]
    assert [approving.approval(sku) for sku in "ABC"] == [(True, "neto"), (False, "neto"), None]
    before = approving.versions("bigcommerce.product_approvals", "neto.items")
    assert approving.save(misc("A", "Y"), misc("B", "N"), misc("C", "")) == ([], [])
    assert approving.versions("bigcommerce.product_approvals", "neto.items") == before
    assert approving.save(misc("A", ""), misc("B", "Y"))[1] == ["A", "B"]
    assert [approving.approval(sku) for sku in "AB"] == [(False, "neto"), (True, "neto")]
    who = "select distinct changed_by from bigcommerce.product_approvals"
    assert approving.rows(who) == [("neto_catalog_import",)]


def test_an_approval_made_here_stays_until_neto_knows_it(approving: Desk) -> None:
    approving.approve("A", True)
    approving.save(misc("A", "N"), misc("B", "Y"))
    approving.approve("B", False)
    assert approving.save(misc("A", "N"), misc("B", "Y"))[1] == []
    assert [approving.approval(sku) for sku in "AB"] == [(True, "panel"), (False, "panel")]


def test_what_neto_changes_after_it_knew_counts(approving: Desk) -> None:
    approving.approve("A", True)
    approving.save(misc("A", "Y"))
    assert approving.approval("A") == (True, "panel")
    assert approving.save(misc("A", "N"))[1] == ["A"]
    assert approving.approval("A") == (False, "neto")


def test_an_answer_from_before_the_push_says_nothing(approving: Desk) -> None:
    approving.save(misc("A", "N"))
    approving.approve("A", True)
    pushed_at = approving.now + 3 * HOUR
    approving.db.execute("update neto.items set is_approved = true, written_at = %s", [pushed_at])
    assert approving.save(misc("A", "N"), after=HOUR)[1] == []
    assert approving.approval("A") == (True, "panel")
    # Neto tells the time in whole seconds, so an answer of the same second may be from before it.
    assert approving.save(misc("A", "N"), after=2 * HOUR)[1] == [] and approving.now == pushed_at
    assert approving.approval("A") == (True, "panel")
    assert approving.rows("select is_approved, written_at from neto.items") == [(True, pushed_at)]
    assert approving.save(misc("A", "N"), after=HOUR)[1] == ["A"]


def test_silence_means_nothing_where_the_channel_is_not_known(desk: Desk) -> None:
    desk.approve("A", True, "neto")
    assert desk.save(neto_item("A"))[1] == []
    assert desk.approval("A") == (True, "neto")
    assert desk.rows("select is_approved from neto.items") == [(None,)]
    desk.db.execute("update neto.items set is_approved = true")
    desk.save(neto_item("A"))
    assert desk.rows("select is_approved from neto.items") == [(True,)]


def test_names_of_neto_are_remembered(desk: Desk) -> None:
    desk.save(neto_item("A"))
    desk.save(neto_item("B", PriceGroups=[group("5", "Five", "1")]))
    reading = db.read_reading(desk.db)
    assert (reading.price_groups, reading.warehouses) == (["2", "default", "5"], ["main"])
    reading.read_until, reading.rules = NOON, {"a": [1]}
    db.save_reading(desk.db, reading)
    assert db.read_reading(desk.db) == reading
    assert len(desk.rows("select from neto.catalogue_reading")) == 1


@pytest.mark.parametrize(
    ("statement", "arguments"), [("neto/drop_stock_of_parents", {}), ("neto/delete_stock", {"warehouses": ["main"]})]
)
def test_a_page_reads_no_whole_table(desk: Desk, statement: str, arguments: dict[str, Any]) -> None:
    desk.db.execute(
        "insert into backoffice.products (sku, parent_sku) select 'S' || i, 'P' || i / 9"
        " from generate_series(1, 100000) i"
    )
    desk.db.execute("insert into backoffice.stock (sku, warehouse) select sku, 'main' from backoffice.products")
    desk.db.execute("analyze backoffice.products, backoffice.stock")
    items = [neto_item(SKU=f"S{number}", ParentSKU=f"P{number // 9}") for number in range(1, 201)]
    db.stage_page(desk.db, [read_item(item, desk.rules) for item in items])
    plan = plan_of(desk.db, statement, **arguments)
    assert not re.search("Seq Scan on (products|stock)", plan), plan
