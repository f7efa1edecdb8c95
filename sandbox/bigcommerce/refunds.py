"""Refunds and transactions V3. Source: orders.v3, getOrderRefunds, getOrdersRefunds, getOrderTransactions.

V2 says 0 refunded for ever; only these tell, with `quantity_refunded` of the lines and the status.
"""

import json
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import orders
from sandbox.bigcommerce.answers import Refused, answer, integers, paging, store_of, v3_page
from sandbox.bigcommerce.clocks import iso, now, read_date
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.new_orders import GATEWAYS, transactions
from sandbox.bigcommerce.order_changes import find_line
from sandbox.memories import to_json

router = APIRouter(prefix="/stores/{store_hash}/v3/orders")


@router.get("/{order_id:int}/transactions")
def list_transactions(request: Request, order_id: int) -> Response:
    """getOrderTransactions: every row at once, whatever page is asked for."""
    store = store_of(request)
    orders.load(store, order_id)
    rows = transactions(store, order_id)
    return v3_page(request, rows, len(rows), 1, max(50, len(rows)))


@router.get("/payment_actions/refunds")
def list_refunds(request: Request) -> Response:
    """getOrdersRefunds: filters order_id:in, id:in, created:min and :max."""
    store, query = store_of(request), request.query_params
    page, limit = paging(request)
    clauses, values = ["1"], []
    for name, column in (("order_id:in", "order_id"), ("id:in", "id")):
        if query.get(name):
            clauses.append(f"{column} in (select value from json_each(?))")
            values.append(json.dumps(integers(query[name])))
    for edge, sign in (("min", ">="), ("max", "<=")):
        if query.get(f"created:{edge}"):
            try:
                moment = int(read_date(query[f"created:{edge}"]))
            except ValueError as error:
                raise Refused(422, f"created:{edge} is not a date") from error
            clauses.append(f"created {sign} {moment}")
    condition = " and ".join(clauses)
    total = store.rows(f"select count(*) as n from refunds where {condition}", values)[0]["n"]
    sql = f"select doc from refunds where {condition} order by id limit ? offset ?"
    found = store.rows(sql, [*values, limit, (page - 1) * limit])
    return v3_page(request, [json.loads(row["doc"]) for row in found], total, page, limit)


@router.get("/{order_id:int}/payment_actions/refunds")
def list_order_refunds(request: Request, order_id: int) -> Response:
    """getOrderRefunds."""
    store = store_of(request)
    orders.load(store, order_id)
    found = store.rows("select doc from refunds where order_id = ? order by id", (order_id,))
    return answer({"data": [json.loads(row["doc"]) for row in found], "meta": {}})


def refund(store: Store, order_id: int, body: dict[str, Any]) -> dict[str, Any]:
    """Refund units and/or an amount. body: items [{order_product_id, quantity}], amount (default: what they cost).

    Status 4 once everything is refunded, else 14; a transaction goes with it. Returns the V3 refund.
    """
    with store.transaction() as db:
        order = orders.load(store, order_id)
        items, worth = [], Decimal(0)
        for asked in body.get("items", []):
            line = find_line(order, asked["order_product_id"])
            quantity = asked["quantity"]
            if quantity > line["quantity"] - line["refunded"]:
                raise Refused(422, "The quantity is more than what is left to refund.")
            line["refunded"] += quantity
            part = (Decimal(line["money"][4]) / line["quantity"] * quantity).quantize(Decimal("0.01"))
            worth += part
            product = {"item_type": "PRODUCT", "item_id": line["id"], "reason": "", "quantity": quantity}
            items.append({**product, "requested_amount": float(part), "adjustments": []})
        amount = Decimal(str(body.get("amount", worth)))
        if not items:
            items.append({"item_type": "ORDER", "item_id": order_id, "reason": "", "requested_amount": float(amount)})
        total = Decimal(order["totals"]["total_inc_tax"])
        before = Decimal(order.get("refunded_total", "0"))
        order["refunded_total"] = str(before + amount)
        everything = before + amount >= total or all(line["refunded"] >= line["quantity"] for line in order["lines"])
        order["status_id"] = 4 if everything else 14
        order["payment_status"] = "refunded" if everything else "partially refunded"
        refund_id, payment_id = store.next_ids("refund"), store.next_ids("transaction")
        gateway = (GATEWAYS.get(order["payment_method"]) or ("offline", "custom"))[1]
        row = {
            "id": refund_id,
            "order_id": order_id,
            "user_id": 1,
            "created": iso(now(store)),
            "reason": body.get("reason", ""),
            "total_amount": float(amount),
            "total_tax": 0.0,
            "uses_merchant_override_values": "amount" in body,
            "items": items,
            "payments": [
                {
                    "id": refund_id,
                    "provider_id": gateway,
                    "amount": float(amount),
                    "offline": gateway == "custom",
                    "is_declined": False,
                    "declined_message": "",
                    "transaction_id": str(payment_id),
                }
            ],
        }
        paid = {
            "id": payment_id,
            "order_id": str(order_id),
            "event": "refund",
            "method": "custom",
            "amount": float(amount),
            "currency": order["currency"],
            "gateway": gateway,
            "gateway_transaction_id": f"ref-{payment_id}",
            "status": "ok",
            "test": False,
            "fraud_review": False,
            "date_created": iso(now(store)),
        }
        db.execute("insert into refunds values (?,?,?,?)", (refund_id, order_id, now(store), to_json(row)))
        db.execute("insert into transactions values (?,?,?)", (payment_id, order_id, to_json(paid)))
        orders.save(store, order)
    return row
