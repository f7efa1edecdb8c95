"""Names that differ on the two sides. Compared exactly: case, spaces, unicode form."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal


@dataclass(frozen=True)
class MappedName:
    """name: the back office's, or None. is_unmapped: there was a name and nothing to map it to."""

    name: str | None
    is_unmapped: bool = False


def map_name(bigcommerce_name: str | None, names: Mapping[str, str | None], default: str | None) -> MappedName:
    """names: {BigCommerce's: back office's}. An absent or empty name (nothing to pay, digital) needs no mapping."""
    if not bigcommerce_name:
        return MappedName(None)
    mapped = names.get(bigcommerce_name) or default
    return MappedName(mapped, is_unmapped=mapped is None)


def fold(name: str) -> str:
    """What is left of a name when case, spaces and unicode form are no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass(frozen=True)
class Coverage:
    """percent: of the orders, rounded down, so that 100 means all, those that need no mapping included; None without
    orders. missing: {name: orders}. has_maps: is there any name or default to map by?"""

    percent: Decimal | None
    missing: dict[str, int]
    has_maps: bool = True


def coverage(counts: Mapping[str | None, int], names: Mapping[str, str | None], default: str | None) -> Coverage:
    """counts: {BigCommerce's name: orders that carry it}, None for orders that need no mapping."""
    total = sum(counts.values())
    missing = {name: count for name, count in counts.items() if name and map_name(name, names, default).is_unmapped}
    has_maps = bool(default) or any(names.values())
    if not total:
        return Coverage(None, missing, has_maps)
    share = Decimal(100 * (total - sum(missing.values()))) / total
    return Coverage(share.quantize(Decimal("0.1"), ROUND_DOWN), missing, has_maps)


def near_misses(bigcommerce_name: str, names: Iterable[str]) -> list[str]:
    """Mapped names that somebody may have meant, the nearest first; suggestions for a person, never taken."""
    folded: dict[str, list[str]] = {}
    for name in names:
        folded.setdefault(fold(name), []).append(name)
    close = difflib.get_close_matches(fold(bigcommerce_name), folded, 3, 0.7)
    return [name for found in close for name in folded[found]]
