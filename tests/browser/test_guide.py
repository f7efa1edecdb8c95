"""The whole guide by clicks alone: from a store that nobody connected to a tracking number on its order.

Each fixture is a stretch of the way, walked once, and needs the one before; each test looks at what it did to the
store at BigCommerce and to the database. One person walks, inside Airflow's own page.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from sandbox.seed import APPROVED_SKUS
from tests.browser import guide, guide_flows, haystack
from tests.browser.guide import Panel
from tests.browser.merchant import Account, BigCommerce, new_account, start_anew
from tests.browser.people import Visitor
from tests.journeys.airflow_world import AirflowWorld

pytestmark = pytest.mark.slow

PAYMENTS = {"Credit Card": "Visa/Mastercard", "PayPal": "PayPal", "Afterpay": "Afterpay", "Cash on Delivery": "COD"}
SERVICES = {"Express Post": "Express Freight", "Pickup in store": "Store Collection"}
CARRIERS = {"Standard Freight": "couriers-please", "Express Freight": "star-track"}
LIMIT = 20
TICKED, TENTS = {"00123", "COOLER-25"}, {"TENT-2P", "TENT-4P"}


@dataclass(frozen=True)
class Parcel:
    """number: BigCommerce's of the order; order_id: the back office's."""

    number: int
    order_id: int
    tracking_number: str = "CP 0042 7731"


@pytest.fixture(scope="module")
def account(world: AirflowWorld) -> Account:
    start_anew(world)
    return new_account(world)


@pytest.fixture(scope="module")
def store(account: Account) -> BigCommerce:
    return BigCommerce(account)


@pytest.fixture(scope="module")
def ada(visit: Callable[..., Visitor]) -> Visitor:
    return visit("ada", is_signed_in=False)


@pytest.fixture(scope="module")
def panel(ada: Visitor, account: Account) -> Panel:
    """She signs in, and follows Airflow's navigation."""
    ada.sign_in()
    return ada.follow_navigation()


@pytest.fixture(scope="module")
def live(panel: Panel, account: Account) -> dict[str, Any]:
    """The store is set up and switched on. What the steps offered."""
    expect(panel.get_by_text("No store is set up yet.")).to_be_visible()
    guide.add_store(panel, "default")
    guide.enter_account(panel, account)
    offered: dict[str, Any] = {"scopes": guide.scopes(panel)}
    guide.save_step(panel, "Account", then="Orders")
    offered["statuses"] = panel.get_by_role("group", name="Order statuses to sync").inner_text()
    guide.save_step(panel, "Orders", then="Pricing")
    panel.get_by_label("Enable promotion pricing").check()
    guide.save_step(panel, "Pricing", then="Stock")
    panel.get_by_label("Stock limit").fill(str(LIMIT))
    guide.save_step(panel, "Stock", then="Payment methods")
    offered["payments"] = guide.offered_names(panel)
    guide.map_names(panel, PAYMENTS, others="EFT")
    guide.save_step(panel, "Payment methods", then="Shipping methods")
    offered["shipping"] = guide.offered_names(panel)
    guide.map_names(panel, SERVICES, others="Standard Freight")
    guide.save_step(panel, "Shipping methods", then="Carriers")
    guide.map_carriers(panel, CARRIERS)
    guide.save_step(panel, "Carriers", then="Review")
    guide.complete(panel, "default")
    return offered


def test_the_account_is_tested_scope_by_scope(live: dict[str, Any]) -> None:
    assert len(live["scopes"]) == 8 and set(live["scopes"].values()) == {"ok"}


def test_names_are_offered_with_the_number_of_orders_that_carry_them(live: dict[str, Any], store: BigCommerce) -> None:
    assert live["payments"] == store.payment_methods() and len(live["payments"]) > 4
    waiting = sum(order["status_id"] == 11 for order in store.orders())
    assert waiting and f"Awaiting Fulfillment ({waiting})" in live["statuses"]


def test_what_was_chosen_is_kept_and_the_store_is_live(live: dict[str, Any], world: AirflowWorld) -> None:
    row = world.db.execute(
        "select is_enabled, setup_completed_at > now() - interval '5 min', promotion_pricing_enabled, stock_limit,"
        " order_statuses_to_sync, connection_id from bigcommerce.stores"
    ).fetchall()
    assert row == [(True, True, True, LIMIT, [11], "bigcommerce_default")]
    for table, names, offered in (
        ("payment_method_map", {**dict.fromkeys(live["payments"], "EFT"), **PAYMENTS}, live["payments"]),
        ("shipping_method_map", {**dict.fromkeys(live["shipping"], "Standard Freight"), **SERVICES}, live["shipping"]),
    ):
        saved = dict(world.db.execute(f"select bigcommerce_name, backoffice_name from bigcommerce.{table}").fetchall())
        assert saved == names and set(saved) == set(offered)
    carriers = world.db.execute("select shipping_service, tracking_carrier from bigcommerce.carrier_map").fetchall()
    assert dict(carriers) == CARRIERS


@pytest.fixture(scope="module")
def approved(live: dict[str, Any], panel: Panel, world: AirflowWorld) -> dict[str, Any]:
    """Products are approved: two ticked, all that match a search, and those of a CSV. What the CSV's steps said."""
    skus = list(dict.fromkeys(row["SKU"] for row in csv.DictReader(APPROVED_SKUS.read_text().splitlines())))
    guide_flows.visit_page(panel, "Products")
    for sku in TICKED:
        panel.get_by_label(sku, exact=True).check()
    guide_flows.approve_selected(panel, "The ticked ones", len(TICKED))
    guide_flows.search_products(panel, "TENT-")
    guide_flows.approve_selected(panel, "All that match", len(TENTS))
    guide_flows.visit_page(panel, "Imports")
    known = {sku for (sku,) in world.db.execute("select sku from backoffice.products")}
    rows = [f"{number},{sku}" for number, sku in enumerate([*skus, "NOBODYS-1", skus[0]], 1)]
    guide_flows.upload(panel, "my products.csv", ["No,Article", *rows])
    said: dict[str, Any] = {
        "skus": known & set(skus),
        "unknown": {*skus, "NOBODYS-1"} - known,
        "preview": guide_flows.preview(panel, "Article"),
    }
    guide.press(panel, "Process")
    guide_flows.follow_run(panel)
    expect(panel.get_by_role("heading", name="Rejected rows")).to_be_visible()
    said["result"] = guide_flows.facts(panel)
    rejects = guide.table(panel, re.compile("^Rows that changed nothing")).get_by_role("row").all()[1:]
    said["rejects"] = [row.get_by_role("cell").all_inner_texts()[0] for row in rejects]
    return said


def test_products_are_approved_by_tick_by_search_and_by_file(approved: dict[str, Any], world: AirflowWorld) -> None:
    found = world.db.execute(
        "select sku, source, changed_by from bigcommerce.product_approvals where is_approved"
    ).fetchall()
    by_hand, by_file = TICKED | TENTS, approved["skus"] - TICKED - TENTS
    assert {row[0] for row in found if row[1:] == ("bulk", "ada")} == by_hand
    assert {row[0] for row in found if row[1:] == ("import", "ada")} == by_file
    assert len(found) == len(by_hand | by_file) and len(by_file) > 40


def test_the_import_says_what_becomes_of_each_row_before_and_after(approved: dict[str, Any]) -> None:
    skus, unknown = approved["skus"], approved["unknown"]
    unchanged = len(skus & (TICKED | TENTS))
    assert approved["preview"] == {
        "will be approved": len(skus) - unchanged,
        "are so already": unchanged,
        "rejected: duplicate": 1,
        "rejected: unknown SKU": len(unknown),
    }
    names = ("Approved", "Unchanged", "Rejected")
    assert [int(approved["result"][name]) for name in names] == [len(skus) - unchanged, unchanged, 1 + len(unknown)]
    assert len(approved["rejects"]) == 1 + len(unknown) and unknown < set(approved["rejects"])


@pytest.fixture(scope="module")
def received(approved: dict[str, Any], panel: Panel) -> dict[str, tuple[int, int, int]]:
    """Orders are brought down, by a run that is started from the panel. What its page says it did."""
    guide_flows.start_run(panel, "Get orders")
    guide_flows.follow_run(panel)
    return guide_flows.run_counts(panel)


def test_orders_that_wait_for_fulfilment_are_received(
    received: dict[str, tuple[int, int, int]], store: BigCommerce, world: AirflowWorld
) -> None:
    orders = store.orders()
    here = world.db.execute("select bigcommerce_order_id, status, needs_attention from backoffice.orders").fetchall()
    assert {number for number, _, _ in here} == {order["id"] for order in orders if order["status_id"] == 11}
    read, written, _ = received["Orders"]
    assert (read, written) == (len(orders), len(here))


@pytest.fixture(scope="module")
def parcel(received: dict[str, Any], world: AirflowWorld) -> Parcel:
    """An order that can be sent whole, to one address."""
    row = world.db.execute(
        "select bigcommerce_order_id, o.order_id from backoffice.orders o join backoffice.order_shipping_addresses"
        " using (order_id) where bigcommerce_status_id = 11 and not needs_attention"
        " group by o.order_id having count(*) = 1 and min(shipping_service) = 'Standard Freight' order by 1 limit 1"
    ).fetchone()
    assert row
    return Parcel(*row)


def test_an_order_tells_its_story(parcel: Parcel, panel: Panel, store: BigCommerce) -> None:
    order = store.get(f"/v2/orders/{parcel.number}")
    guide_flows.open_order(panel, parcel.number)
    stands = guide_flows.facts(panel)
    assert stands["Received"] == "yes, with the status New in the back office" and stands["Names mapped"] == "yes"
    assert stands["Shipped"] == "nothing dispatched yet"
    totals = guide.table(panel, re.compile("^Totals")).get_by_role("row", name="Total").last
    expect(totals).to_contain_text(f"{Decimal(order['total_inc_tax']):,.2f}")


@pytest.fixture(scope="module")
def sent(received: dict[str, Any], panel: Panel, world: AirflowWorld) -> dict[str, Any]:
    """Prices and stock go up, by a run that is started from the panel. What the store had before."""
    before = {"prices": world.shown("prices"), "inventory": world.shown("inventory")}
    guide_flows.start_run(panel, "Start the export")
    guide_flows.follow_run(panel)
    return before | {"counts": guide_flows.run_counts(panel)}


def test_prices_and_stock_change_in_the_store(
    sent: dict[str, Any], approved: dict[str, Any], world: AirflowWorld
) -> None:
    skus = approved["skus"] | TENTS
    prices, inventory = world.shown("prices"), world.shown("inventory")
    assert (prices["TENT-4P"]["price"], prices["TENT-2P"]["sale_price"]) == (446.16, 207.17)
    assert changed(sent["prices"], prices) <= skus and changed(sent["inventory"], inventory) <= skus
    wanted = dict(world.db.execute("select sku, quantity from bigcommerce.stock_exports").fetchall())
    assert {sku: inventory[sku] for sku in wanted} == wanted and max(wanted.values()) == LIMIT


def changed(before: dict[str, Any], now: dict[str, Any]) -> set[str]:
    return {sku for sku in now if now[sku] != before[sku]}


@pytest.fixture(scope="module")
def tracked(parcel: Parcel, sent: dict[str, Any], panel: Panel, world: AirflowWorld) -> dict[str, Any]:
    """The back office dispatches the order, and a run from the panel tells the store. What the run's page says."""
    world.db.execute(
        "insert into backoffice.consignments"
        " (consignment_id, order_id, shipping_service, tracking_number, dispatched_at)"
        " values ('C-1', %s, 'Standard Freight', %s, now())",
        [parcel.order_id, parcel.tracking_number],
    )
    guide_flows.start_run(panel, "Start tracking")
    guide_flows.follow_run(panel)
    return guide_flows.run_counts(panel)


def test_the_tracking_number_stands_on_the_order(
    tracked: dict[str, Any], parcel: Parcel, panel: Panel, store: BigCommerce
) -> None:
    assert store.tracking(parcel.number) == [(parcel.tracking_number, "couriers-please")]
    assert tracked["Tracking"][1:] == (1, 0)
    guide_flows.open_order(panel, parcel.number)
    assert guide_flows.facts(panel)["Shipped"] == "1 of 1 consignments"
    shipments = guide.table(panel, re.compile("^Consignments of the back office"))
    row = shipments.get_by_role("row", name="C-1")
    expect(row).to_contain_text(parcel.tracking_number)
    expect(row).to_contain_text("accepted")


def test_the_browser_had_nothing_to_complain_about(tracked: dict[str, Any], ada: Visitor) -> None:
    assert ada.complaints == []
    assert ada.loaded_twice() == []


def test_neither_token_nor_secret_is_left_anywhere(
    tracked: dict[str, Any], account: Account, ada: Visitor, world: AirflowWorld, traffic: Path
) -> None:
    """Not in logs, pages, addresses, nor in any table in plain text; every haystack first shows that it is one."""
    ada.leave()
    logs, answers = haystack.read_logs(world), haystack.read_answers(traffic)
    with world.metadata() as metadata:

        def holders(text: str) -> set[str]:
            tables = haystack.find_in_tables(world.db, text) | haystack.find_in_tables(metadata, text)
            return {*tables, *haystack.find(logs, text), *haystack.find(answers, text)}

        # The client id was entered beside them, and is no secret.
        assert {"public.connection", "public.log"} < holders(account.client_id)
        seen = holders("bigcommerce_price_stock_export")
        assert seen > {"public.rendered_task_instance_fields", "public.dag_run", "bigcommerce.sync_runs"}
        assert seen > {"api-server.log", "scheduler.log", "dag-processor.log"}
        for part in ("task_id=export.prices", "/stores/default/runs/start"):
            assert any(part in name for name in seen), part
        assert "public.dag_run" in holders("my_products.csv"), "a run's parameters"
        for secret in (account.token, account.client_secret):
            assert any(secret in sent for sent in haystack.read_posts(traffic))
            assert holders(secret) == set()
