"""What approving a SKU would change at BigCommerce, out of the rules' rows for it as if it were approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bigcommerce.domain.explanations import Held, why_not_at_all, with_sale

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Effect:
    """said: of the price, then of the stock: the sentence, and the warning where a person should know it before."""

    said: list[tuple[str, str | None]]

    @property
    def sentences(self) -> list[str]:
        return [sentence for sentence, _ in self.said]

    @property
    def warnings(self) -> list[str]:
        return [warning for _, warning in self.said if warning]

    @property
    def without_warning(self) -> list[str]:
        """The sentences of what there is no warning of, which says the same."""
        return [sentence for sentence, warning in self.said if not warning]


def effect_of_approval(facts: Row, price: Row | None, stock: Row | None, held: tuple[Held, Held]) -> Effect:
    """facts, price, stock: as for domain/explanations.py. held: the price and the stock at BigCommerce now."""
    as_approved = {**facts, "is_approved": True, "is_enabled": True}
    return Effect([price_effect(as_approved, price, held[0]), stock_effect(as_approved, stock, held[1])])


def price_effect(facts: Row, workings: Row | None, held: Held) -> tuple[str, str | None]:
    """The sentence, and the warning."""
    if reason := why_not_at_all(facts, "price"):
        return f"Once approved, no price would be sent: {reason}.", None
    if workings is None or workings["price"] is None:
        return "Once approved, no price would be sent: there is none.", None
    now, now_on_sale = price_now(workings, held)
    then = with_sale(workings["price"], workings["sale_price"])
    at = f"now {with_sale(now, now_on_sale)} at BigCommerce" if now is not None else "what it is now is not known"
    if workings["verdict"] in ("refused", "declined", "invalid_price", "inventory_not_tracked"):
        return f"Once approved, its price would be {then} ({at}), but it is not sent as it stands: see below.", None
    if workings["verdict"] == "price_change_too_large":
        waits = f"Once approved, its price would be {then} ({at}), once a person lets so big a change pass."
        return waits, f"Its price would change from {with_sale(now, now_on_sale)} to {then}; that waits for a person."
    sentence = f"Once approved, its price would be {then} ({at})."
    sale_moves = workings["owns_sale_price"] and now_on_sale != workings["sale_price"]
    return sentence, f"Its price becomes {then}; {at}." if now != workings["price"] or sale_moves else None


def price_now(workings: Row, held: Held) -> tuple[Any, Any]:
    """As BigCommerce was asked, else as it was last accepted or seen."""
    if held.was_read:
        return held.value, held.sale_price
    accepted = workings["old_price"] is not None
    return workings["compare_price"], workings["old_sale_price"] if accepted else workings["seen_sale_price"]


def stock_effect(facts: Row, workings: Row | None, held: Held) -> tuple[str, str | None]:
    """The sentence, and the warning."""
    if reason := why_not_at_all(facts, "stock"):
        return f"Once approved, no stock would be sent: {reason}.", None
    if workings is None or workings["quantity"] is None:
        return "Once approved, no stock would be sent: the back office has none counted for it.", None
    then = workings["quantity"]
    now = held.value if held.was_read else workings["held"]
    at = f"now {now} at BigCommerce" if now is not None else "what it is now is not known"
    if workings["verdict"] in ("refused", "inventory_not_tracked", "invalid_quantity"):
        return f"Once approved, its stock would be {then} ({at}), but it is not sent as it stands: see below.", None
    sentence = f"Once approved, its stock would be {then} ({at})."
    if then == 0 and now != 0:
        return sentence, f"Its stock falls to 0, so shoppers cannot buy it; {at}."
    return sentence, None
