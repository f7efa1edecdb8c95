"""What approving would change is said before it is done, with a warning where something moves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.domain.approval_effects import Effect, effect_of_approval
from bigcommerce.domain.explanations import Held
from tests.domain.test_explanations import FACTS, PRICE, STOCK

UNAPPROVED = FACTS | {"is_approved": None, "is_enabled": False}
SEEN: dict[str, Any] = {
    "old_price": None,
    "old_sale_price": None,
    "seen_sale_price": None,
    "owns_sale_price": False,
    "price": Decimal("258.96"),
    "compare_price": Decimal("249.0000"),
    "verdict": "send",
}
NOTHING_READ = (Held(), Held())


def effect(
    price: dict[str, Any] | None = None, stock: dict[str, Any] | None = None, held: Any = NOTHING_READ
) -> Effect:
    return effect_of_approval(UNAPPROVED, PRICE | SEEN | (price or {}), STOCK | (stock or {}), held)


@pytest.mark.parametrize(
    ("price", "sentence", "warning"),
    [
        ({}, "be 258.96 (now 249.00 at BigCommerce).", "Its price becomes 258.96; now 249.00 at BigCommerce."),
        ({"price": Decimal(249)}, "be 249.00 (now 249.00 at BigCommerce).", None),
        ({"compare_price": None}, "(what it is now is not known)", "Its price becomes 258.96; what it is now"),
        (
            {"sale_price": Decimal(200), "owns_sale_price": True, "price": Decimal(249)},
            "be 249.00, on sale for 200.00 (now 249.00 at BigCommerce).",
            "Its price becomes 249.00, on sale for 200.00",
        ),
        ({"verdict": "price_change_too_large"}, "once a person lets so big a change pass", "that waits for a person"),
        ({"verdict": "declined"}, "but it is not sent as it stands", None),
        ({"price": None, "verdict": "empty_price"}, "no price would be sent: there is none", None),
    ],
)
def test_the_price(price: dict[str, Any], sentence: str, warning: str | None) -> None:
    found = effect(price, {"quantity": 40})
    assert sentence in found.sentences[0]
    assert [warning in said for said in found.warnings] == [True] if warning else found.warnings == []


@pytest.mark.parametrize(
    ("stock", "held", "sentence", "is_warned"),
    [
        ({"quantity": 0}, Held(), "be 0 (now 40 at BigCommerce).", True),
        ({"quantity": 0}, Held(True, 0), "be 0 (now 0 at BigCommerce).", False),
        ({"quantity": 0, "held": None}, Held(), "be 0 (what it is now is not known).", True),
        ({"quantity": 7}, Held(True, 38), "be 7 (now 38 at BigCommerce).", False),
        ({"quantity": None}, Held(), "no stock would be sent: the back office has none counted", False),
        ({"quantity": 0, "verdict": "inventory_not_tracked"}, Held(), "not sent as it stands", False),
    ],
)
def test_the_stock(stock: dict[str, Any], held: Held, sentence: str, is_warned: bool) -> None:
    found = effect({"price": Decimal(249)}, stock, (Held(), held))
    assert sentence in found.sentences[1]
    assert any("falls to 0" in said for said in found.warnings) == is_warned


def test_what_keeps_anything_from_being_sent_is_named_but_not_the_missing_approval() -> None:
    facts = UNAPPROVED | {"state": None}
    found = effect_of_approval(facts, None, None, NOTHING_READ)
    assert found.warnings == [] and all("it was not looked up" in sentence for sentence in found.sentences)
    managed = UNAPPROVED | {"prices_managed_in": "bigcommerce"}
    found = effect_of_approval(managed, PRICE | SEEN, STOCK, NOTHING_READ)
    assert "managed in BigCommerce" in found.sentences[0] and found.warnings == []
