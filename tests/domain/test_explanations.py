"""Rows become sentences a person can follow: every step, the value, and why nothing is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.domain.explanations import (
    Held,
    explain_sku,
    plain,
    price_sentences,
    price_steps,
    stock_sentences,
    stock_steps,
    verdict,
    why_not_at_all,
)

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "store_code": "default",
    "is_enabled": True,
    "prices_managed_in": "backoffice",
    "stock_managed_in": "backoffice",
    "stock_sync_enabled": True,
    "is_in_back_office": True,
    "name": "Tee",
    "is_active": True,
    "is_approved": True,
    "state": "linked",
    "accepted_price": Decimal("10.0000"),
    "accepted_sale_price": None,
    "price_sent_at": NOON,
    "accepted_quantity": 40,
    "quantity_sent_at": NOON,
    "problems": [],
}
PRICE: dict[str, Any] = {
    "own_group": "retail",
    "default_group": "retail",
    "group_price": Decimal("10.0000"),
    "taken_from": "group",
    "basis_price": Decimal("10.0000"),
    "basis_promotion": None,
    "starts_at": None,
    "ends_at": None,
    "promotion": None,
    "promotion_pricing_enabled": True,
    "includes_tax": True,
    "product_includes_tax": None,
    "prices_include_tax": True,
    "is_tax_free": False,
    "tax_rate": Decimal("0.1000"),
    "new_price": Decimal("10.00"),
    "price": Decimal("10.00"),
    "sale_price": None,
    "max_price_change_percent": None,
    "compare_price": Decimal("10.0000"),
    "is_uncertain": False,
    "verdict": "unchanged",
}
STOCK: dict[str, Any] = {
    "is_active": True,
    "has_stock_row": True,
    "available": 50,
    "reserved": 3,
    "reserving": {"default 101": 2, "default 102": 1},
    "stock_buffer": 5,
    "stock_limit": None,
    "quantity": 42,
    "held": 40,
    "is_uncertain": False,
    "verdict": "send",
}
WAREHOUSES = [
    {"warehouse": "main", "quantity": 50, "counted_at": NOON, "is_shown": True},
    {"warehouse": "shed", "quantity": 9, "counted_at": NOON, "is_shown": False},
]


def test_a_sku_nobody_knows_is_one_sentence() -> None:
    unknown = FACTS | {"is_in_back_office": False, "is_approved": None}
    assert explain_sku(unknown, "X") == ['The back office has no SKU "X", and nobody approved it for store default.']
    assert explain_sku(FACTS, "X") == ['SKU "X" (Tee) in store default']


def test_a_price_is_told_step_by_step() -> None:
    assert price_sentences(FACTS, PRICE, Held(True, Decimal("10"), None)) == [
        "Price group retail has 10.00.",
        "It includes tax (by price group) and BigCommerce expects prices with tax: taken as it is, 10.00.",
        "There is no promotion.",
        "It should be 10.00.",
        "BigCommerce last accepted 10.00 on 2026-01-20 12:00 UTC.",
        "BigCommerce holds 10.00 now.",
        "Nothing is sent: BigCommerce holds it already, as far as we know.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"includes_tax": False, "new_price": Decimal("11")},
            "expects prices with: 10 % are added, 11.00.",
        ),
        (
            {"prices_include_tax": False, "new_price": Decimal("9.09")},
            "expects prices without: 10 % are taken off, 9.09.",
        ),
        ({"product_includes_tax": False, "new_price": Decimal("11")}, "It excludes tax (by product) and"),
        ({"is_tax_free": True}, "The product is free of tax, so the price is taken as it is."),
        ({"taken_from": "skip", "price": None}, "and the store then sends none."),
        ({"taken_from": "skip", "price": None}, "So there is no price to show."),
        ({"taken_from": "rrp", "basis_price": Decimal("12.5")}, "and the store then takes the RRP: 12.50."),
        ({"taken_from": "default_group", "basis_price": Decimal(8)}, "takes the default group's (retail): 8.00."),
        ({"group_price": None}, "Price group retail has no price."),
        ({"own_group": None}, "Price group (none is the default) has 10.00."),
        ({"promotion_pricing_enabled": False}, "Promotions are not sent: the set-up has them switched off."),
        (
            {"basis_promotion": Decimal(7), "starts_at": "2026-01-01", "promotion": None},
            "The promotion of 7.00 from 2026-01-01 does not run now.",
        ),
        (
            {"basis_promotion": Decimal(7), "promotion": Decimal(7), "sale_price": Decimal(7)},
            "The promotion of 7.00 without dates runs now: 7.00.",
        ),
        (
            {"basis_promotion": Decimal(12), "promotion": Decimal(12)},
            "runs now, but at 12.00 it is not above 0 and below the price.",
        ),
        (
            {"max_price_change_percent": Decimal("20.00"), "compare_price": Decimal(8)},
            "From 8.00 to 10.00 is 25.0 %; the store lets 20 % pass without a person.",
        ),
        ({"sale_price": Decimal("7.5")}, "It should be 10.00, on sale for 7.50."),
        ({"is_rolled_back": True}, "It was rolled back, and stays so until the back office changes its own price."),
    ],
)
def test_each_setting_has_its_sentence(change: dict[str, Any], sentence: str) -> None:
    assert sentence in " ".join(price_steps(PRICE | change))
    assert sentence not in " ".join(price_steps(PRICE))


def test_stock_is_told_step_by_step() -> None:
    assert stock_sentences(FACTS, STOCK, WAREHOUSES, Held(True, 38)) == [
        "Warehouse main has 50, counted 2026-01-20 12:00 UTC.",
        "Warehouse shed has 9, counted 2026-01-20 12:00 UTC, which this store does not show.",
        "Available: 50.",
        "Reserved: 3 by orders that this number does not account for: default 101 (2), default 102 (1).",
        "Buffer: 5. Limit: no limit.",
        "It should be 42: 50 − 3 − 5, not below 0, no limit.",
        "BigCommerce last accepted 40 on 2026-01-20 12:00 UTC.",
        "Less what it sold since, it must hold 40.",
        "BigCommerce holds 38 now.",
        "It is sent with the next run.",
    ]


def test_what_is_not_known_is_said() -> None:
    nothing = FACTS | {"price_sent_at": None, "quantity_sent_at": None}
    told = stock_sentences(nothing, STOCK | {"held": None}, [], Held())
    assert (
        told[0] == "The back office has no stock for it in any warehouse."
        and "BigCommerce was not sent a number yet." in told
    )
    assert not any("now" in sentence for sentence in told)
    assert "BigCommerce does not count it." in stock_sentences(FACTS, STOCK, [], Held(True))
    unsure = {"is_uncertain": True}
    for told in (stock_sentences(FACTS, STOCK | unsure, [], Held()), price_sentences(FACTS, PRICE | unsure, Held())):
        assert any("that is not certain" in sentence for sentence in told)
    assert "BigCommerce was not sent a price yet." in price_sentences(nothing, PRICE, Held())
    assert "BigCommerce holds no price of its own for it now." in price_sentences(nothing, PRICE, Held(True))
    assert stock_steps(STOCK | {"is_active": False}) == ["It is not active, so it should be 0."]
    assert stock_steps(STOCK | {"has_stock_row": False}) == ["No warehouse of this store has stock counted for it."]


@pytest.mark.parametrize(
    ("change", "kind", "reason"),
    [
        ({"is_in_back_office": False, "is_active": None}, "price", "the back office does not have it"),
        ({"is_approved": None}, "price", "nobody approved it for store default"),
        ({"is_approved": False}, "stock", "it is not approved for store default"),
        ({"state": None}, "stock", "it was not looked up on BigCommerce yet; the next run does"),
        ({"state": "missing"}, "stock", "BigCommerce has no product with exactly this SKU"),
        ({"state": "ambiguous"}, "price", "several products of BigCommerce have this SKU"),
        ({"is_active": False}, "price", "it is not active, and then only its stock is set, to 0"),
        ({"is_active": False}, "stock", None),
        ({"prices_managed_in": "bigcommerce"}, "price", "the prices of this store are managed in BigCommerce"),
        ({"prices_managed_in": "bigcommerce"}, "stock", None),
        ({"stock_managed_in": "bigcommerce"}, "stock", "the stock of this store is managed in BigCommerce"),
        ({"stock_sync_enabled": False}, "stock", "the store's stock sync is switched off"),
        ({"stock_sync_enabled": False}, "price", None),
        ({"is_enabled": False}, "price", "store default is not enabled"),
        (
            {"price_list_id": 3, "variant_id": None},
            "price",
            "price lists know variants alone, and this is a product with options",
        ),
        ({"price_list_id": 3, "variant_id": 7}, "price", None),
    ],
)
def test_why_nothing_is_sent_at_all(change: dict[str, Any], kind: str, reason: str | None) -> None:
    assert why_not_at_all(FACTS | change, kind) == reason
    if reason:
        assert verdict(FACTS | change, PRICE | {"verdict": "send"}, kind) == f"Nothing is sent: {reason}."


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("refused", "BigCommerce refused exactly this"),
        ("empty_price", "there is no price"),
        ("price_change_too_large", "waits for a person"),
        ("stock_missing", "no stock counted for it"),
        ("inventory_not_tracked", "does not track it"),
        ("invalid_quantity", "more than BigCommerce can hold"),
        ("something_new", "Nothing is sent: something_new."),
    ],
)
def test_each_verdict_has_its_words(code: str, words: str) -> None:
    assert words in verdict(FACTS, PRICE | {"verdict": code}, "price")


def test_open_problems_of_the_flow_and_of_the_link_are_told() -> None:
    problems = [{"flow": flow, "code": f"{flow}_code", "message": "Do this."} for flow in ("prices", "stock", "links")]
    told = price_sentences(FACTS | {"problems": problems}, PRICE, Held())
    assert told[-2:] == ["Open problem “Prices code”: Do this.", "Open problem “Links code”: Do this."]


@pytest.mark.parametrize(
    ("value", "least", "text"), [("1.5000", 2, "1.50"), (10, 0, "10"), ("0.1250", 0, "0.125"), ("100", 2, "100.00")]
)
def test_numbers_are_plain(value: Any, least: int, text: str) -> None:
    assert plain(value, least) == text
