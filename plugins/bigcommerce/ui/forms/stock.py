"""How many of each product the store shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from wtforms import BooleanField, RadioField

from bigcommerce.db.stores import Store
from bigcommerce.ui.fingerprints import fingerprint
from bigcommerce.ui.forms.fields import Checkboxes, NumberField, SettingsForm, choices

COLUMNS = (
    "stock_managed_in",
    "stock_sync_enabled",
    "stock_limit",
    "stock_buffer",
    "stock_warehouses",
    "stock_location_id",
    "stop_stock_when_orders_stale",
    "zero_stock_when_unapproved",
    "switch_on_inventory_tracking",
)
SIDES = choices(("backoffice", "the back office: stock is sent"), ("bigcommerce", "BigCommerce: no stock is ever sent"))


class StockForm(SettingsForm):
    EMPTY: ClassVar[Mapping[str, str]] = {"stock_limit": "no limit", "stock_warehouses": "all"}

    stock_managed_in = RadioField("Stock is managed in", choices=SIDES, description="Default: the back office.")
    stock_sync_enabled = BooleanField("Enable stock sync", description="Default: on. Off: no stock is sent.")
    stock_limit = NumberField(
        "Stock limit",
        description="The store never shows more than this of a product; 0 sells nothing. Default: empty, all stock.",
    )
    stock_buffer = NumberField(
        "Stock buffer",
        is_needed=True,
        description="So many of each product are kept back from this store. Taken off before the limit. Default: 0.",
    )
    stock_warehouses = Checkboxes(
        "Warehouses", description="Whose stock counts. Default: none ticked, which means all of them."
    )
    stock_location_id = NumberField(
        "BigCommerce location",
        least=1,
        is_needed=True,
        description="Where BigCommerce keeps this stock. Default: 1, its default location, which every store has.",
    )
    stop_stock_when_orders_stale = BooleanField(
        "Send no stock while orders are more than an hour behind",
        description="What is sold and not read yet cannot be kept back. Default: off.",
    )
    zero_stock_when_unapproved = BooleanField(
        "Show 0 for what is no longer approved",
        description="Once, for products whose stock was sent before. Default: off, their last number stays.",
    )
    switch_on_inventory_tracking = BooleanField(
        "Switch on inventory tracking",
        description="An approved product that BigCommerce does not count is switched to counting, once. Default: off.",
    )

    @classmethod
    def of(cls, store: Store, warehouses: Sequence[str], locations: Mapping[int, str], data: Any = None) -> StockForm:
        """warehouses: of the back office; locations: BigCommerce's, by id."""
        form = cls(data, data=settings(store), as_read=fingerprint(settings(store)))
        absent = [name for name in store.stock_warehouses or [] if name not in warehouses]
        form.stock_warehouses.choices = choices(
            *((name, name) for name in warehouses), *((name, f"{name} (no stock row has this name)") for name in absent)
        )
        form.stock_location_id.options = [(str(number), label) for number, label in locations.items()]
        return form

    def chosen(self) -> dict[str, Any]:
        values = {name: self.data[name] for name in COLUMNS}
        return values | {"stock_warehouses": sorted(values["stock_warehouses"]) or None}


def settings(store: Store) -> dict[str, Any]:
    values = {name: getattr(store, name) for name in COLUMNS}
    return values | {"stock_warehouses": sorted(store.stock_warehouses or []) or None}
