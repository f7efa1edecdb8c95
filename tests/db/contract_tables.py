"""The tables that others rely on: their keys, their columns and what a row of the keys alone holds."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

NOW = "now()"

# table: the key, then column=default; no default means null.
TABLES = {
    "backoffice.products": ("sku", "name parent_sku is_active=t rrp is_tax_free=f prices_include_tax updated_at=now()"),
    "backoffice.price_groups": ("code", "name includes_tax=t is_default=f"),
    "backoffice.product_prices": (
        "sku price_group",
        "price promotion_price promotion_starts_at promotion_ends_at updated_at=now()",
    ),
    "backoffice.stock": ("sku warehouse", "available_quantity=0 counted_at=now()"),
    "backoffice.payment_methods": ("name", ""),
    "backoffice.shipping_services": ("name", ""),
    "backoffice.orders": (
        "order_id",
        "store_code=default bigcommerce_order_id=1 status bigcommerce_status_id bigcommerce_status payment_status"
        " channel_id currency currency_exchange_rate subtotal_inc_tax subtotal_ex_tax shipping_inc_tax shipping_ex_tax"
        " handling_inc_tax handling_ex_tax wrapping_inc_tax wrapping_ex_tax fees_inc_tax fees_ex_tax discount_amount"
        " coupon_discount store_credit_amount gift_certificate_amount refunded_amount total_tax total_inc_tax"
        " total_ex_tax customer_id customer_email bigcommerce_payment_method payment_method customer_message"
        " staff_notes billing_address placed_at modified_at received_at=now() accepted_at cancelled_at"
        " needs_attention=f",
    ),
    "backoffice.order_lines": (
        "order_id line_no",
        "bigcommerce_order_product_id shipping_address_no sku name quantity=0 quantity_refunded=0 unit_price_inc_tax"
        " unit_price_ex_tax total_inc_tax total_ex_tax total_tax discounted_total_inc_tax options",
    ),
    "backoffice.order_shipping_addresses": (
        "order_id shipping_address_no",
        "bigcommerce_order_address_id bigcommerce_shipping_method shipping_service cost_inc_tax cost_ex_tax first_name"
        " last_name company street_1 street_2 city state postcode country_code phone email",
    ),
    "backoffice.order_payments": (
        "order_id payment_no",
        "bigcommerce_transaction_id bigcommerce_payment_method payment_method amount currency kind status paid_at",
    ),
    "backoffice.order_changes": ("change_id", "order_id kind noticed_at=now() details acknowledged_at"),
    "backoffice.consignments": (
        "consignment_id",
        "order_id shipping_service tracking_number tracking_url dispatched_at is_cancelled=f updated_at=now()",
    ),
    "backoffice.consignment_lines": ("consignment_id line_no", "quantity=0"),
    "bigcommerce.stores": (
        "store_code",
        "connection_id=bigcommerce_default is_enabled=f setup_completed_at order_sync_enabled=t"
        " order_statuses_to_sync={11} received_order_status=New orders_since unmapped_order_policy=on_hold"
        " default_payment_method default_shipping_service orders_are_confirmed=f consignment_sync_enabled=t"
        " ship_without_tracking_number=t prices_managed_in=backoffice price_group empty_price_policy=skip"
        " promotion_pricing_enabled=f prices_include_tax=t tax_rate=0.1000 max_price_change_percent"
        " stock_managed_in=backoffice stock_sync_enabled=t stock_limit stock_buffer=0 stock_warehouses"
        " stock_location_id=1 stock_api stop_stock_when_orders_stale=f zero_stock_when_unapproved=f"
        " switch_on_inventory_tracking=f raw_order_retention_days",
    ),
    "bigcommerce.payment_method_map": ("store_code bigcommerce_name", "backoffice_name"),
    "bigcommerce.shipping_method_map": ("store_code bigcommerce_name", "backoffice_name"),
    "bigcommerce.carrier_map": (
        "store_code shipping_service",
        "match_kind=exact tracking_carrier shipping_provider",
    ),
    "bigcommerce.price_list_map": ("store_code price_list_id", "price_group"),
    "bigcommerce.product_approvals": ("store_code sku", "is_approved=f changed_at=now() changed_by source=sql"),
    "bigcommerce.product_links": (
        "store_code sku",
        "product_id variant_id is_base_variant inventory_tracking state=missing seen_price seen_at",
    ),
    "bigcommerce.raw_orders": ("store_code bigcommerce_order_id payload_hash", "payload fetched_at=now()"),
    "bigcommerce.price_exports": ("store_code target sku", "price sale_price sent_at=now() dag_run_id"),
    "bigcommerce.guarded_prices": ("store_code target sku", "old new state=waiting decided_by decided_at"),
    "bigcommerce.stock_exports": ("store_code location_id sku", "quantity sent_at=now() dag_run_id"),
    "bigcommerce.shipment_exports": (
        "store_code consignment_id shipping_address_no",
        "state=intended shipment_id tracking_number tracking_carrier fingerprint intended_at=now() accepted_at",
    ),
    "bigcommerce.item_problems": (
        "problem_id",
        "store_code flow=orders item_key= code= message= details={} first_seen_at=now() last_seen_at=now() dag_run_id"
        " resolved_at",
    ),
    "bigcommerce.sync_runs": (
        "dag_id dag_run_id flow store_code",
        "started_at=now() finished_at window_from window_to items_read=0 items_written=0 items_unchanged=0"
        " items_refused=0 requests=0 writes=0 waited_seconds=0",
    ),
    "bigcommerce.approval_imports": (
        "import_id",
        "store_code file sha256 row_count=0 approved_count=0 unapproved_count=0 unchanged_count=0 rejected_count=0"
        " imported_by imported_at=now()",
    ),
    "bigcommerce.approval_import_rejects": ("import_id row_number", "sku reason"),
    "neto.settings": (
        "is_only",
        "connection_id=neto_default store_code=default sales_channel=BigCommerce approvals_live_in=here"
        " approval_misc_field warehouses order_id_prefix=BC full_import_every_hours=24",
    ),
    "neto.order_pushes": ("order_id", "neto_order_id state=intended payment_state=none grand_total pushed_at"),
}

# Keys that number or name themselves.
BY_THEMSELVES = {"change_id", "problem_id", "warehouse", "target", "is_only"}
NATURAL_KEYS = {
    "backoffice.orders": ["store_code", "bigcommerce_order_id"],
    "bigcommerce.approval_imports": [],
    "neto.settings": [],
}

MONEY = {
    "backoffice.products": "rrp",
    "backoffice.product_prices": "price promotion_price",
    "backoffice.orders": " ".join(
        name
        for name in TABLES["backoffice.orders"][1].split()
        if name.endswith(("_inc_tax", "_ex_tax", "_amount", "total_tax", "_discount"))
    ),
    "backoffice.order_lines": "unit_price_inc_tax unit_price_ex_tax total_inc_tax total_ex_tax total_tax"
    " discounted_total_inc_tax",
    "backoffice.order_shipping_addresses": "cost_inc_tax cost_ex_tax",
    "backoffice.order_payments": "amount",
    "bigcommerce.product_links": "seen_price",
    "bigcommerce.price_exports": "price sale_price",
    "bigcommerce.guarded_prices": "old new",
    "neto.order_pushes": "grand_total",
}

FLOWS = "orders prices stock tracking approvals links neto"
CODES = {
    ("backoffice.order_payments", "kind"): "payment refund store_credit gift_certificate",
    ("backoffice.order_changes", "kind"): "cancelled refunded status lines address totals",
    ("bigcommerce.stores", "unmapped_order_policy"): "on_hold park",
    ("bigcommerce.stores", "prices_managed_in"): "backoffice bigcommerce",
    ("bigcommerce.stores", "stock_managed_in"): "backoffice bigcommerce",
    ("bigcommerce.stores", "empty_price_policy"): "skip default_group rrp",
    ("bigcommerce.stores", "stock_api"): "inventory catalog",
    ("bigcommerce.carrier_map", "match_kind"): "exact pattern",
    ("bigcommerce.product_approvals", "source"): "panel bulk import neto sql",
    ("bigcommerce.product_links", "state"): "linked missing ambiguous",
    ("bigcommerce.price_exports", "target"): "catalog price_list:1 price_list:42",
    ("bigcommerce.guarded_prices", "state"): "waiting approved declined",
    ("bigcommerce.shipment_exports", "state"): "intended accepted refused",
    ("bigcommerce.item_problems", "flow"): FLOWS,
    ("bigcommerce.sync_runs", "flow"): FLOWS,
    ("bigcommerce.approval_import_rejects", "reason"): "unknown_sku duplicate conflicting empty_sku invalid_value",
    ("neto.settings", "approvals_live_in"): "here sales_channel",
    ("neto.order_pushes", "state"): "intended accepted refused",
    ("neto.order_pushes", "payment_state"): "none intended accepted",
}


def columns(table: str) -> dict[str, str | None]:
    """{column beyond the key: its default as Postgres writes it, or None}."""
    pairs = (word.partition("=") for word in TABLES[table][1].split())
    return {name: default if equals else None for name, equals, default in pairs}


def as_text(value: Any, now: datetime) -> str | None:
    """As `columns` writes it."""
    if value is None or value == now:
        return None if value is None else NOW
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
