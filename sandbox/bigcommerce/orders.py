"""Orders in the database: load, save, and the filters of GET /v2/orders."""

import json
from typing import Any

from fastapi import Request

from sandbox.bigcommerce.answers import Refused
from sandbox.bigcommerce.clocks import now, read_date
from sandbox.bigcommerce.databases import Store
from sandbox.memories import to_json

SORTABLE = ("id", "customer_id", "date_created", "date_modified", "status_id", "channel_id", "external_id")
INSERT = "insert or replace into orders values (?,?,?,?,?,?,?,?,?,?,?,?,?)"


def row_of(order: dict[str, Any]) -> tuple[Any, ...]:
    """The database row of an order document."""
    raw = order["raw"]
    return (
        order["id"],
        order["status_id"],
        order["customer_id"],
        order["billing"].get("email", ""),
        order["date_created"],
        order["date_modified"],
        float(raw.get("total_inc_tax", order["totals"]["total_inc_tax"])),
        order["payment_method"],
        order["channel_id"],
        order["external_order_id"],
        order["cart_id"],
        order["is_deleted"],
        to_json(order),
    )


def load(store: Store, order_id: int) -> dict[str, Any]:
    """An order document; 404 when there is none."""
    found = store.row("select doc from orders where id = ?", (order_id,))
    if not found:
        raise Refused(404, "The requested resource was not found.")
    order: dict[str, Any] = json.loads(found["doc"])
    return order


def save(store: Store, order: dict[str, Any], touch: bool = True) -> None:
    """Write an order back; `touch` moves date_modified to the store's now."""
    if touch:
        order["date_modified"] = now(store)
    with store.transaction() as db:
        db.execute(INSERT, row_of(order))


def where(request: Request, store: Store) -> tuple[str, list[Any]]:
    """The SQL condition of the documented filters; unknown parameters are ignored, as the vendor does."""
    clauses, values = ["not is_deleted"], []
    query = request.query_params
    for name, column in (("customer_id", "customer_id"), ("status_id", "status_id"), ("channel_id", "channel_id")):
        if query.get(name, "") != "":
            clauses.append(f"{column} = ?")
            values.append(_number(name, query[name], int))
    for name in ("cart_id", "payment_method", "external_order_id"):
        if query.get(name, "") != "":
            clauses.append(f"{name} = ?")
            values.append(query[name])
    if query.get("email"):
        clauses.append("lower(email) = lower(?)")
        values.append(query["email"])
    for name, column, kind in (("id", "id", int), ("total", "total", float)):
        for edge in ("min", "max"):
            if query.get(f"{edge}_{name}", "") != "":
                exclusive = name == "id" and store.settings["id_bounds"] == "exclusive"
                clauses.append(f"{column} {_compare(edge, exclusive)} ?")
                values.append(_number(f"{edge}_{name}", query[f"{edge}_{name}"], kind))
    for name in ("date_created", "date_modified"):
        for edge in ("min", "max"):
            text = query.get(f"{edge}_{name}")
            if text:
                clauses.append(f"{name} {_compare(edge, store.settings['date_bounds'] == 'exclusive')} ?")
                try:
                    values.append(int(read_date(text)))  # one-second resolution
                except ValueError as error:
                    raise Refused(400, f"The field '{edge}_{name}' is invalid.") from error
    return " and ".join(clauses), values


def _compare(edge: str, exclusive: bool) -> str:
    return {"min": ">", "max": "<"}[edge] + ("" if exclusive else "=")


def _number(name: str, text: str, kind: Any) -> Any:
    try:
        return kind(text)
    except ValueError as error:
        raise Refused(400, f"The field '{name}' is invalid.") from error


def ordering(request: Request) -> str:
    """The SQL order of `sort=field:asc|desc`; id ascending when absent."""
    field, _, direction = request.query_params.get("sort", "id").partition(":")
    if field not in SORTABLE or direction not in ("", "asc", "desc"):
        raise Refused(400, "The field 'sort' is invalid.")
    column = "external_order_id" if field == "external_id" else field
    return f"{column} {direction or 'asc'}, id {direction or 'asc'}"


def includes(request: Request) -> frozenset[str]:
    """`include`, checked: consignments need consignment_structure=object."""
    wanted = frozenset(part for part in request.query_params.get("include", "").split(",") if part)
    unknown = wanted - {"consignments", "consignments.line_items", "fees"}
    if unknown:
        raise Refused(400, f"The include '{sorted(unknown)[0]}' is not supported.")
    asks_consignments = wanted & {"consignments", "consignments.line_items"}
    if asks_consignments and request.query_params.get("consignment_structure") != "object":
        raise Refused(400, "The parameter 'consignment_structure' must be 'object' to include consignments.")
    return wanted
