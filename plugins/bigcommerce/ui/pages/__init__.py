"""One module a page, each with its `router`. A store's pages lie under /stores/{store_code}."""

from __future__ import annotations

from bigcommerce.ui.pages import carriers, mappings, order, orders, overview, progress, setup

PAGES = [overview, progress, carriers, mappings, orders, order, setup]
