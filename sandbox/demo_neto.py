"""What the demo shows of Neto, by Airflow runs: what changes there arrives on the store, and the other way round.

A price and a stock level changed in Neto reach the store; an order placed on the store is in Neto, paid; its dispatch
in Neto brings the tracking number to the store's order. Then every Neto flow once more, which must write nothing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox import neto_account, store
from sandbox.airflow_api import AirflowApi
from sandbox.settings import Settings

IMPORT, PUSH, DISPATCHES = "neto_catalog_import", "neto_order_push", "neto_consignment_import"
DAG_IDS = [IMPORT, PUSH, DISPATCHES]
SKU, PRICE, UNITS, TRACKING = "COOLER-25", "191.50", 23, "33DEMO0001"


@dataclass
class Tour:
    """checks: (whether it went well, what was shown)."""

    api: AirflowApi
    kept: Settings
    say: Callable[[str], None]
    checks: list[tuple[bool, str]] = field(default_factory=list)

    def run(self, dag_id: str, **conf: Any) -> None:
        self.say(f"Neto: {dag_id}")
        self.api.run(dag_id, conf)

    def check(self, passed: bool, text: str) -> None:
        self.checks.append((passed, text))

    def neto(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        return neto_account.control(self.kept, method, path, body, **params)

    def store(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        return store.control(self.kept, method, path, body, **params)


def take_over_catalogue(api: AirflowApi, say: Callable[[str], None]) -> None:
    """The back office's products, prices and stock come from Neto: before any other flow."""
    say(f"Neto: {IMPORT}, all of it")
    api.run(IMPORT, {"full": True})


def show(api: AirflowApi, kept: Settings, say: Callable[[str], None]) -> list[tuple[bool, str]]:
    tour = Tour(api, kept, say)
    bring_up_price_and_stock(tour)
    order_id = bring_down_order(tour)
    bring_up_tracking(tour, order_id)
    run_again(tour)
    return tour.checks


def bring_up_price_and_stock(tour: Tour) -> None:
    shelves = [{"WarehouseID": "1", "Quantity": str(UNITS)}]
    tour.neto(
        "PUT", "items", {"SKU": SKU, "DefaultPrice": PRICE, "PromotionPrice": "0.00", "WarehouseQuantity": shelves}
    )
    tour.run(IMPORT)
    tour.run("bigcommerce_price_stock_export")
    price = tour.store("GET", "state/prices", sku=SKU)[SKU]["price"]
    tour.check(f"{price:.2f}" == PRICE, f"a price changed in Neto is the store's: {SKU} costs {price:.2f}")
    units = shown_units(tour)
    tour.check(0 < units <= UNITS, f"its stock too: {UNITS} in Neto, {units} on the store, the rest is sold already")


def shown_units(tour: Tour) -> int:
    """The store shows what it accepted a moment later."""
    for _ in range(50):
        units = int(tour.store("GET", "state/inventory", sku=SKU)[SKU])
        if units <= UNITS:
            break
        time.sleep(0.1)
    return units


def bring_down_order(tour: Tour) -> int:
    """The number of a new order of the store."""
    wish = {"lines": [{"sku": SKU, "quantity": 2}], "payment_method": "Credit Card", "shipping_method": "Standard"}
    order = tour.store("POST", "orders", wish | {"shipping_cost": "9.95"})
    tour.run("bigcommerce_order_ingest")
    tour.run(PUSH)
    found = [row for row in tour.neto("GET", "orders") if row["OrderID"] == f"BC{order['id']}"]
    tour.check(len(found) == 1, f"order {order['id']} of the store is in Neto, once, as BC{order['id']}")
    paid = [row for row in tour.neto("GET", "payments") if row["OrderID"] == f"BC{order['id']}"]
    total = found[0]["GrandTotal"] if found else "nothing"
    is_paid = len(paid) == 1 and bool(found) and float(paid[0]["AmountPaid"]) == float(total)
    tour.check(is_paid, f"and paid: {total} by {paid[0]['PaymentMethod'] if paid else 'nobody'}")
    return int(order["id"])


def bring_up_tracking(tour: Tour, order_id: int) -> None:
    parcel = {"tracking": TRACKING, "service": "Standard Freight", "carrier": "Couriers Please"}
    tour.neto("POST", f"orders/BC{order_id}/dispatch", parcel)
    tour.run(DISPATCHES)
    tour.run("bigcommerce_tracking_export")
    shipments = tour.store("GET", "state/shipments", order_id=order_id)
    numbers = [row["tracking_number"] for row in shipments]
    tour.check(numbers == [TRACKING], f"dispatched in Neto, its tracking number is on the store's order: {numbers}")


def run_again(tour: Tour) -> None:
    tour.neto("DELETE", "counts")
    store.forget_counts(tour.kept)
    for dag_id in (IMPORT, PUSH, DISPATCHES, "bigcommerce_tracking_export"):
        tour.run(dag_id)
    counts = tour.neto("GET", "counts")
    text = f"once more: {counts['requests']} requests to Neto, {counts['writes']} of them writes"
    writes = store.counts(tour.kept)["writes"]
    tour.check(counts["writes"] == writes == 0, f"{text}, and {writes} writes to the store")
