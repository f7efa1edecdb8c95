"""The connection type `bigcommerce`: a store's API account."""

from __future__ import annotations

import re
from typing import Any

from requests import Session

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.transport import Transport
from bigcommerce.counts import RequestCounts
from bigcommerce.errors import BadRequest, SyncError
from bigcommerce.hooks.addresses import refuse_detours, refuse_other_hosts, refuse_plain_http
from bigcommerce.hooks.api_accounts import ApiAccountHook, EnteredAccountHook

# What each part of the API needs, in the words of BigCommerce's own "Create API account" page.
SCOPES = {
    "/v2/orders": "Orders: modify",
    "/v3/orders": "Orders: modify (transactions: Order Transactions: read-only)",
    "/v3/catalog": "Products: modify",
    "/v3/pricelists": "Products: modify",
    "/v3/inventory/locations": "Store Locations: read-only",
    "/v3/inventory": "Store Inventory: modify",
    "/v2/customer": "Customers: read-only",
    "/v2/payments": "Payments (get accepted methods): read-only",
    "/v3/channels": "Channel Settings: read-only",
}
OTHER_SCOPE = "Information & Settings: read-only"


class BigCommerceHook(ApiAccountHook):
    """A store's API account as an HTTP connection.

    host: base address; login: client id; password: access token; extra: store_hash, client_secret and, for plain
    http beyond this machine, allow_plain_http. Source: BigCommerce "API accounts", "Authentication".
    """

    conn_name_attr = "bigcommerce_conn_id"
    default_conn_name = "bigcommerce_default"
    conn_type = "bigcommerce"
    hook_name = "BigCommerce"
    default_host = "https://api.bigcommerce.com"
    named_in = "bigcommerce.stores"

    def __init__(self, bigcommerce_conn_id: str = default_conn_name, **kwargs: Any) -> None:
        super().__init__(bigcommerce_conn_id, **kwargs)
        self.bigcommerce_conn_id = bigcommerce_conn_id
        self.store_hash = ""

    def _set_base_url(self, connection: Any) -> None:
        super()._set_base_url(connection)
        extra = connection.extra_dejson
        self.store_hash = str(extra.get("store_hash") or "")
        if not self.store_hash:
            raise BadRequest(f"Connection {self.http_conn_id} has no store hash: put it into the field Store hash.")
        if not connection.password:
            raise BadRequest(f"Connection {self.http_conn_id} has no access token: put it into the field Access token.")
        if not re.fullmatch(r"[\w-]+", self.store_hash, re.ASCII):
            raise BadRequest(
                f"The store hash of connection {self.http_conn_id} is not one: it is what follows /stores/ in the API "
                "path, letters and digits only."
            )
        if not re.fullmatch(r"[!-~]+", connection.password):
            raise BadRequest(
                f"The access token of connection {self.http_conn_id} holds a space, a line break or a special "
                "character, which no token has: copy it again."
            )
        refuse_plain_http(self.base_url, extra, self.http_conn_id, "access token")
        if self.is_kept(connection):
            refuse_other_hosts(self.base_url, self.http_conn_id)
            refuse_detours(extra, self.http_conn_id)

    def _configure_session_from_auth(self, session: Session, connection: Any) -> Session:
        session.headers["X-Auth-Token"] = connection.password
        return session

    def client(self, counts: RequestCounts | None = None, **transport: Any) -> BigCommerceClient:
        """A client of this connection's store. transport: further arguments of Transport."""
        session = self.open_session()
        address = f"{self.base_url}/stores/{self.store_hash}"
        return BigCommerceClient(Transport(session, address, counts=counts, hint=self.hint, **transport))

    def hint(self, path: str) -> str:
        scope = next((name for start, name in SCOPES.items() if path.startswith(start)), OTHER_SCOPE)
        return (
            f"Check connection {self.http_conn_id} (in the panel: Set-up, Account): a wrong or deleted access token, a "
            f'wrong store hash, or an API account without the scope "{scope}". Tokens cannot be edited: create a new '
            "API account."
        )

    def test_connection(self) -> tuple[bool, str]:
        """For the Test button: proves address, store hash and token with one request, names the store with another."""
        self.is_a_test = True
        try:
            client = self.client()
            client.time()
            store = client.store()
        except SyncError as error:
            return False, str(error)
        return True, f"Connected to {store.get('name')} ({store.get('currency')}, plan {store.get('plan_name')})."


class EnteredBigCommerceHook(EnteredAccountHook, BigCommerceHook):
    """Of an account that is kept nowhere yet."""
