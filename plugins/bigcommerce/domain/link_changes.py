"""What a reading of the catalogue's changes says: is anything gone, and which SKUs must be looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LinkWalk:
    """How far a store's catalogue has been read: everything modified before read_until."""

    read_until: datetime
    product_count: int
    newest_product_id: int


def count_deleted(before: LinkWalk, total: int, changed_ids: Iterable[int]) -> int:
    """How many products went since, by the count: no list shows them. Ids only rise, so higher ones are new."""
    created = sum(product_id > before.newest_product_id for product_id in changed_ids)
    return before.product_count + created - total
