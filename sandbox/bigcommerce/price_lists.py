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
    paging,
    store_of,
    v3_page,
)
from sandbox.bigcommerce.clocks import iso, now
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.product_changes import too_many
from sandbox.memories import to_json

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


@router.put("/{list_id:int}/records")
def put_records(request: Request, list_id: int) -> Response:
    """upsertPriceListRecords: good rows are saved, bad ones named in `batch_errors`; one upsert a store at a time."""
    store = store_of(request)
    if not store.upserting.acquire(blocking=False):
        # throttled by the platform, not by the quota: no rate headers tell how long to wait
        raise Refused(429, "Only one price list upsert at a time.", headers={NO_RATE_HEADERS: "1"})
    try:
        time.sleep(store.settings["price_list_upsert_ms"] / 1_000)
        known(store, list_id)
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
            sale = doc.get("sale_price")
            is_sale = sale is not None and (sale > 0 or store.settings["zero_sale_price"] == "price")
            doc["calculated_price"] = sale if is_sale else doc.get("price")
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


def known(store: Store, list_id: int) -> None:
    """404 for a price list that is not there."""
    if not store.row("select 1 from price_lists where id = ?", (list_id,)):
        raise Refused(404, f"The price list {list_id} was not found.")
