"""What an API account may do: one cheap reading for each scope that it should have.

A reading shows that a scope is there, not its level: a read-only one answers alike.
Source: the OAuth scope tables of the REST API reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.pacing import HeaderPacing
from bigcommerce.errors import NotAuthorised, NotFound, RateLimited, SyncError, Unreachable


@dataclass(frozen=True)
class Scope:
    """name and level: in the words of BigCommerce's own page. path: what is read. is_optional: typing does as well.
    is_vital: a flow stops without it."""

    name: str
    level: str
    without: str
    path: str
    is_optional: bool = False
    is_vital: bool = False
    params: Mapping[str, Any] = field(default_factory=lambda: {"limit": 1})


ORDERS = Scope("Orders", "modify", "no orders, no shipments", "/v2/orders", is_vital=True)
TRANSACTIONS = Scope(
    "Order Transactions", "read-only", "no payment transactions", "/v3/orders/{order}/transactions", params={}
)
INFORMATION = Scope(
    "Information & Settings",
    "read-only",
    "no store currency, no stock settings",
    "/v2/store",
    is_vital=True,
    params={},
)
SCOPES = (
    ORDERS,
    TRANSACTIONS,
    Scope("Products", "modify", "no links, no prices", "/v3/catalog/products", is_vital=True),
    Scope(
        "Store Inventory",
        "modify",
        "stock goes up by 10 products or 50 variants a request instead of 2,000",
        "/v3/inventory/items",
    ),
    Scope("Store Locations", "read-only", "locations are not listed", "/v3/inventory/locations"),
    Scope("Customers", "read-only", "no customer groups", "/v2/customer_groups"),
    INFORMATION,
    Scope(
        "Payments (get accepted methods)",
        "read-only",
        "optional: payment methods are offered from orders only",
        "/v2/payments/methods",
        is_optional=True,
    ),
)


@dataclass(frozen=True)
class Account:
    """What a test found. problem: why nothing works, None where the token was taken. scopes: {name: is it there}; what
    could not be found out is absent. quota: requests in one window."""

    problem: str | None
    scopes: dict[str, bool] = field(default_factory=dict)
    store_name: str | None = None
    currency: str | None = None
    plan_name: str | None = None
    quota: int | None = None


def probe_account(client: BigCommerceClient) -> Account:
    """Ask once for each scope. Never raises for what BigCommerce answers: that is the finding."""
    scopes: dict[str, bool] = {}
    bodies: dict[str, Any] = {}
    for scope in SCOPES:
        order = (bodies.get(ORDERS.name) or [{"id": 1}])[0]["id"]
        try:
            bodies[scope.name] = client.get(scope.path.format(order=order), **scope.params).body
            scopes[scope.name] = True
        except NotFound:
            # Asked for an order that is not there, and allowed to ask.
            scopes[scope.name] = True
        except NotAuthorised as error:
            if error.status == 401:
                return Account(
                    "BigCommerce does not know this access token (401): it is mistyped or was deleted. Tokens cannot "
                    "be edited there: create a new API account and enter its token."
                )
            scopes[scope.name] = False
        except (Unreachable, RateLimited) as error:
            return Account(f"BigCommerce gave no usable answer: {error} Check the API address, then test again.")
        except SyncError:
            continue
    if not any(scopes.values()):
        return Account(
            "BigCommerce refused every request (403): the store hash is of another store, or the API account has none "
            "of the scopes.",
            scopes,
        )
    store = bodies.get(INFORMATION.name) or {}
    pacing = client.transport.pacing
    window = pacing.window if isinstance(pacing, HeaderPacing) else None
    return Account(
        None, scopes, store.get("name"), store.get("currency"), store.get("plan_name"), window.quota if window else None
    )
