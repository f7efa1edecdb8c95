"""How often a name occurs on a store's orders: on ours, or before there are any on the newest at BigCommerce."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bigcommerce.connectors.offers import OrderNames, newest_orders
from bigcommerce.ui.offers import Offers

DAYS = 90
LATELY = f"the last {DAYS} days' orders"


@dataclass(frozen=True)
class Seen:
    """counts: {name: orders}, the most frequent first, None for orders without such a name. where: which orders."""

    counts: Mapping[Any, int]
    where: str


def lately() -> datetime:
    return datetime.now(UTC) - timedelta(days=DAYS)


def seen(offers: Offers, ours: Mapping[Any, int], theirs: Callable[[OrderNames], Mapping[Any, int]]) -> Seen:
    """ours: counted here; theirs: which of the counts of BigCommerce's newest orders stand in where that is empty."""
    if ours:
        return Seen(ours, LATELY)
    found = offers.ask("newest orders", lambda client: newest_orders(client, lately()), OrderNames())
    counts = dict(sorted(theirs(found).items(), key=lambda item: -item[1]))
    return Seen(counts, f"the store's {found.orders:,} newest orders" if counts else LATELY)
