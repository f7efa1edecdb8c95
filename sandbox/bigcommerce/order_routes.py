"""Orders V2: lists, counts, one order and its sub-resources. Source: orders.v2."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import orders
from sandbox.bigcommerce.answers import Refused, answer, body_of, paging, store_of, v2_list
from sandbox.bigcommerce.order_changes import update
from sandbox.bigcommerce.order_parts import show_address, show_coupons, show_fee, show_line, show_taxes
from sandbox.bigcommerce.order_views import show_consignments, show_order
from sandbox.bigcommerce.statuses import STATUSES, show_status

router = APIRouter(prefix="/stores/{store_hash}/v2")


@router.get("/orders")
def list_orders(request: Request) -> Response:
    """getOrders: 204 when nothing matches; archived orders are not listed, Incomplete ones are."""
    store = store_of(request)
    include, (condition, values) = orders.includes(request), orders.where(request, store)
    page, limit = paging(request)
    found = store.rows(
        f"select doc from orders where {condition} order by {orders.ordering(request)} limit ? offset ?",
        [*values, limit, (page - 1) * limit],
    )
    return v2_list([show_order(json.loads(row["doc"]), store.store_hash, include) for row in found])


@router.get("/orders/count")
def count_orders(request: Request) -> Response:
    """getOrdersCount, by status; same filters as the list."""
    store = store_of(request)
    condition, values = orders.where(request, store)
    found = store.rows(f"select status_id, count(*) as n from orders where {condition} group by status_id", values)
    by_status = {row["status_id"]: row["n"] for row in found}
    statuses = []
    for status_id in STATUSES:
        shown = show_status(status_id)
        statuses.append({**shown, "count": by_status.get(status_id, 0), "sort_order": shown.pop("order")})
    return answer({"statuses": statuses, "count": sum(by_status.values())})


@router.get("/orders/{order_id:int}")
def get_order(request: Request, order_id: int) -> Response:
    """getOrder: an archived order answers too, with is_deleted true."""
    store = store_of(request)
    return answer(show_order(orders.load(store, order_id), store.store_hash, orders.includes(request)))


@router.put("/orders/{order_id:int}")
def put_order(request: Request, order_id: int) -> Response:
    """updateOrder."""
    store = store_of(request)
    order = update(store, order_id, body_of(request))
    return answer(show_order(order, store.store_hash))


@router.get("/orders/{order_id:int}/consignments")
def get_consignments(request: Request, order_id: int) -> Response:
    """getOrderConsignments; `include=consignments.line_items` shows lines instead of links."""
    store = store_of(request)
    with_lines = "line_items" in request.query_params.get("include", "")
    return answer(show_consignments(orders.load(store, order_id), store.store_hash, with_lines))


@router.get("/orders/{order_id:int}/{part}")
def list_part(request: Request, order_id: int, part: str) -> Response:
    """products, shipping_addresses, coupons, fees, taxes, messages: paged, 204 when there are none."""
    store = store_of(request)
    page, limit = paging(request)
    rows = parts_of(request, orders.load(store, order_id), part)
    return v2_list(rows[(page - 1) * limit : page * limit])


def parts_of(request: Request, order: dict[str, Any], part: str) -> list[dict[str, Any]]:
    """The rows of a sub-resource; 404 for a name that is none."""
    store_hash = store_of(request).store_hash
    if part == "products":
        return [show_line(line, order["id"]) for line in order["lines"]]
    if part == "shipping_addresses":
        return [show_address(address, order, store_hash) for address in order["addresses"]]
    if part == "coupons":
        return show_coupons(order)
    if part == "fees":
        return [show_fee(fee) for fee in order["fees"]]
    if part == "taxes":
        return show_taxes(order, request.query_params.get("details") == "true")
    if part == "messages":
        messages: list[dict[str, Any]] = order["messages"]
        return messages
    raise Refused(404, "The requested resource was not found.")
