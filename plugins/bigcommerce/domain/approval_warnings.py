"""What a person should know before approving, beyond how many products it is."""

from __future__ import annotations

# A rollback restores what an earlier run sent; before the first one there is nothing of the kind.
FIRST_PRICE = (
    "BigCommerce's own price of a product is not kept: once a price is sent for the first time, it cannot be rolled "
    "back here. Export the products in BigCommerce's control panel first, to have the prices of now."
)
