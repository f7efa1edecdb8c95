"""The carrier values the vendor publishes: the same files the product reads, its data and none of its code."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "include" / "carriers"
FIELDS = {"tracking_carrier": "tracking_carriers.txt", "shipping_provider": "shipping_providers.txt"}


@cache
def known(field: str) -> frozenset[str]:
    """The values of one field; `#` starts a comment line."""
    lines = (FOLDER / FIELDS[field]).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_known(field: str, value: str) -> bool:
    """Empty, listed, the default provider `custom`, or a connected carrier."""
    connected = field == "shipping_provider" and (value == "custom" or re.fullmatch(r"carrier_\d+", value, re.ASCII))
    return value == "" or value in known(field) or bool(connected)
