"""A store's API account: read where Airflow keeps it, written through Airflow's own API. Secrets only ever go in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from airflow.configuration import ensure_secrets_loaded
from airflow.secrets.environment_variables import CONN_ENV_PREFIX, EnvironmentVariablesBackend
from airflow.secrets.metastore import MetastoreBackend
from fastapi import Request

from bigcommerce.hooks.bigcommerce import BigCommerceHook
from bigcommerce.ui.airflow_api import call
from bigcommerce.ui.fingerprints import fingerprint


@dataclass(frozen=True)
class Credentials:
    """What may be shown of a connection. kept_in: the sentence that says why it cannot be edited here, else None.
    as_read: changes with anything in it, secrets included, and tells nothing of them. extra: with its secrets, only to
    be written back."""

    conn_id: str
    exists: bool = False
    kept_in: str | None = None
    host: str = BigCommerceHook.default_host
    store_hash: str = ""
    client_id: str = ""
    has_token: bool = False
    has_client_secret: bool = False
    as_read: str = ""
    extra: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def values(self) -> dict[str, str]:
        return {"store_hash": self.store_hash, "client_id": self.client_id, "host": self.host}


def read_credentials(conn_id: str) -> Credentials:
    """From the first of Airflow's places that has it, as every task finds it."""
    connection, place = find_connection(conn_id)
    return Credentials(conn_id, as_read=fingerprint(None)) if connection is None else shown(conn_id, connection, place)


def who_has(store_hash: str, connections: Mapping[str, str]) -> str | None:
    """The store whose connection leads to the same BigCommerce store: the hash is no other's, whatever the address that
    leads there is called. connections: {store code: connection id}."""
    hashes = {store_code: read_credentials(conn_id).store_hash for store_code, conn_id in connections.items()}
    return next((code for code, other in hashes.items() if store_hash and other == store_hash), None)


def said_of_double(store_code: str) -> str:
    return (
        f"Store {store_code} is this very BigCommerce store. Set up twice, each of its orders would come down twice "
        "and hold back its units twice."
    )


def find_connection(conn_id: str) -> tuple[Any, str | None]:
    """(None where there is none, the sentence that says why it cannot be edited here)."""
    for backend in ensure_secrets_loaded():
        connection = backend.get_connection(conn_id)
        if connection is not None:
            return connection, kept_in(conn_id, backend)
    return None, None


def kept_in(conn_id: str, backend: Any) -> str | None:
    if isinstance(backend, MetastoreBackend):
        return None
    if isinstance(backend, EnvironmentVariablesBackend):
        return f"It comes from the environment variable {CONN_ENV_PREFIX}{conn_id.upper()}: change it there."
    return f"It comes from the secrets backend {type(backend).__name__}: change it there."


def shown(conn_id: str, connection: Any, place: str | None) -> Credentials:
    extra = connection.extra_dejson
    return Credentials(
        conn_id=conn_id,
        exists=True,
        kept_in=place,
        host=address_of(connection, BigCommerceHook.default_host),
        store_hash=str(extra.get("store_hash") or ""),
        client_id=connection.login or "",
        has_token=bool(connection.password),
        has_client_secret=bool(extra.get("client_secret")),
        as_read=fingerprint([connection.get_uri(), connection.password]),
        extra=extra,
    )


def address_of(connection: Any, default: str = "") -> str:
    """scheme://host[:port]; empty where it has no host and there is no default."""
    host = (connection.host or default).rstrip("/")
    if host and "://" not in host:
        host = f"{connection.schema or 'https'}://{host}"
    return f"{host}:{connection.port}" if connection.port else host


def save_credentials(
    request: Request, former: Credentials, values: dict[str, str], token: str | None, client_secret: str | None
) -> None:
    """With the caller's own token, so that Airflow checks and audits it. values: store_hash, client_id, host. token,
    client_secret: None keeps the former one. Other extra fields stay. Raises HTTPException.
    """
    body = {"connection_id": former.conn_id, **fields_of(former, values, client_secret), "port": None, "schema": None}
    if token:
        body["password"] = token
    write_connection(request, body, exists=former.exists)


def fields_of(former: Credentials, values: Mapping[str, str], client_secret: str | None) -> dict[str, Any]:
    """Of a connection, all but its id and token."""
    extra = {**former.extra, "store_hash": values["store_hash"]}
    if client_secret:
        extra["client_secret"] = client_secret
    return {
        "conn_type": BigCommerceHook.conn_type,
        "host": values["host"],
        "login": values["client_id"] or None,
        "extra": json.dumps(extra),
    }


def write_connection(request: Request, body: dict[str, Any], *, exists: bool) -> None:
    """body: as Airflow's API takes a connection; a password that is not in it stays.

    Raises HTTPException. Source: Airflow's API, `post_connection` and `patch_connection`.
    """
    if exists:
        mask = "&".join(f"update_mask={name}" for name in body if name != "connection_id")
        call(request, "PATCH", f"/connections/{quote(body['connection_id'], safe='')}?{mask}", body)
    else:
        call(request, "POST", "/connections", body)
