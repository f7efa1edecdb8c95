"""What a person should know before the prices of a live store are worked out otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bigcommerce.domain.setups import SEE_FIRST, plain_number

# The guard alone changes no price.
UNASKED = {"max_price_change_percent"}


def changes_prices(wanted: Mapping[str, Any], changed: set[str]) -> bool:
    """wanted: the settings as they would be; changed: the names of those that differ."""
    return wanted["prices_managed_in"] == "backoffice" and bool(changed - UNASKED)


def price_points(wanted: Mapping[str, Any], approved: int) -> list[str]:
    """approved: how many products are."""
    percent = wanted["max_price_change_percent"]
    guard = (
        "No limit is set on how far a price may move, so every change is sent. Go back and set one, and larger "
        "changes wait for a person."
        if percent is None
        else f"A price that moves by more than {plain_number(percent)} % waits for a person; smaller changes are sent."
    )
    sent = (
        f"The next run sends new prices for up to {approved:,} approved product{'' if approved == 1 else 's'}."
        if approved
        else "No product is approved yet, so no price is sent before one is."
    )
    return [sent, guard, SEE_FIRST]
