"""What keeps a price that was sent from being the price that shoppers see."""

from __future__ import annotations

import logging

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.prices import count_options_products, is_discount_check_due
from bigcommerce.domain.prices import is_hidden_by_discounts
from bigcommerce.errors import NotAuthorised

log = logging.getLogger(__name__)


def warn_of_hidden_prices(
    connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, at_once: bool
) -> None:
    """Says it in the run's log. Customer groups cost a request, so they are looked at once a day, or at once."""
    if count := count_options_products(connection):
        log.warning(
            "%d products with options got a price themselves: their variants follow it only where they have no price "
            "of their own. Approve the variants' SKUs instead.",
            count,
        )
    if not is_discount_check_due(connection, run.store, at_once):
        return
    try:
        groups = [group["name"] for group in client.customer_groups() if is_hidden_by_discounts(group)]
    except NotAuthorised:
        log.info("customer groups were not looked at: that needs the scope Customers: read-only")
        return
    if groups:
        log.warning(
            "customer groups with discounts of their own see other prices than those sent, and cannot take a price "
            "list: %s",
            ", ".join(groups),
        )
