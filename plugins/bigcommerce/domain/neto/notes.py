"""What BigCommerce changed after receipt, as a sticky note: Neto's order is not edited, its staff is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bigcommerce.domain.neto.texts import JSON, note
from bigcommerce.domain.order_stories import CHANGE_TITLES, differences

RELEASED = "Released: names are mapped"


def change_note(change: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> JSON:
    """change: a row of backoffice.order_changes; lines: line_no and bigcommerce_order_product_id of its order's. The
    number in the title tells it from any other change, whose words may be the same."""
    title = f"BigCommerce change {change['change_id']}: {CHANGE_TITLES.get(change['kind'], 'edited').lower()}"
    texts = [f"{what}: {before} → {after}" for what, before, after in differences(change, lines)]
    said = "\n".join(texts) or "Look at the order in BigCommerce."
    return note(title, f"Changed in BigCommerce after the order came here. This order was not edited.\n{said}")


def release_note(payment_method: str | None, shipping_services: str | None) -> JSON:
    """For Neto's staff, because the names of an order cannot be changed there any more."""
    names = [f"payment method {payment_method}"] if payment_method else []
    names += [f"shipping {shipping_services}"] if shipping_services else []
    return note(RELEASED, f"Mapped since: {', '.join(names) or 'nothing more is needed'}.")


def missing(notes: Sequence[JSON], found: Iterable[JSON]) -> list[JSON]:
    """Those of the notes that Neto's order does not have, by title. found: its sticky notes."""
    titles = {row.get("Title") for row in found}
    return [row for row in notes if row["Title"] not in titles]
