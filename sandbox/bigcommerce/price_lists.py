"""Price lists V3: lists and their records by variant and currency. Source: price_lists.v3."""

import json
import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce.answers import (
    NO_RATE_HEADERS,
    Refused,
    answer,
    body_of,
    integer,
    integers,
    paging,
    store_of,
    v3_page,
    words,
)
from sandbox.bigcommerce.clocks import iso, now
from sandbox.bigcommerce.databases import Store, to_json
from sandbox.bigcommerce.product_changes import too_many

router = APIRouter(prefix="/stores/{store_hash}/v3/pricelists")
MOST_RECORDS = 1_000
PRICE_FIELDS = ("price", "sale_price", "retail_price", "map_price")


def create(store: Store, name: str, active: bool = True) -> int:
    """Add a price list; its id."""
    list_id = store.next_ids("price_list")
    doc = {
        "id": list_id,
        "name": name,
        "active": active,
        "date_created": iso(now(store)),
        "date_modified": iso(now(store)),
    }
    with store.transaction() as db:
        db.execute("insert into price_lists values (?,?)", (list_id, to_json(doc)))
    return list_id


@router.get("")
def list_price_lists(request: Request) -> Response:
    """getPriceLists."""
    page, limit = paging(request)
    found = [json.loads(row["doc"]) for row in store_of(request).rows("select doc from price_lists order by id")]
    return v3_page(request, found[(page - 1) * limit : page * limit], len(found), page, limit)


@router.get("/{list_id:int}/records")
def list_records(request: Request, list_id: int) -> Response:
    """getPriceListRecords: by page and limit, or by the cursor `after`."""
    store, query = store_of(request), request.query_params
    _known(store, list_id)
    page, limit = paging(request, most=MOST_RECORDS)
    clauses = ["price_list_id = ?"]
    values: list[Any] = [list_id]
    for name in ("variant_id:in", "product_id:in"):
        if query.get(name):
            clauses.append(f"{name.removesuffix(':in')} in (select value from json_each(?))")
            values.append(json.dumps(integers(query[name])))
    for name in ("sku", "sku:in", "currency", "currency:in"):
        if query.get(name):
            column = name.removesuffix(":in")
            clauses.append(f"lower({column}) in (select value from json_each(?))")
            values.append(json.dumps([word.lower() for word in words(query[name])]))
    condition = " and ".join(clauses)
    total = store.rows(f"select count(*) as n from price_records where {condition}", values)[0]["n"]
    after = integer(request, "after", 0)
    offset = 0 if "after" in query else (page - 1) * limit
    sql = f"select id, doc from price_records where {condition} and id > ? order by id limit ? offset ?"
    found = store.rows(sql, [*values, after, limit, offset])
    rows = [json.loads(row["doc"]) for row in found]
    if "after" not in query:
        return v3_page(request, rows, total, page, limit)
    cursors: dict[str, Any] = {"count": len(rows), "per_page": limit, "start_cursor": "", "end_cursor": "", "links": {}}
    if found:
        end = str(found[-1]["id"])
        cursors.update(start_cursor=str(found[0]["id"]), end_cursor=end)
        if len(found) == limit:
            cursors["links"] = {"next": f"?after={end}&limit={limit}"}
    return answer({"data": rows, "meta": {"cursor_pagination": cursors}})


@router.put("/{list_id:int}/records")
def put_records(request: Request, list_id: int) -> Response:
    """upsertPriceListRecords: good rows are saved, bad ones named in `batch_errors`; one upsert a store at a time."""
    store = store_of(request)
    if not store.upserting.acquire(blocking=False):
        # throttled by the platform, not by the quota: no rate headers tell how long to wait
        raise Refused(429, "Only one price list upsert at a time.", headers={NO_RATE_HEADERS: "1"})
    try:
        time.sleep(store.settings["price_list_upsert_ms"] / 1_000)
        _known(store, list_id)
        body = body_of(request)
        if not isinstance(body, list):
            raise Refused(422, "JSON data is missing or invalid")
        if len(body) > MOST_RECORDS:
            raise too_many(MOST_RECORDS)
        errors = upsert(store, list_id, body)
    finally:
        store.upserting.release()
    if errors:
        raise Refused(422, "Validation failed", body={"batch_errors": errors})
    return answer({"data": {}, "meta": {}})


def upsert(store: Store, list_id: int, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Save the records that can be; an error object for each of the others."""
    skus = json.dumps([str(record.get("sku", "")).casefold() for record in records])
    ids = json.dumps([record.get("variant_id", 0) for record in records])
    found = store.rows(
        "select id, product_id, sku, sku_key from variants where id in (select value from json_each(?))"
        " or (sku_key in (select value from json_each(?)) and sku_key <> '')",
        (ids, skus),
    )
    by_id: dict[int, Any] = {row["id"]: row for row in found}
    by_sku: dict[str, Any] = {row["sku_key"]: row for row in found}
    errors, rows = [], []
    for record in records:
        named = "variant_id" in record
        variant = by_id.get(record["variant_id"]) if named else by_sku.get(str(record.get("sku", "")).casefold())
        problems = _problems(record, variant)
        if problems or variant is None:
            data: dict[str, Any] = {"price_list_id": list_id}
            data.update({name: record[name] for name in ("variant_id", "sku", "currency") if name in record})
            errors.append({"data": data, "field_errors": problems})
            continue
        rows.append((record, variant))
    moment = now(store)
    with store.transaction() as db:
        for record, variant in rows:
            currency = record["currency"].lower()
            key = (list_id, variant["id"], currency)
            old = db.execute(
                "select doc from price_records where price_list_id=? and variant_id=? and currency=?", key
            ).fetchone()
            doc = {
                **(json.loads(old["doc"]) if old else {"date_created": iso(moment), "bulk_pricing_tiers": []}),
                "price_list_id": list_id,
                "variant_id": variant["id"],
                "product_id": variant["product_id"],
                "sku": variant["sku"],
                "currency": currency,
                "date_modified": iso(moment),
            }
            doc.update({name: record[name] for name in (*PRICE_FIELDS, "bulk_pricing_tiers") if name in record})
            doc["calculated_price"] = doc.get("sale_price") or doc.get("price")
            db.execute(
                "insert into price_records (price_list_id, variant_id, currency, product_id, sku, date_modified, doc)"
                " values (?,?,?,?,?,?,?) on conflict (price_list_id, variant_id, currency)"
                " do update set doc = excluded.doc, sku = excluded.sku, date_modified = excluded.date_modified",
                (*key, variant["product_id"], variant["sku"], moment, to_json(doc)),
            )
    return errors


def _problems(record: dict[str, Any], variant: Any) -> dict[str, str]:
    problems = {}
    if variant is None:
        problems["variant_id" if "variant_id" in record else "sku"] = "was not found"
    if not isinstance(record.get("currency"), str) or len(record["currency"]) != 3:
        problems["currency"] = "must be an ISO 4217 code"
    for name in PRICE_FIELDS:
        value = record.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0):
            problems[name] = "must be a number of at least 0"
    return problems


def _known(store: Store, list_id: int) -> None:
    if not store.row("select 1 from price_lists where id = ?", (list_id,)):
        raise Refused(404, f"The price list {list_id} was not found.")
