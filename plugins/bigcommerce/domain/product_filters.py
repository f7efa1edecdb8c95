"""Which products of the back office are meant: the answer to "all that match" on a page or a command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LinkState = Literal["linked", "missing", "ambiguous", "none"]


@dataclass(frozen=True)
class ProductFilter:
    """As one store sees them. Each field narrows further; None does not, so that without any all products match.

    skus: exactly these; an empty tuple means none. sku_prefix: as the SKU is spelled,
    case included but where is_any_case. name_prefix: of
    the product's name, in any case. is_approved: a product that nobody decided about is not. link_state: as looked up
    last; "none" before the first time. has_problem: an open one that keeps this SKU from being linked or sent.
    is_parent: another product names it as its parent, so that it has options.
    """

    skus: tuple[str, ...] | None = None
    sku_prefix: str | None = None
    is_any_case: bool = False
    name_prefix: str | None = None
    is_approved: bool | None = None
    link_state: LinkState | None = None
    has_problem: bool | None = None
    is_parent: bool | None = None
