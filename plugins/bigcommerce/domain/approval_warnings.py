"""What a person should know before approving, beyond how many products it is."""

from __future__ import annotations

from dataclasses import dataclass

# A rollback restores what an earlier run sent; before the first one there is nothing of the kind.
FIRST_PRICE = (
    "BigCommerce's own price of a product is not kept: once a price is sent for the first time, it cannot be rolled "
    "back here. Export the products in BigCommerce's control panel first, to have the prices of now."
)


@dataclass(frozen=True)
class Lacking:
    """Of the products that would be approved. looked_at: the first ones, all where they are few; bare: how many have
    neither a price nor stock; parents: how many are the parent of products with options."""

    looked_at: int
    bare: int
    parents: int


def approval_points(approved: int, lacking: Lacking, *, sends_prices: bool) -> list[str]:
    """approved: how many products would be."""
    if not approved:
        return []
    of_these = "Of these" if lacking.looked_at >= approved else f"Of the {lacking.looked_at:,} that were looked at"
    points = []
    if lacking.bare:
        has, each = ("has", "it") if lacking.bare == 1 else ("have", "each")
        points.append(
            f"{of_these}, {lacking.bare:,} {has} neither a price nor stock in the back office: {each} would become a "
            "problem."
        )
    if lacking.parents:
        what = "is the parent of products" if lacking.parents == 1 else "are parents of products"
        points.append(
            f"{of_these}, {lacking.parents:,} {what} with options, whose prices and stock are the options' own: the "
            "parent needs no approval."
        )
    return [*points, FIRST_PRICE] if sends_prices else points
