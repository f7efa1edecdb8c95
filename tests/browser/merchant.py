"""What a merchant starts from: a back office, a store at BigCommerce, its API account, and nothing that joins them."""

from __future__ import annotations

import itertools
import secrets
from collections import Counter
from dataclasses import dataclass
from typing import Any

import requests
from psycopg import sql

from sandbox.store import STORE_HASH
from tests.journeys.airflow_world import AirflowWorld

JSON = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """As BigCommerce shows it once. address: where the sandbox answers in BigCommerce's stead."""

    api_path: str
    token: str
    client_id: str
    client_secret: str
    address: str


def new_account(world: AirflowWorld) -> Account:
    """With every scope, and with a token that nothing else of this world has ever held."""
    token = secrets.token_hex(16)
    tell(world, "PUT", f"tokens/{token}")
    path = f"{world.store_url}/stores/{STORE_HASH}/v3/"
    return Account(path, token, f"client-{secrets.token_hex(4)}", secrets.token_hex(24), world.store_url)


def start_anew(world: AirflowWorld) -> None:
    """The seeded store and back office, as if nobody had set anything up."""
    tables = world.db.execute(
        "select table_schema, table_name from information_schema.tables where table_schema = 'bigcommerce'"
        " or (table_schema, table_name) = ('backoffice', 'orders')"
    ).fetchall()
    names = sql.SQL(", ").join(sql.Identifier(*table) for table in tables)
    world.db.execute(sql.SQL("truncate {} cascade").format(names))
    forget_connection(world, "bigcommerce_default")
    tell(world, "POST", "reset", {"seed": "demo"})


def forget_connection(world: AirflowWorld, conn_id: str) -> None:
    ada = world.people["ada"]
    answer = ada.http.delete(f"{ada.url}/api/v2/connections/{conn_id}", timeout=30)
    assert answer.status_code in (204, 404), answer.text


def tell(world: AirflowWorld, method: str, path: str, body: Any = None) -> None:
    answer = requests.request(method, f"{world.store_url}/_control/{path}", json=body, timeout=60)
    answer.raise_for_status()


class BigCommerce:
    """The store, read by its published API with the account's token."""

    def __init__(self, account: Account) -> None:
        self.root = f"{account.address}/stores/{STORE_HASH}"
        self.http = requests.Session()
        self.http.headers.update({"X-Auth-Token": account.token, "Accept": "application/json"})

    def get(self, path: str, **params: Any) -> Any:
        answer = self.http.get(self.root + path, params=params, timeout=60)
        answer.raise_for_status()
        return answer.json() if answer.content else []

    def orders(self) -> list[JSON]:
        """All but Incomplete ones."""
        pages = (self.get("/v2/orders", limit=250, page=number) for number in itertools.count(1))
        found = itertools.chain.from_iterable(itertools.takewhile(bool, pages))
        return [order for order in found if order["status_id"] != 0]

    def payment_methods(self) -> Counter[str]:
        """How many orders carry each."""
        return Counter(order["payment_method"] for order in self.orders() if order["payment_method"])

    def tracking(self, order_id: int) -> list[tuple[str, str]]:
        """(number, carrier) of the order's shipments."""
        shipments = self.get(f"/v2/orders/{order_id}/shipments")
        return [(shipment["tracking_number"], shipment["tracking_carrier"]) for shipment in shipments]
