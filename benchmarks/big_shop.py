"""A catalogue of any size, as many products on both sides, everything approved."""

from __future__ import annotations

import time

from bigcommerce.operators.prices import ExportPrices
from bigcommerce.operators.stock import ExportStock
from tests.journeys.shop_world import Shop
from tests.journeys.stock_world import run

VARIANTS_EACH = 10
DAG = "bigcommerce_price_stock_export"
# Product 000001 or its variant 000001-1, as the sandbox names them.
NAMES = {
    "product": "'S' || lpad(i::text, greatest(6, length(i::text)), '0')",
    "variant": f"'S' || lpad(((i - 1) / {VARIANTS_EACH} + 1)::text, 6, '0') || '-' || (i - 1) %% {VARIANTS_EACH} + 1",
}
FILL = (
    "insert into backoffice.products (sku) select {name} from generate_series(1, %(skus)s) i",
    "insert into backoffice.product_prices (sku, price_group, price)"
    " select sku, 'retail', 150 from backoffice.products",
    "insert into backoffice.stock (sku, available_quantity) select sku, 40 from backoffice.products",
    "insert into bigcommerce.product_approvals (store_code, sku, is_approved)"
    " select 'default', sku, true from backoffice.products",
)


class BigShop(Shop):
    def fill(self, skus: int, level: str = "product") -> None:
        """level: "product" for simple products, "variant" for those of a tenth as many."""
        for statement in FILL:
            self.db.execute(statement.format(name=NAMES[level]), {"skus": skus})

    def list_products(self, skus: int, level: str = "product") -> None:
        """The same in BigCommerce, which answers as fast as it can."""
        self.sandbox.control("PATCH", "settings", {"quota": None, "inventory_delay_ms": 0})
        each = VARIANTS_EACH if level == "variant" else 0
        wish = {"count": skus // max(1, each), "prefix": "S", "tracking": level, "variants_each": each}
        self.sandbox.control("POST", "products/bulk", wish)

    def change(self, percent: int) -> None:
        """Another price and number for so many of a hundred SKUs."""
        where = f"where abs(hashtext(sku)) %% 100 < {percent}"
        self.db.execute(f"update backoffice.product_prices set price = price + 1 {where}", {})
        self.db.execute(f"update backoffice.stock set available_quantity = available_quantity + 1 {where}", {})

    def export(self, kind: str) -> tuple[dict[str, int], float]:
        """(requests by operation, seconds) of one run."""
        self.operations()
        operator = {"prices": ExportPrices, "stock": ExportStock}[kind](task_id=kind, store="default")
        began = time.monotonic()
        run(DAG, operator, "", {})
        return self.operations(), time.monotonic() - began
