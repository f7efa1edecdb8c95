"""A store with products on both sides: BigCommerce's catalogue, and what the back office wants it to show."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.conftest import SandboxStore

JSON = dict[str, Any]

# What the exports and the link refresh keep.
KEPT = ("product_links", "price_exports", "price_history", "stock_exports", "refused_items", "guarded_prices")


class Shop:
    """Store `default`, enabled, with one price group; settings: columns of bigcommerce.stores."""

    def __init__(self, db: psycopg.Connection, sandbox: SandboxStore, **settings: Any) -> None:
        self.db, self.sandbox = db, sandbox
        db.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
        db.execute("insert into backoffice.price_groups (code, is_default) values ('retail', true)")
        self.set_store(**settings)

    # --- what happens --------------------------------------------------------------------------------------------
    def set_store(self, **columns: Any) -> None:
        for column, value in columns.items():
            self.db.execute(f"update bigcommerce.stores set {column} = %s", [value])

    def list_product(self, sku: str, **wish: Any) -> JSON:
        """A product of BigCommerce at 1.00 and with one in stock; as the API shows it, with its variants."""
        product = {"sku": sku, "name": f"{sku} {wish.get('inventory_tracking', '')}", "price": 1, "inventory_level": 1}
        made: JSON = self.sandbox.control("POST", "products", product | wish)
        return made

    def stock_up(self, *skus: str, price: Any = 9, units: int = 50, is_approved: bool = True) -> None:
        """Products of the back office, with a price and a number, approved for the store."""
        for sku in skus:
            self.db.execute("insert into backoffice.products (sku) values (%s)", [sku])
            self.db.execute("insert into backoffice.product_prices values (%s, 'retail', %s)", [sku, price])
            self.db.execute("insert into backoffice.stock (sku, available_quantity) values (%s, %s)", [sku, units])
            self.approve(sku, is_approved)

    def approve(self, sku: str, is_approved: bool = True) -> None:
        self.db.execute(
            "insert into bigcommerce.product_approvals (store_code, sku, is_approved) values ('default', %s, %s)"
            " on conflict (store_code, sku) do update set is_approved = excluded.is_approved",
            [sku, is_approved],
        )

    def set_price(self, sku: str, price: Any) -> None:
        self.db.execute("update backoffice.product_prices set price = %s where sku = %s", [price, sku])

    def set_units(self, sku: str, units: int) -> None:
        self.db.execute("update backoffice.stock set available_quantity = %s where sku = %s", [units, sku])

    def order(self, *lines: JSON, **wish: Any) -> JSON:
        placed: JSON = self.sandbox.control("POST", "orders", {"lines": list(lines), "status_id": 11, **wish})
        return placed

    def advance(self, seconds: int) -> None:
        """Move BigCommerce's clock on."""
        offset = self.sandbox.control("GET", "settings")["clock_offset_seconds"]
        self.sandbox.control("PATCH", "settings", {"clock_offset_seconds": offset + seconds})

    def close_problems(self) -> None:
        self.db.execute("update bigcommerce.item_problems set resolved_at = now() where resolved_at is null")

    # --- what is there -------------------------------------------------------------------------------------------
    def shown(self) -> dict[str, tuple[Any, Any]]:
        """{sku: (price, units)} of everything BigCommerce shows; units: None where they are not counted."""
        prices = self.sandbox.control("GET", "state/prices")
        units = self.sandbox.control("GET", "state/inventory")
        return {sku: (row["calculated_price"], units.get(sku)) for sku, row in prices.items()}

    def links(self) -> dict[str, tuple[Any, ...]]:
        """{sku: (state, product id, variant id)}."""
        found = self.db.execute("select sku, state, product_id, variant_id from bigcommerce.product_links")
        return {sku: tuple(link) for sku, *link in found}

    def problems(self) -> list[tuple[str, str, str]]:
        """(flow, item, code) of the open ones."""
        return self.db.execute(
            "select flow, item_key, code from bigcommerce.item_problems where resolved_at is null order by 1, 2, 3"
        ).fetchall()

    def counts(self, flow: str) -> tuple[int, ...]:
        """Read, written, unchanged, refused of the newest run."""
        row = self.db.execute(
            "select items_read, items_written, items_unchanged, items_refused from bigcommerce.sync_runs"
            " where flow = %s order by started_at desc limit 1",
            [flow],
        ).fetchone()
        assert row
        return row

    def kept(self) -> list[Any]:
        """Every row the exports keep, with the transaction that wrote it last."""
        return [
            self.db.execute(f"select xmin::text, t::text from bigcommerce.{t} t order by 2").fetchall() for t in KEPT
        ]

    def operations(self) -> dict[str, int]:
        """What BigCommerce was asked since the last call."""
        counted: dict[str, int] = self.sandbox.counts()["by_operation"]
        self.sandbox.control("DELETE", "counts")
        return counted
