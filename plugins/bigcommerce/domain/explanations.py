"""The rows of the rules → sentences: why this price, why this stock, and why nothing is sent.

facts, workings, warehouses: rows as db/explanations.py reads them; facts of a price list have its id. held: what
BigCommerce was read to hold now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bigcommerce.domain.problem_texts import problem_text

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Held:
    """was_read: False where BigCommerce was not asked or does not tell. value: None where it has no such item."""

    was_read: bool = False
    value: Any = None
    sale_price: Any = None


def explain_sku(facts: Row, sku: str) -> list[str]:
    """Who the SKU is."""
    store = facts["store_code"]
    if not facts["is_in_back_office"] and facts["is_approved"] is None:
        return [f'The back office has no SKU "{sku}", and nobody approved it for store {store}.']
    name = f" ({facts['name']})" if facts["name"] else ""
    return [f'SKU "{sku}"{name} in store {store}']


def why_not_at_all(facts: Row, kind: str) -> str | None:
    """What keeps the rules from looking at this SKU or from sending anything; None: nothing does."""
    store = facts["store_code"]
    managed, what = (
        (facts["prices_managed_in"], "prices of this store are")
        if kind == "price"
        else (facts["stock_managed_in"], "stock of this store is")
    )
    link = {
        None: "it was not looked up on BigCommerce yet; the next run does",
        "missing": "BigCommerce has no product with exactly this SKU",
        "ambiguous": "several products of BigCommerce have this SKU",
        "linked": None,
    }[facts["state"]]
    reasons = [
        (not facts["is_in_back_office"], "the back office does not have it"),
        (facts["is_approved"] is None, f"nobody approved it for store {store}"),
        (facts["is_approved"] is False, f"it is not approved for store {store}"),
        (link is not None, link),
        (kind == "price" and facts["is_active"] is False, "it is not active, and then only its stock is set, to 0"),
        (
            kind == "price" and "price_list_id" in facts and facts["variant_id"] is None,
            "price lists know variants alone, and this is a product with options",
        ),
        (managed == "bigcommerce", f"the {what} managed in BigCommerce"),
        (kind == "stock" and not facts["stock_sync_enabled"], "the store's stock sync is switched off"),
        (not facts["is_enabled"], f"store {store} is not enabled"),
    ]
    return next((reason for applies, reason in reasons if applies), None)


# --- price ---------------------------------------------------------------------------------------------------------
def price_sentences(facts: Row, workings: Row | None, held: Held) -> list[str]:
    sentences = price_steps(workings) if workings else []
    sentences.append(
        f"BigCommerce last accepted {with_sale(facts['accepted_price'], facts['accepted_sale_price'])} "
        f"on {moment(facts['price_sent_at'])}."
        if facts["price_sent_at"]
        else "BigCommerce was not sent a price yet."
    )
    if workings and workings["is_uncertain"]:
        sentences.append("Another one was sent and not answered, so that is not certain.")
    if held.was_read and held.value is None and held.sale_price is None:
        sentences.append("BigCommerce holds no price of its own for it now.")
    elif held.was_read:
        sentences.append(f"BigCommerce holds {with_sale(held.value, held.sale_price)} now.")
    sentences.append(verdict(facts, workings, "price"))
    return sentences + open_problems(facts, "prices")


def price_steps(w: Row) -> list[str]:
    steps = [f"Price group {w['own_group'] or '(none is the default)'} has {money(w['group_price'])}."]
    if w["taken_from"] != "group":
        steps.append(f"There it is empty (missing, 0 or less), and {policy(w)}.")
    if w["price"] is None:
        return [*steps, "So there is no price to show."]
    steps.append(tax_step(w))
    steps.append(promotion_step(w))
    if w.get("is_rolled_back"):
        steps.append("It was rolled back, and stays so until the back office changes its own price.")
    limit, before = w["max_price_change_percent"], w["compare_price"]
    if limit is not None and before:
        percent = abs(w["price"] - before) * 100 / before
        steps.append(
            f"From {money(before)} to {money(w['price'])} is {percent:.1f} %; the store lets {plain(limit)} % pass "
            "without a person."
        )
    return [*steps, f"It should be {with_sale(w['price'], w['sale_price'])}."]


def policy(w: Row) -> str:
    return {
        "default_group": f"the store then takes the default group's ({w['default_group']}): {money(w['basis_price'])}",
        "rrp": f"the store then takes the RRP: {money(w['basis_price'])}",
    }.get(w["taken_from"], "the store then sends none")


def tax_step(w: Row) -> str:
    own = w["product_includes_tax"]
    includes = own if own is not None else w["includes_tax"] is not False
    basis = f"{'includes' if includes else 'excludes'} tax ({'by product' if own is not None else 'by price group'})"
    wants = "with" if w["prices_include_tax"] else "without"
    if w["is_tax_free"]:
        return "The product is free of tax, so the price is taken as it is."
    if includes == w["prices_include_tax"]:
        return f"It {basis} and BigCommerce expects prices {wants} tax: taken as it is, {money(w['new_price'])}."
    done = "added" if w["prices_include_tax"] else "taken off"
    rate = plain(w["tax_rate"] * 100)
    return f"It {basis} and BigCommerce expects prices {wants}: {rate} % are {done}, {money(w['new_price'])}."


def promotion_step(w: Row) -> str:
    if not w["promotion_pricing_enabled"]:
        return "Promotions are not sent: the set-up has them switched off."
    if w["basis_promotion"] is None:
        return "There is no promotion."
    bounds = [f"{word} {w[name]}" for word, name in (("from", "starts_at"), ("until", "ends_at")) if w[name]]
    said = f"The promotion of {money(w['basis_promotion'])} {' '.join(bounds) or 'without dates'}"
    if w["promotion"] is None:
        return f"{said} does not run now."
    if w["sale_price"] is None:
        return f"{said} runs now, but at {money(w['promotion'])} it is not above 0 and below the price."
    return f"{said} runs now: {money(w['promotion'])}."


# --- stock ---------------------------------------------------------------------------------------------------------
def stock_sentences(facts: Row, workings: Row | None, warehouses: Sequence[Row], held: Held) -> list[str]:
    sentences = [
        f"Warehouse {w['warehouse']} has {w['quantity']}, counted {moment(w['counted_at'])}"
        + ("." if w["is_shown"] else ", which this store does not show.")
        for w in warehouses
    ]
    if not warehouses:
        sentences.append("The back office has no stock for it in any warehouse.")
    sentences += stock_steps(workings) if workings else []
    sentences.append(
        f"BigCommerce last accepted {facts['accepted_quantity']} on {moment(facts['quantity_sent_at'])}."
        if facts["quantity_sent_at"]
        else "BigCommerce was not sent a number yet."
    )
    if workings and workings["held"] is not None:
        doubt = ", though that is not certain" if workings["is_uncertain"] else ""
        sentences.append(f"Less what it sold since, it must hold {workings['held']}{doubt}.")
    if held.was_read:
        said = "does not count it" if held.value is None else f"holds {held.value} now"
        sentences.append(f"BigCommerce {said}.")
    sentences.append(verdict(facts, workings, "stock"))
    return sentences + open_problems(facts, "stock")


def stock_steps(w: Row) -> list[str]:
    if not w["is_active"]:
        return ["It is not active, so it should be 0."]
    if not w["has_stock_row"]:
        return ["No warehouse of this store has stock counted for it."]
    orders = w["reserving"] or {}
    named = ", ".join(f"{order} ({units})" for order, units in sorted(orders.items()))
    limit = "no limit" if w["stock_limit"] is None else f"at most {w['stock_limit']}"
    sum_up = f"{w['available']} − {w['reserved']} − {w['stock_buffer']}"
    return [
        f"Available: {w['available']}.",
        f"Reserved: {w['reserved']} by orders that this number does not account for"
        + (f": {named}." if named else ", of which there are none."),
        f"Buffer: {w['stock_buffer']}. Limit: {limit}.",
        f"It should be {w['quantity']}: {sum_up}, not below 0, {limit}.",
    ]


# --- both ----------------------------------------------------------------------------------------------------------
def verdict(facts: Row, workings: Row | None, kind: str) -> str:
    if reason := why_not_at_all(facts, kind):
        return f"Nothing is sent: {reason}."
    if workings is None:
        return "Nothing is sent: the rule does not look at it."
    texts = {
        "send": "It is sent with the next run.",
        "unchanged": "Nothing is sent: BigCommerce holds it already, as far as we know.",
        "refused": "Nothing is sent: BigCommerce refused exactly this. Close the problem to try again.",
        "empty_price": "Nothing is sent: there is no price.",
        "invalid_price": "Nothing is sent: BigCommerce cannot take such a price.",
        "price_change_too_large": "Nothing is sent: so big a change waits for a person under Guarded prices.",
        "declined": "Nothing is sent: a person declined this change.",
        "stock_missing": "Nothing is sent: the back office has no stock counted for it.",
        "inventory_not_tracked": "Nothing is sent: BigCommerce does not track it at this level.",
        "invalid_quantity": "Nothing is sent: it is more than BigCommerce can hold.",
    }
    return texts.get(workings["verdict"], f"Nothing is sent: {workings['verdict']}.")


def open_problems(facts: Row, flow: str) -> list[str]:
    return [
        f"Open problem “{problem_text(p['flow'], p['code']).title}”: {p['message']}"
        for p in facts["problems"]
        if p["flow"] in (flow, "links")
    ]


def with_sale(price: Any, sale_price: Any) -> str:
    return money(price) + (f", on sale for {money(sale_price)}" if sale_price else "")


def money(value: Any) -> str:
    return "no price" if value is None else plain(value, 2)


def plain(value: Any, least: int = 0) -> str:
    """A number without superfluous zeros, with at least so many decimals."""
    whole, _, decimals = f"{Decimal(str(value)):f}".partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}.{decimals}" if decimals else whole


def moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"
