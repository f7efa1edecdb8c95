"""Orders as they are kept: by GetOrder's names, scalars as text. Fields that begin with `_` never leave the account."""

import json
from typing import Any

from sandbox.memories import to_json
from sandbox.neto import items, stock
from sandbox.neto.answers import Refused
from sandbox.neto.clocks import now
from sandbox.neto.databases import Account
from sandbox.neto.order_fields import COMMITTED, TAKEN
from sandbox.neto.order_totals import payment_status

JSON = dict[str, Any]


def find(account: Account, order_id: str) -> JSON | None:
    """The first of that id: where ids may repeat there are more."""
    row = account.row("select doc from orders where order_id = ? order by id limit 1", (order_id,))
    return json.loads(row["doc"]) if row else None


def get(account: Account, order_id: str) -> JSON:
    order = find(account, order_id)
    if order is None:
        raise Refused(f"Cannot find Order {order_id}")
    return order


def every(account: Account) -> list[JSON]:
    return [json.loads(row["doc"]) for row in account.rows("select doc from orders order by id")]


def save(account: Account, order: JSON) -> JSON:
    """Keeps the order, and what it holds and has taken of the stock."""
    settle(account, order)
    moment = now(account)
    order["DateUpdated"] = order["DateUpdatedUTC"] = moment
    order["_payment_status"] = payment_status(order)
    number, status = order["_number"], order["OrderStatus"]
    values = (number, order["OrderID"], status, order["SalesChannel"], order["DatePlacedUTC"], moment, to_json(order))
    with account.transaction() as db:
        db.execute("insert or replace into orders values (?, ?, ?, ?, ?, ?, ?)", values)
        db.execute("delete from order_lines where id = ?", (number,))
        for line in order["OrderLine"]:
            held = int(line["Quantity"]) - line["_taken"] if status in COMMITTED else 0
            references = (line["ExternalSystemIdentifier"], line["ExternalOrderReference"])
            taken = {line["SKU"]: 0} | dict(stock.parts(account, line["SKU"], held))
            for sku, count in taken.items():
                # A kit's components are held for it, though the line is found by the kit's own SKU only.
                names = (*references, line["ExternalOrderLineReference"]) if sku == line["SKU"] else ("", "", "")
                db.execute("insert into order_lines values (?, ?, ?, ?, ?, ?)", (number, sku, *names, count))
                if count and account.settings["commit_bumps_item"] and (item := items.find(account, sku)):
                    items.save(account, item, updated=moment)
    return order


def settle(account: Account, order: JSON) -> None:
    """Takes from the shelves what left them by now, and puts back what a cancelled order had not shipped."""
    for line in order["OrderLine"]:
        shipped, quantity = int(line["QuantityShipped"]), int(line["Quantity"])
        wanted = quantity if order["OrderStatus"] in TAKEN else shipped
        if wanted != line["_taken"]:
            stock.take(account, line["SKU"], wanted - line["_taken"], line["WarehouseID"])
            line["_taken"] = wanted


def new_id(account: Account) -> str:
    """The account's own numbering."""
    return f"{account.settings['order_prefix']}{account.next_ids('order_ids', first=10001)}"


def line_of(order: JSON, key: str) -> JSON:
    """The line of this OrderLineID, or of this SKU where only one has it."""
    by_id = [line for line in order["OrderLine"] if line["OrderLineID"] == key]
    found = by_id or [line for line in order["OrderLine"] if line["SKU"] == key]
    if len(found) != 1:
        raise Refused(f"Order {order['OrderID']} has {len(found)} lines {key}.")
    return found[0]
