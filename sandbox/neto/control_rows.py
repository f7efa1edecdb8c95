"""The hand behind the account's rows: items, orders, payments."""

import hashlib
from typing import Any

from fastapi import APIRouter, Request

from sandbox.neto import bulk_items, dispatches, items, order_updates, orders, payments, stock
from sandbox.neto.answers import Refused
from sandbox.neto.control_routes import Sent, account_of

router = APIRouter(prefix="/_control")
JSON = Any


@router.get("/items")
async def list_items(request: Request, sku: str | None = None) -> JSON:
    """As kept, with what can be sold of each."""
    account = account_of(request)
    found = items.every(account, sku)
    for start in range(0, len(found), 500):
        stock.add_quantities(account, found[start : start + 500])
    return found


@router.put("/items")
async def put_items(request: Request, body: Sent) -> JSON:
    """One item or a list: the named fields are set, collections replaced; DateUpdatedUTC may be named too."""
    account = account_of(request)
    with account.transaction():
        return [items.put(account, wish) for wish in (body if isinstance(body, list) else [body])]


@router.delete("/items/{sku}")
async def delete_item(request: Request, sku: str) -> JSON:
    with account_of(request).transaction() as db:
        db.execute("delete from items where sku = ?", (sku,))
    return {}


@router.post("/items/bulk")
async def create_items(request: Request, body: Sent) -> JSON:
    return {"first": bulk_items.create(account_of(request), **body)}


@router.get("/orders")
async def list_orders(request: Request) -> JSON:
    return orders.every(account_of(request))


@router.get("/orders/{order_id}")
async def get_order(request: Request, order_id: str) -> JSON:
    return orders.get(account_of(request), order_id)


@router.patch("/orders/{order_id}")
async def patch_order(request: Request, order_id: str, body: Sent) -> JSON:
    """Fields as kept, whatever they are: what other hands made of it."""
    account = account_of(request)
    with account.transaction():
        return orders.save(account, {**orders.get(account, order_id), **body})


@router.post("/orders/{order_id}/dispatch")
async def dispatch(request: Request, order_id: str, body: Sent = None) -> JSON:
    return changed(request, dispatches.dispatch, order_id, body or {})


@router.post("/orders/{order_id}/split")
async def split(request: Request, order_id: str, body: Sent) -> JSON:
    """The new order."""
    return changed(request, dispatches.split, order_id, body)


@router.post("/orders/{order_id}/combine")
async def combine(request: Request, order_id: str, body: Sent) -> JSON:
    return changed(request, dispatches.combine, order_id, str(body["with"]))


@router.post("/orders/{order_id}/cancel")
async def cancel(request: Request, order_id: str) -> JSON:
    return changed(request, dispatches.cancel, order_id)


@router.post("/orders/{order_id}/status")
async def set_status(request: Request, order_id: str, body: Sent) -> JSON:
    account = account_of(request)
    with account.transaction():
        order = orders.get(account, order_id)
        order_updates.set_status(account, order, str(body["status"]))
        return orders.save(account, order)


def changed(request: Request, change: Any, *arguments: Any) -> JSON:
    account = account_of(request)
    try:
        with account.transaction():
            return change(account, *arguments)
    except KeyError as error:
        raise Refused(f"{error} is required") from error


@router.get("/payments")
async def list_payments(request: Request) -> JSON:
    return payments.every(account_of(request))


@router.get("/state/digest")
async def digest(request: Request) -> JSON:
    """{kind: a hash of all its rows}."""
    account, found = account_of(request), {}
    for kind in ("items", "orders", "payments"):
        rows = account.rows(f"select doc from {kind} order by id")
        found[kind] = hashlib.sha256("\n".join(row["doc"] for row in rows).encode()).hexdigest()
    return found
