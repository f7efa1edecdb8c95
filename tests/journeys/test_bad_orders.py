"""An order that cannot be received is said, costs no other order its place, and is received once it is put right."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.shop_world import Shop

Run = Callable[..., str]

INGEST = "bigcommerce_order_ingest"


def received(shop: Shop) -> list[int]:
    found = shop.db.execute("select bigcommerce_order_id from backoffice.orders order by 1")
    return [order_id for (order_id,) in found]


def test_orders_that_cannot_be_read_or_do_not_add_up_hold_up_no_other(shop: Shop, run_dag: Run) -> None:
    shop.set_store(default_payment_method="Card", default_shipping_service="Parcel")
    first = shop.order({"name": "Cap"})
    off = shop.order({"name": "Cap"}, raw={"total_inc_tax": "999.0000"})
    unreadable = shop.order({"name": "Cap"}, raw={"total_ex_tax": "a lot"})
    last = shop.order({"name": "Cap"})
    said = [("orders", str(order["id"]), "invalid_order") for order in (off, unreadable)]
    assert run_dag(INGEST) == "success"
    assert received(shop) == [first["id"], last["id"]] and shop.problems() == said
    assert shop.counts("orders") == (4, 2, 0, 2)
    shop.operations()
    assert run_dag(INGEST) == "success"
    assert received(shop) == [first["id"], last["id"]] and shop.problems() == said
    assert shop.operations() == {"GET /v2/orders": 1} and shop.counts("orders") == (4, 0, 4, 0)

    shop.sandbox.control("PATCH", f"orders/{off['id']}", {"raw": {"total_inc_tax": first["total_inc_tax"]}})
    shop.sandbox.control("PATCH", f"orders/{unreadable['id']}", {"raw": {"total_ex_tax": first["total_ex_tax"]}})
    assert run_dag(INGEST) == "success"
    assert received(shop) == [order["id"] for order in (first, off, unreadable, last)] and shop.problems() == []


def test_asked_for_by_number_what_is_not_there_is_said_and_the_rest_is_received(shop: Shop, run_dag: Run) -> None:
    shop.set_store(default_payment_method="Card", default_shipping_service="Parcel")
    there = shop.order({"name": "Cap"})
    incomplete = shop.order({"name": "Cap"}, status_id=0)
    asked = [there["id"], incomplete["id"], 999_999]
    assert run_dag(INGEST, order_ids=asked) == "success"
    assert received(shop) == [there["id"]]
    assert shop.problems() == [("orders", str(order_id), "order_not_received") for order_id in asked[1:]]
