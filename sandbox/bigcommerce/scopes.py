"""Which scope a call needs. A modify scope covers its read-only twin; a read-only scope allows GET alone.

Source: the OAuth scope tables of the published specs.
"""

import json
import re

from sandbox.bigcommerce.databases import Store

INFORMATION = ("store_v2_information",)
RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"/v3/orders/\d+/transactions", ("store_v2_transactions",)),
    (r"/v3/orders/.*refunds", ("store_v2_orders", "store_v2_transactions")),
    (r"/v2/orders|/v2/order_statuses|/v3/orders", ("store_v2_orders",)),
    (r"/v3/inventory/locations$", ("store_locations",)),
    (r"/v3/inventory", ("store_inventory",)),
    (r"/v3/catalog|/v3/pricelists", ("store_v2_products",)),
    (r"/v2/customer_groups", ("store_v2_customers",)),
    (r"/v2/payments/methods", ("store_payments_methods",)),
    (r"/v3/channels", ("store_channel_settings", "store_channel_listings")),
    (r"/v2/|/v3/", INFORMATION),
)
READ_ONLY_NAMES = {"store_payments_methods": "store_payments_methods_read"}
EVERY_SCOPE = sorted({scope for _, scopes in RULES for scope in scopes} | {"store_payments_methods_read"})


def allowed(method: str, path: str, scopes: list[str]) -> bool:
    """Whether a token with these scopes may call `path` (from /v2 or /v3 on)."""
    for pattern, wanted in RULES:
        if re.match(pattern, path):
            readable = [READ_ONLY_NAMES.get(scope, f"{scope}_read_only") for scope in wanted]
            return bool(set(wanted) & set(scopes)) or (method in ("GET", "HEAD") and bool(set(readable) & set(scopes)))
    return True


def scopes_of(store: Store, token: str) -> list[str] | None:
    """The scopes of a token; None when the store does not know it."""
    found = store.row("select scopes from tokens where token = ?", (token,))
    return json.loads(found["scopes"]) if found else None


def put_token(store: Store, token: str, scopes: list[str]) -> None:
    """Add a token or replace its scopes."""
    with store.transaction() as db:
        db.execute("insert or replace into tokens values (?, ?)", (token, json.dumps(scopes)))


def drop_token(store: Store, token: str) -> None:
    """Revoke a token: every later call with it answers 401."""
    with store.transaction() as db:
        db.execute("delete from tokens where token = ?", (token,))
