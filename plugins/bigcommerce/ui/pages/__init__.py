"""One module a page, each with its `router`. A store's pages lie under /stores/{store_code}."""

from __future__ import annotations

from bigcommerce.ui.pages import order, orders, overview, progress

PAGES = [overview, progress, orders, order]
