"""Why a SKU has its price and its stock, and what will be sent: one function for the command line and for a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.readings import held_price, held_stock
from bigcommerce.db.explanations import explain_prices, explain_stock, read_facts, read_lists, read_warehouses
from bigcommerce.domain.explanations import Held, explain_sku, price_sentences, stock_sentences
from bigcommerce.domain.money import MINOR_UNITS
from bigcommerce.domain.prices import record_sale_price
from bigcommerce.errors import NotAuthorised, NotFound

# Without BigCommerce's word: most currencies have two decimals, most stores take stock off when an order is placed.
DIGITS, ORDER_PLACED = 2, True


def explain(
    connection: psycopg.Connection, client: BigCommerceClient | None, store: str, sku: str
) -> dict[str, list[str]]:
    """{heading: sentences}. client: None asks BigCommerce nothing."""
    facts = read_facts(connection, store, sku)
    if facts is None:
        return {f'There is no store "{store}" in bigcommerce.stores.': []}
    (heading,) = explain_sku(facts, sku)
    if not facts["is_in_back_office"] and facts["is_approved"] is None:
        return {heading: []}
    currency, digits, order_placed = "", DIGITS, ORDER_PLACED
    if client:
        currency = client.store()["currency"]
        digits = MINOR_UNITS.get(currency, DIGITS)
        order_placed = client.inventory_settings().get("update_stock_behavior") == "order_placed"
    prices = explain_prices(connection, store, sku, digits=digits, now=datetime.now(UTC))
    stock = explain_stock(connection, store, sku, order_placed=order_placed)
    warehouses = read_warehouses(connection, store, sku)
    notes = [] if client else ["BigCommerce was not asked: two decimals are taken for its currency."]
    return {
        heading: notes,
        "Price": price_sentences(facts, prices.get("catalog"), read_price(client, facts)),
        **{
            f"Price on price list {row['price_list_id']}": explain_list(client, facts | row, prices, currency)
            for row in read_lists(connection, store, sku)
        },
        "Stock": stock_sentences(facts, stock, warehouses, read_stock(client, facts)),
    }


def explain_list(
    client: BigCommerceClient | None, facts: Mapping[str, Any], prices: Mapping[str, Any], currency: str
) -> list[str]:
    """facts: those of the list instead of the catalogue's."""
    try:
        held = read_record(client, facts, currency)
    except NotFound:
        return [f"BigCommerce has no price list {facts['price_list_id']}: nothing is sent to it."]
    return price_sentences(facts, prices.get(facts["target"]), held)


def read_record(client: BigCommerceClient | None, facts: Mapping[str, Any], currency: str) -> Held:
    if client is None or facts["state"] != "linked" or facts["variant_id"] is None:
        return Held()
    records = client.price_records(facts["price_list_id"], [facts["variant_id"]], currency.lower())
    record = next(records, None) or {}
    return Held(True, record.get("price"), record_sale_price(record))


def read_price(client: BigCommerceClient | None, facts: Mapping[str, Any]) -> Held:
    if client is None or facts["state"] != "linked":
        return Held()
    variant_id = None if facts["is_base_variant"] else facts["variant_id"]
    row = held_price(client, facts["product_id"], variant_id) or {}
    return Held(True, row.get("price"), row.get("sale_price") or None)


def read_stock(client: BigCommerceClient | None, facts: Mapping[str, Any]) -> Held:
    """Without the scope for inventory nothing tells how many there are."""
    if client is None or facts["state"] != "linked":
        return Held()
    name = "variant_id" if facts["inventory_tracking"] == "variant" else "product_id"
    if facts[name] is None:
        return Held()
    try:
        return Held(True, held_stock(client, facts["stock_location_id"], **{name: facts[name]}))
    except NotAuthorised:
        return Held()
