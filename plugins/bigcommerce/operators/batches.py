"""Batches with bad items: the good ones land, each bad one is said with BigCommerce's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bigcommerce.connectors.answers import said
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import NotFound, Rejected

Row = dict[str, Any]

# What says something about an item; anything else (401, 403, 405…) is about the request.
ABOUT_AN_ITEM = frozenset({400, 404, 409, 422})


def send_splitting(batch: Sequence[Row], send: Callable[[Sequence[Row]], Any]) -> list[tuple[Row, Rejected]]:
    """Send the batch; where it is refused, its halves, down to the single bad item. Returns what was refused.

    send: raises Rejected where nothing of what it was given was accepted.
    """
    try:
        send(batch)
        return []
    except Rejected as error:
        if error.status not in ABOUT_AN_ITEM:
            raise
        if len(batch) == 1:
            return [(batch[0], error)]
    middle = len(batch) // 2
    return send_splitting(batch[:middle], send) + send_splitting(batch[middle:], send)


def rejected(sku: str, what: str, error: Rejected) -> Problem:
    gone = " Refresh the product links: the product may have been deleted." if isinstance(error, NotFound) else ""
    return Problem(
        sku,
        "rejected_by_bigcommerce",
        f'BigCommerce refused the {what} of SKU "{sku}": {said(error.body)}.{gone} It is sent again when its value '
        "changes, or when this problem is closed.",
        {"status": error.status},
    )
