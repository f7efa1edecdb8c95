"""getPriceListRecords: the filters and both ways to walk. Source: price_lists.v3; what it is silent on is said here."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce.answers import Refused, answer, integers, paging, store_of, v3_pagination, words
from sandbox.bigcommerce.clocks import iso, read_date
from sandbox.bigcommerce.price_lists import MOST_RECORDS, PRICE_FIELDS, known

router = APIRouter(prefix="/stores/{store_hash}/v3/pricelists")
BOUNDS = {"": "=", ":min": ">=", ":max": "<="}


@router.get("/{list_id:int}/records")
def list_records(request: Request, list_id: int) -> Response:
    """By page, or by the cursors `after` and `before`. With neither, both kinds of paging are told."""
    store, query = store_of(request), request.query_params
    known(store, list_id)
    # The most a page takes is not published: as many as may be written.
    page, limit = paging(request, most=MOST_RECORDS)
    named = [name for name in ("page", "before", "after") if name in query]
    if len(named) > 1:
        raise Refused(422, f"'{named[0]}' cannot be used with '{named[1]}'.")
    condition, values = _filters(request, list_id)
    total = store.rows(f"select count(*) as n from price_records where {condition}", values)[0]["n"]
    clause, order, offset = "id > ?", "id", (page - 1) * limit
    if "before" in query:
        clause, order = "id < ?", "id desc"
    bound = _position(list_id, query.get("after") or query.get("before"))
    sql = f"select id, doc from price_records where {condition} and {clause} order by {order} limit ? offset ?"
    found = sorted(store.rows(sql, [*values, bound, limit, offset]), key=lambda row: row["id"])
    meta: dict[str, Any] = {}
    if named in ([], ["page"]):
        meta["pagination"] = v3_pagination(request, len(found), total, page, limit)
    if named != ["page"]:
        meta["cursor_pagination"] = _cursors(list_id, [row["id"] for row in found], limit)
    return answer({"data": [_shown(request, json.loads(row["doc"])) for row in found], "meta": meta})


def _filters(request: Request, list_id: int) -> tuple[str, list[Any]]:
    query, clauses = request.query_params, ["price_list_id = ?"]
    inside = "in (select value from json_each(?))"
    values: list[Any] = [list_id]
    for name in ("variant_id:in", "product_id:in"):
        if query.get(name):
            clauses.append(f"{name.removesuffix(':in')} {inside}")
            values.append(json.dumps(integers(query[name])))
    for name in ("sku", "sku:in", "currency", "currency:in"):
        if query.get(name):
            clauses.append(f"lower({name.removesuffix(':in')}) {inside}")
            asked = words(query[name]) if name.endswith(":in") else [query[name]]
            values.append(json.dumps([word.lower() for word in asked]))
    for field in (*PRICE_FIELDS, "calculated_price", "date_created", "date_modified"):
        for bound, operator in BOUNDS.items():
            if text := query.get(field + bound):
                clauses.append(f"json_extract(doc, '$.{field}') {operator} ?")
                values.append(_value(field, text))
    return " and ".join(clauses), values


def _value(field: str, text: str) -> Any:
    try:
        return iso(int(read_date(text))) if field.startswith("date") else float(text)
    except ValueError as error:
        raise Refused(422, f"The filter '{field}' cannot be '{text[:60]}'.") from error


def _position(list_id: int, cursor: str | None) -> int:
    """The row that a cursor stands for; 0 for none."""
    if cursor is None:
        return 0
    try:
        of_list, row_id = map(int, urlsafe_b64decode(cursor).split(b","))
    except ValueError as error:
        raise Refused(422, "The cursor is invalid.") from error
    if of_list != list_id:
        raise Refused(422, "The cursor is invalid.")
    return row_id


def _cursors(list_id: int, row_ids: list[int], limit: int) -> dict[str, Any]:
    start, end = [_cursor(list_id, row_id) for row_id in (row_ids[0], row_ids[-1])] if row_ids else ["", ""]
    links = {"next": f"?after={end}&limit={limit}"} if len(row_ids) == limit else {}
    return {"count": len(row_ids), "per_page": limit, "start_cursor": start, "end_cursor": end, "links": links}


def _cursor(list_id: int, row_id: int) -> str:
    return urlsafe_b64encode(f"{list_id},{row_id}".encode()).decode()


def _shown(request: Request, record: dict[str, Any]) -> dict[str, Any]:
    """A record's SKU is shown to who asks for it."""
    if "sku" not in words(request.query_params.get("include", "")):
        record.pop("sku", None)
    return record
