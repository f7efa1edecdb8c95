"""The hand behind the store: orders placed, edited, refunded, cancelled, archived; what it holds of them."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import bulk_orders, new_orders, order_changes, orders, refunds, shipments
from sandbox.bigcommerce.answers import answer, body_of, integer, store_of
from sandbox.bigcommerce.order_parts import show_line
from sandbox.bigcommerce.order_views import show_order

router = APIRouter(prefix="/_control")
ALL = frozenset({"consignments.line_items", "fees"})


@router.post("/orders")
def place_order(request: Request) -> Response:
    """Place an order: the wish of `new_orders.place`; the order as the API shows it."""
    store = store_of(request)
    return answer(show_order(new_orders.place(store, body_of(request) or {}), store.store_hash, ALL), 201)


@router.post("/orders/bulk")
def place_many(request: Request) -> Response:
    """{count, seed, days}: mixed orders, quickly. {first_id, last_id, count}."""
    body = body_of(request) or {}
    first, last = bulk_orders.place_many(
        store_of(request), body.get("count", 100), body.get("seed", 1), body.get("days", 20)
    )
    return answer({"count": body.get("count", 100), "first_id": first, "last_id": last}, 201)


@router.patch("/orders/{order_id:int}")
def edit_order(request: Request, order_id: int) -> Response:
    """Edit: `order_changes.edit`."""
    store = store_of(request)
    return answer(show_order(order_changes.edit(store, order_id, body_of(request) or {}), store.store_hash, ALL))


@router.post("/orders/{order_id:int}/refunds")
def refund_order(request: Request, order_id: int) -> Response:
    """{items: [{order_product_id, quantity}], amount}: the V3 refund."""
    return answer(refunds.refund(store_of(request), order_id, body_of(request) or {}), 201)


@router.post("/orders/{order_id:int}/cancel")
def cancel_order(request: Request, order_id: int) -> Response:
    """Status 5; the stock is given back."""
    store = store_of(request)
    return answer(show_order(order_changes.cancel(store, order_id), store.store_hash))


@router.delete("/orders/{order_id:int}")
def archive_order(request: Request, order_id: int) -> Response:
    """The order leaves the lists."""
    store = store_of(request)
    return answer(show_order(order_changes.archive(store, order_id), store.store_hash))


@router.get("/state/orders/{order_id:int}")
def order_state(request: Request, order_id: int) -> Response:
    """The order as shown, with all its lines, shipments, transactions and refunds."""
    store = store_of(request)
    order = orders.load(store, order_id)
    found = store.rows("select doc from refunds where order_id = ? order by id", (order_id,))
    return answer(
        {
            **show_order(order, store.store_hash, ALL),
            "lines": [show_line(line, order_id) for line in order["lines"]],
            "shipments": [shipments.show(shipment) for shipment in shipments.listed(store, order_id)],
            "transactions": new_orders.transactions(store, order_id),
            "refunds": [json.loads(row["doc"]) for row in found],
        }
    )


@router.get("/state/shipments")
def shipment_state(request: Request) -> Response:
    """The shipments of `order_id`, or all."""
    store = store_of(request)
    order_id = integer(request, "order_id", 0)
    found = store.rows("select doc from shipments where ? in (0, order_id) order by id", (order_id,))
    return answer([shipments.show(json.loads(row["doc"])) for row in found])


@router.get("/state/mails")
def mail_state(request: Request) -> Response:
    """What shoppers were mailed since the start or the last DELETE of counts: {order_id, shipment_id, tracking_number}.

    A shipment that is deleted leaves its mail where it is, as in life.
    """
    return answer(store_of(request).mails)
