"""A shop with rows on every page of the panel: products of every kind, orders with a story, runs, imports, problems.

Every text that a page shows goes through `dress`, so that a test may add to it what a page must not take for its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from tests.ui.order_pages import PARKING, UNMAPPED, order, take
from tests.ui.panel_rows import insert, insert_problem, insert_run, insert_store

Dress = Callable[[str], str]
EXPORT = "bigcommerce_price_stock_export"
RUN = "scheduled__2026-02-01T10:00:00+00:00"
NOW = datetime.now(UTC)
SHIRT, BELT = "SHIRT-RED-M", "BELT-TAN"
PRODUCTS = {SHIRT: "Red shirt, M", "SHIRT-RED-L": "Red shirt, L", BELT: "Tan belt", "CAP-BLUE": "Blue cap",
            "SOCK-3": "Socks, three pairs"}  # fmt: skip
# flow, code, what it is about, the sentence
PROBLEMS = (
    ("prices", "empty_price", "CAP-BLUE", "Price group retail has no price for CAP-BLUE."),
    (
        "prices",
        "rejected_by_bigcommerce",
        "SOCK-3",
        "BigCommerce refused the price of SOCK-3: 422, price is too large.",
    ),
    ("stock", "stock_missing", "CAP-BLUE", "The back office counts no stock of CAP-BLUE."),
    ("links", "sku_not_found", "SOCK-3", "BigCommerce has no product with the SKU SOCK-3."),
    ("tracking", "unmapped_carrier", "C-2", "The shipping service Van has no carrier."),
    ("neto", "neto_total_differs", "100", "Order 100 is 12.10 in Neto and 12.00 in BigCommerce."),
)


def plain(text: str) -> str:
    return text


def fill_shop(db: psycopg.Connection, dress: Dress = plain) -> dict[str, str]:
    """What its pages are addressed by: SKU, order, import, by the names of the routes' parameters."""
    fill_stores(db, dress)
    fill_products(db, dress)
    fill_orders(db, dress)
    fill_runs(db, dress)
    fill_neto(db, dress)
    for flow, code, item_key, message in PROBLEMS:
        insert_problem(
            db, flow, code, dress(item_key), message=dress(message), details={dress("seen"): dress("9.95")},
            dag_run_id=dress(RUN), first_seen_at=NOW - timedelta(days=2),
        )  # fmt: skip
    return {
        "sku": dress(SHIRT), "import_id": str(fill_imports(db, dress)), "service": dress("Express"),
        "payment": dress("Credit Card"), "shipping": dress("Standard"), "dag_run_id": dress(RUN),
        "second_store": dress("outlet"),
    }  # fmt: skip


def account_of(store_code: str) -> str:
    """As the panel knows it again. Imported late: Airflow has to be set up first."""
    from bigcommerce.ui.credentials import read_credentials

    return read_credentials(f"bigcommerce_{store_code}").as_read


def fill_stores(db: psycopg.Connection, dress: Dress) -> None:
    """default is live; outlet is half set up."""
    insert_store(
        db, connection_id="bigcommerce_default", setup_completed_at=NOW - timedelta(days=30),
        orders_since=NOW - timedelta(days=90), default_shipping_service=dress("Parcel"), price_group=dress("retail"),
        max_price_change_percent=30, stock_warehouses=[dress("main")], received_order_status=dress("New"),
    )  # fmt: skip
    insert_store(db, dress("outlet"), is_enabled=False, connection_id="bigcommerce_outlet")
    for step in ("account", "orders"):
        insert(db, "bigcommerce.setup_steps", store_code=dress("outlet"), step=step, saved_by=dress("ada"))
    insert(
        db, "bigcommerce.account_tests", store_code="default", account=account_of("default"), tested_by=dress("ada"),
        store_name=dress("Blue Door"), currency="AUD", plan_name=dress("Plus"), quota=450,
        scopes={"Orders": True, "Customers": False},
    )  # fmt: skip
    refused = dress("The token was refused: 401.")
    insert(
        db, "bigcommerce.account_tests", store_code=dress("outlet"), account=account_of("outlet"), problem=refused
    )  # fmt: skip
    for table, names in (("payment_methods", ("Card", "PayPal")), ("shipping_services", ("Express", "Parcel", "Van"))):
        for name in names:
            insert(db, f"backoffice.{table}", name=dress(name))
    insert(
        db, "bigcommerce.payment_method_map", store_code="default", bigcommerce_name=dress("Credit Card"),
        backoffice_name=dress("Card"),
    )  # fmt: skip
    insert(
        db, "bigcommerce.shipping_method_map", store_code="default", bigcommerce_name=dress("Standard"),
        backoffice_name=dress("Parcel"),
    )  # fmt: skip
    for service, kind, carrier in (("Express", "exact", "australia-post"), ("Par%", "pattern", "fastway")):
        insert(
            db, "bigcommerce.carrier_map", store_code="default", shipping_service=dress(service), match_kind=kind,
            tracking_carrier=dress(carrier), shipping_provider=dress("auspost"),
        )  # fmt: skip
    insert(db, "bigcommerce.price_list_map", store_code="default", price_list_id=2, price_group=dress("trade"))


def fill_products(db: psycopg.Connection, dress: Dress) -> None:
    insert(db, "backoffice.price_groups", code=dress("retail"), name=dress("Retail"), is_default=True)
    insert(db, "backoffice.price_groups", code=dress("trade"), name=dress("Trade"))
    for number, (sku, name) in enumerate(PRODUCTS.items()):
        key = {"store_code": "default", "sku": dress(sku)}
        insert(db, "backoffice.products", sku=dress(sku), name=dress(name), rrp=30 + number)
        insert(db, "bigcommerce.product_approvals", **key, is_approved=sku != BELT, changed_by=dress("olga"))
        if sku == "CAP-BLUE":
            continue
        insert(db, "backoffice.product_prices", sku=dress(sku), price_group=dress("retail"), price=20 + number)
        insert(db, "backoffice.stock", sku=dress(sku), warehouse=dress("main"), available_quantity=40 - number)
        state = "missing" if sku == "SOCK-3" else "linked"
        insert(db, "bigcommerce.product_links", **key, state=state, product_id=100 + number, seen_price=18, seen_at=NOW)
        insert(db, "bigcommerce.price_exports", **key, price=19 + number, dag_run_id=dress(RUN))
        insert(db, "bigcommerce.price_history", **key, price=18 + number, sent_at=NOW - timedelta(days=9))
        insert(db, "bigcommerce.price_history", **key, price=19 + number, dag_run_id=dress(RUN))
        insert(db, "bigcommerce.stock_exports", **key, location_id=1, quantity=38)
        insert(
            db, "bigcommerce.guarded_prices", **key, old=19 + number, new=40 + number,
            **({"state": "declined", "decided_by": dress("olga"), "decided_at": NOW} if sku == BELT else {}),
        )  # fmt: skip


def fill_orders(db: psycopg.Connection, dress: Dress) -> None:
    """100 has everything that an order can have; 101 waits for names, 102 is parked."""

    def placed(number: int, hours: int, first: str, last: str, **fields: Any) -> dict[str, Any]:
        document = order(
            number, hours, dress(first), dress(last), customer_message=dress("Please ring twice."),
            staff_notes=dress("A regular."), **fields,
        )  # fmt: skip
        (consignment,) = document["consignments"]["shipping"]
        (line,) = consignment["line_items"]
        line |= {"sku": dress(SHIRT), "name": dress("Red shirt, M")}
        street = {"street_1": dress("1 High St"), "city": dress("Perth"), "country_iso2": "AU"}
        return document | {"billing_address": document["billing_address"] | street}

    shipping = {"payment_method": dress("Credit Card"), "status": dress("Awaiting Fulfillment")}
    take(db, placed(100, 0, "Jane", "Doe", **shipping), rules=UNMAPPED)
    take(db, placed(101, 5, "Ravi", "Rao", payment_method=dress("Credit card")), rules=UNMAPPED)
    take(db, placed(102, 9, "Mei", "Lin", payment_method=dress("Zip Pay")), rules=PARKING)
    db.execute(
        "update backoffice.orders set accepted_at = now(), status = %s, payment_method = %s where"
        " bigcommerce_order_id = 100",
        [dress("Picked"), dress("Card")],
    )
    order_id = db.execute("select order_id from backoffice.orders where bigcommerce_order_id = 100").fetchone()
    assert order_id
    for kind, before, after in (("address", {"city": dress("Perth")}, {"city": dress("Hobart")}),
                                ("lines", {"1": {"quantity": 3}}, {"1": {"quantity": 2}})):  # fmt: skip
        details = {"before": before, "after": after}
        insert(db, "backoffice.order_changes", order_id=order_id[0], kind=kind, details=details)
    for consignment, service, url in (("C-1", "Express", "https://track.example/X1"), ("C-2", "Van", "javascript:x()")):
        insert(
            db, "backoffice.consignments", consignment_id=dress(consignment), order_id=order_id[0],
            shipping_service=dress(service), tracking_number=dress("X1"), tracking_url=url, dispatched_at=NOW,
        )  # fmt: skip
    insert(
        db, "bigcommerce.shipment_exports", store_code="default", consignment_id=dress("C-1"), shipping_address_no=1,
        state="accepted", shipment_id=7, tracking_number=dress("X1"), tracking_carrier=dress("australia-post"),
        accepted_at=NOW, bigcommerce_order_id=100,
    )  # fmt: skip


def fill_runs(db: psycopg.Connection, dress: Dress) -> None:
    for hours, flow, refused, error in (
        (30, "orders", 0, "BigCommerce did not answer in time: 504 at /v2/orders."),
        (1, "orders", 1, None), (2, "prices", 1, None), (3, "stock", 1, None), (4, "tracking", 1, None),
    ):  # fmt: skip
        began = NOW - timedelta(hours=hours)
        insert_run(
            db, flow, dress(RUN) if flow in ("prices", "stock") else f"scheduled__{began:%Y-%m-%dT%H:00:00+00:00}",
            started_at=began, finished_at=began + timedelta(seconds=41), items_read=1234, items_written=17,
            items_unchanged=1216, items_refused=refused, requests=58, writes=9, error=error and dress(error),
        )  # fmt: skip
    for flow, target, verdict, rule in (
        ("prices", "catalog", "send", "price of group retail"), ("prices", "catalog", "price_change_too_large", "rrp"),
        ("stock", "1", "send", "main"),
    ):  # fmt: skip
        sku = SHIRT if verdict == "send" else BELT
        insert(
            db, "bigcommerce.planned_changes", store_code="default", dag_run_id=dress(RUN), flow=flow, target=target,
            sku=dress(sku), old=19, new=21, percent=10.5, rule=dress(rule), verdict=verdict,
        )  # fmt: skip
        insert(
            db, "bigcommerce.price_stock_drift", store_code="default", dag_run_id=dress(RUN), flow=flow, sku=dress(sku),
            expected=19, held=17, target=target, is_repaired=True,
        )  # fmt: skip


def fill_neto(db: psycopg.Connection, dress: Dress) -> None:
    """Switched on for default."""
    insert(
        db, "neto.settings", store_code="default", sales_channel=dress("BigCommerce"), approvals_live_in="misc",
        approval_misc_field="Misc01", warehouses=[dress("Main")],
    )  # fmt: skip
    for minutes, dag_id in ((4, "neto_order_push"), (11, "neto_catalog_import")):
        began = NOW - timedelta(minutes=minutes)
        insert(
            db, "bigcommerce.sync_runs", dag_id=dag_id, dag_run_id=dress(f"scheduled__{minutes}"), flow="neto",
            store_code="default", started_at=began, finished_at=began + timedelta(seconds=9), items_written=7,
        )  # fmt: skip


def fill_imports(db: psycopg.Connection, dress: Dress) -> int:
    """The id of the one with rejected rows."""
    number = insert(
        db, "bigcommerce.approval_imports", store_code="default", file=dress("summer.csv"), row_count=240,
        approved_count=212, unchanged_count=26, rejected_count=2, imported_by=dress("olga"), confirmed_by=dress("ada"),
    )  # fmt: skip
    for row, reason in ((17, "unknown_sku"), (98, "invalid_value")):
        insert(
            db, "bigcommerce.approval_import_rejects", import_id=number, row_number=row, sku=dress("SCARF-1"),
            reason=reason, value=dress("perhaps"),
        )  # fmt: skip
    return int(number)
