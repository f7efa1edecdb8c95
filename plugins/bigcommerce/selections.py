"""*With selected*: approve or unapprove all the products that match, with the number a person said yes to.

The command line and a page use the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg

from bigcommerce.db.approvals import Outcomes, apply_outcomes, count_lacking, judge_matching, read_to_approve
from bigcommerce.domain.approval_warnings import Lacking
from bigcommerce.domain.problem_reruns import MOST_ITEMS
from bigcommerce.domain.product_filters import ProductFilter
from bigcommerce.errors import BadRequest


def preview_selection(connection: psycopg.Connection, store: str, wanted: ProductFilter, *, approve: bool) -> Outcomes:
    """What would become of each product that matches; nothing is changed. approve: else they are unapproved."""
    with connection.transaction():
        return judge_matching(connection, store, wanted, approve=approve)


NOTHING_LACKING = Lacking(0, 0, 0)


@dataclass(frozen=True)
class Preview:
    """lacking: what those lack that would be approved. to_approve: as read_to_approve, MOST_ITEMS + 1 at the most."""

    outcomes: Outcomes
    lacking: Lacking = NOTHING_LACKING
    to_approve: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def may_be_tried(self) -> bool:
        """Are they few enough to be named to a dry run?"""
        return 0 < len(self.to_approve) <= MOST_ITEMS


def preview_approval(connection: psycopg.Connection, store: str, wanted: ProductFilter) -> Preview:
    """The same of approving them, with what a person should know of those that would be."""
    with connection.transaction():
        outcomes = judge_matching(connection, store, wanted, approve=True)
        return Preview(outcomes, count_lacking(connection), read_to_approve(connection, store, MOST_ITEMS + 1))


def apply_selection(
    connection: psycopg.Connection, store: str, wanted: ProductFilter, *, approve: bool, changed_by: str, confirmed: int
) -> Outcomes:
    """The same, applied in one transaction. Returns the outcomes as they came to be.

    confirmed: how many products were to change when the person looked. Raises BadRequest where it is another number by
    now, with nothing applied.
    """
    with connection.transaction():
        judged = judge_matching(connection, store, wanted, approve=approve)
        if (now := judged.changed_count) != confirmed:
            products = "product" if now == 1 else "products"
            raise BadRequest(
                f"{now:,} {products} would change now, and {confirmed:,} were confirmed: nothing was changed, look at "
                "the numbers again."
            )
        return apply_outcomes(connection, judged, store, changed_by, "bulk")


def set_approval(connection: psycopg.Connection, store: str, sku: str, *, approve: bool, changed_by: str) -> bool:
    """One product, by its own button. Did it change? False: it was so already. Raises BadRequest for an unknown SKU."""
    with connection.transaction():
        judged = judge_matching(connection, store, ProductFilter(skus=(sku,)), approve=approve)
        if judged.rejected_count:
            raise BadRequest(f'The back office has no product with the SKU "{sku}" any more.')
        return apply_outcomes(connection, judged, store, changed_by, "panel").changed_count == 1
