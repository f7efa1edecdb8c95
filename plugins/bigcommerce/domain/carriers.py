"""Which values of a shipment's carrier BigCommerce publishes. Kept as data in include/carriers, with source and date.

Whether an unpublished value is refused or ignored is documented nowhere, and either way the shopper gets no link.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "include" / "carriers"
# The list each field of a shipment takes its values from.
LISTS = {"tracking_carrier": "tracking_carriers", "shipping_provider": "shipping_providers"}
# A carrier that an app has connected to the store.
CONNECTED = re.compile(r"carrier_\d+", re.ASCII)


@cache
def published(field: str) -> frozenset[str]:
    """field: tracking_carrier or shipping_provider."""
    lines = (FOLDER / f"{LISTS[field]}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_published(field: str, value: str) -> bool:
    """An empty value is none, and always taken."""
    return not value or value in published(field) or (field == "shipping_provider" and bool(CONNECTED.fullmatch(value)))


def nearest(field: str, value: str) -> str | None:
    """The published value that was probably meant."""
    return next(iter(difflib.get_close_matches(value.lower(), published(field), 1, 0.6)), None)
