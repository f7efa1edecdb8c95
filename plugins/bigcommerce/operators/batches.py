"""Batches with bad items: the good ones land, each bad one is said with BigCommerce's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from bigcommerce.connectors.answers import said
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import NotFound, Rejected

Row = dict[str, Any]

# What says something about an item; anything else (401, 403, 405…) is about the request.
ABOUT_AN_ITEM = frozenset({400, 404, 409, 422})

# Its words for an id that it does not know any more.
GONE = re.compile(r"not found|does(n't| not) exist|could not be found", re.IGNORECASE)


Refused = list[tuple[Row, Rejected]]
# Which of the rows a refusal names, each with what it says of it; none where it does not tell.
Named = Callable[[Rejected, Sequence[Row]], Refused]


def send_splitting(batch: Sequence[Row], send: Callable[[Sequence[Row]], Any], named: Named) -> Refused:
    """Send the batch; where it is refused, without the items that the refusal names, or else its halves, down to the
    single bad item. Returns what was refused.

    send: raises Rejected where not all of what it was given was surely accepted; values are absolute, so what may
    have been saved is sent once more.
    """
    refused: Refused = []
    while batch:
        try:
            send(batch)
            break
        except Rejected as error:
            if error.status not in ABOUT_AN_ITEM:
                raise
            bad = named(error, batch) or ([(batch[0], error)] if len(batch) == 1 else [])
        if not bad:
            middle = len(batch) // 2
            return [
                *refused,
                *send_splitting(batch[:middle], send, named),
                *send_splitting(batch[middle:], send, named),
            ]
        refused += bad
        skus = {row["sku"] for row, _ in bad}
        batch = [row for row in batch if row["sku"] not in skus]
    return refused


def named_in(error: Rejected, batch: Sequence[Row]) -> Refused:
    """The rows that `batch_errors` names by variant or SKU, each with its own words. Source: Price Lists V3,
    upsertPriceListRecords."""
    body = error.body if isinstance(error.body, dict) else {}
    by_variant, by_sku = {row.get("variant_id"): row for row in batch}, {row["sku"]: row for row in batch}
    found: dict[str, tuple[Row, Rejected]] = {}
    for one in body.get("batch_errors") or []:
        data = (one.get("data") if isinstance(one, dict) else None) or {}
        row = by_variant.get(data["variant_id"]) if data.get("variant_id") else by_sku.get(data.get("sku"))
        if row:
            words = {"errors": one.get("field_errors") or {"record": "refused"}}
            found[row["sku"]] = (row, Rejected(str(error), status=error.status, body=words))
    return list(found.values())


def is_gone(error: Rejected) -> bool:
    """Whether the refusal of a single item says that its product or variant is not there."""
    return isinstance(error, NotFound) or bool(GONE.search(said(error.body)))


def rejected(sku: str, what: str, error: Rejected) -> Problem:
    gone = " Refresh the product links: the product may have been deleted." if isinstance(error, NotFound) else ""
    return Problem(
        sku,
        "rejected_by_bigcommerce",
        f'BigCommerce refused the {what} of SKU "{sku}": {said(error.body)}.{gone} It is sent again when its value '
        "changes, or when this problem is closed.",
        {"status": error.status},
    )
