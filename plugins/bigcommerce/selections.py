"""*With selected*: approve or unapprove all the products that match, with the number a person said yes to.

The command line and a page use the same functions.
"""

from __future__ import annotations

import psycopg

from bigcommerce.db.approvals import Outcomes, apply_outcomes, count_lacking, judge_matching
from bigcommerce.domain.approval_warnings import Lacking
from bigcommerce.domain.product_filters import ProductFilter
from bigcommerce.errors import BadRequest


def preview_selection(connection: psycopg.Connection, store: str, wanted: ProductFilter, *, approve: bool) -> Outcomes:
    """What would become of each product that matches; nothing is changed. approve: else they are unapproved."""
    with connection.transaction():
        return judge_matching(connection, store, wanted, approve=approve)


def preview_approval(connection: psycopg.Connection, store: str, wanted: ProductFilter) -> tuple[Outcomes, Lacking]:
    """The same of approving them, and what those that would be approved lack."""
    with connection.transaction():
        return judge_matching(connection, store, wanted, approve=True), count_lacking(connection)


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
