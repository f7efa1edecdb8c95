"""Why a SKU has its price and its stock, and what will be sent: one function for the command line and for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.readings import held_price, held_stock
from bigcommerce.db.explanations import explain as explain_skus
from bigcommerce.db.explanations import explain_prices, explain_stock, read_facts, read_lists, read_warehouses
from bigcommerce.db.stores import Store
from bigcommerce.domain.approval_effects import Effect, effect_of_approval
from bigcommerce.domain.approval_sums import link_sums, price_sums, stock_sums
from bigcommerce.domain.explanations import Held, explain_sku, price_sentences, stock_sentences
from bigcommerce.domain.money import MINOR_UNITS
from bigcommerce.domain.prices import record_sale_price
from bigcommerce.errors import NotAuthorised, NotFound

# Without BigCommerce's word: most currencies have two decimals, most stores take stock off when an order is placed.
DIGITS, ORDER_PLACED = 2, True


@dataclass(frozen=True)
class Known:
    """What the rules and BigCommerce say of one SKU; what is not approved as if it were.

    prices: {target: the rule's row}. currency: empty where BigCommerce was not asked.
    """

    facts: Mapping[str, Any]
    prices: Mapping[str, Mapping[str, Any]]
    stock: Mapping[str, Any] | None
    held_price: Held
    held_stock: Held
    currency: str


def explain(
    connection: psycopg.Connection, client: BigCommerceClient | None, store: str, sku: str
) -> dict[str, list[str]]:
    """{heading: sentences}. client: None asks BigCommerce nothing."""
    facts = read_facts(connection, store, sku)
    if facts is None:
        return {f'There is no store "{store}".': []}
    (heading,) = explain_sku(facts, sku)
    if not facts["is_in_back_office"] and facts["is_approved"] is None:
        return {heading: []}
    known = look_at(connection, client, facts, sku)
    notes = [] if facts["is_approved"] else effect_of(known).sentences
    notes += [] if client else ["BigCommerce was not asked: two decimals are taken for its currency."]
    return {
        heading: notes,
        "Price": price_sentences(facts, known.prices.get("catalog"), known.held_price),
        **{
            f"Price on price list {row['price_list_id']}": explain_list(client, facts | row, known)
            for row in read_lists(connection, store, sku)
        },
        "Stock": stock_sentences(facts, known.stock, read_warehouses(connection, store, sku), known.held_stock),
    }


def approval_effect(
    connection: psycopg.Connection, client: BigCommerceClient | None, store: str, sku: str
) -> Effect | None:
    """What approving it would change; None: there is no such store. client: None asks BigCommerce nothing."""
    facts = read_facts(connection, store, sku)
    return None if facts is None else effect_of(look_at(connection, client, facts, sku))


def approval_sums(connection: psycopg.Connection, store: Store, to_approve: Mapping[str, str | None]) -> list[str]:
    """What approving these SKUs would change, in sums; BigCommerce is asked nothing. to_approve: {SKU: how its last
    look-up ended, None: there was none}."""
    skus, parameters = list(to_approve), {"digits": DIGITS, "now": datetime.now(UTC)}
    if not any(to_approve.values()):
        # Of none is it known what it would change.
        return link_sums(to_approve)
    sends_prices = store.prices_managed_in == "backoffice"
    sends_stock = store.stock_managed_in == "backoffice" and store.stock_sync_enabled
    return [
        *link_sums(to_approve),
        *(["Of the others:"] if None in to_approve.values() else []),
        *price_sums(explain_skus(connection, "price", store.store_code, skus, parameters) if sends_prices else None),
        *stock_sums(
            explain_skus(connection, "stock", store.store_code, skus, {"order_placed": ORDER_PLACED})
            if sends_stock
            else None
        ),
    ]


def effect_of(known: Known) -> Effect:
    held = (known.held_price, known.held_stock)
    return effect_of_approval(known.facts, known.prices.get("catalog"), known.stock, held)


def look_at(
    connection: psycopg.Connection, client: BigCommerceClient | None, facts: Mapping[str, Any], sku: str
) -> Known:
    currency, digits, order_placed = "", DIGITS, ORDER_PLACED
    if client:
        currency = client.store()["currency"]
        digits = MINOR_UNITS.get(currency, DIGITS)
        order_placed = client.inventory_settings().get("update_stock_behavior") == "order_placed"
    store = facts["store_code"]
    prices = explain_prices(connection, store, sku, digits=digits, now=datetime.now(UTC))
    stock = explain_stock(connection, store, sku, order_placed=order_placed)
    return Known(facts, prices, stock, read_price(client, facts), read_stock(client, facts), currency)


def explain_list(client: BigCommerceClient | None, facts: Mapping[str, Any], known: Known) -> list[str]:
    """facts: those of the list instead of the catalogue's."""
    try:
        held = read_record(client, facts, known.currency)
    except NotFound:
        return [f"BigCommerce has no price list {facts['price_list_id']}: nothing is sent to it."]
    return price_sentences(facts, known.prices.get(facts["target"]), held)


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
