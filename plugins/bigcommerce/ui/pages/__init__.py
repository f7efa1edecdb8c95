"""One module a page, each with its `router`. A store's pages lie under /stores/{store_code}."""

from __future__ import annotations

from bigcommerce.ui.pages import (
    backfill,
    carriers,
    guarded_prices,
    import_wizard,
    imports,
    mappings,
    neto,
    order,
    orders,
    overview,
    plans,
    problems,
    product,
    products,
    progress,
    run_prices,
    run_start,
    runs,
    selections,
    setup,
)

# A path of fixed words comes before one with names in it.
PAGES = [
    overview, neto, progress, problems, guarded_prices, run_start, run_prices, plans, runs, backfill,
    carriers, mappings, orders, order, setup,
    products, selections, product, imports, import_wizard,
]  # fmt: skip
