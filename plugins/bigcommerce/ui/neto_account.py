"""The API user of Neto: read where Airflow keeps it, written through Airflow's own API. The key only ever goes in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from airflow.models import Connection
from fastapi import Request

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.hooks.addresses import SEAL, is_sealed, seal
from bigcommerce.hooks.neto import EnteredNetoHook, NetoHook
from bigcommerce.ui.credentials import address_of, find_connection, write_connection
from bigcommerce.ui.fingerprints import fingerprint
from bigcommerce.ui.offers import READ_SECONDS, WAIT_SECONDS


@dataclass(frozen=True)
class NetoAccount:
    """What may be shown of the connection. kept_in, as_read, extra: as in Credentials. is_sealed: the kept key was
    entered for this site."""

    conn_id: str
    exists: bool = False
    kept_in: str | None = None
    site: str = ""
    user_name: str = ""
    has_key: bool = False
    is_sealed: bool = False
    as_read: str = ""
    extra: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def values(self) -> dict[str, str]:
        return {"site": self.site, "user_name": self.user_name}


def read_account(conn_id: str) -> NetoAccount:
    connection, place = find_connection(conn_id)
    if connection is None:
        return NetoAccount(conn_id, as_read=fingerprint(None))
    return NetoAccount(
        conn_id=conn_id,
        exists=True,
        kept_in=place,
        site=address_of(connection),
        user_name=connection.login or "",
        has_key=bool(connection.password),
        is_sealed=is_sealed(connection.password or "", address_of(connection), connection.extra_dejson),
        as_read=fingerprint([connection.get_uri(), connection.password]),
        extra=connection.extra_dejson,
    )


def save_account(request: Request, former: NetoAccount, values: dict[str, str], key: str | None) -> None:
    """With the caller's own token, so that Airflow checks and audits it. values: site, user_name. key: None keeps the
    former one and its seal. Other extra fields stay. Raises HTTPException."""
    body = {"connection_id": former.conn_id, **fields_of(former, values, key), "port": None, "schema": None}
    if key:
        body["password"] = key
    write_connection(request, body, exists=former.exists)


def fields_of(former: NetoAccount, values: dict[str, str], key: str | None) -> dict[str, Any]:
    """Of a connection, all but its id and password."""
    extra = former.extra | ({SEAL: seal(key, values["site"])} if key else {})
    return {
        "conn_type": NetoHook.conn_type,
        "host": values["site"],
        "login": values["user_name"] or None,
        "extra": json.dumps(extra),
    }


def try_entered(former: NetoAccount, values: dict[str, str], key: str | None) -> None:
    """One request with what was entered, before any of it is kept. values, key: as in save_account. Raises SyncError,
    NotAuthorised where Neto refuses the key."""
    password = key or find_connection(former.conn_id)[0].password
    entered = Connection(former.conn_id, password=password, **fields_of(former, values, key))
    patient(EnteredNetoHook(entered)).payment_methods()


def patient_neto(conn_id: str) -> NetoClient:
    """As patient as a person. Raises BadRequest where the connection is not there or not complete."""
    return patient(NetoHook(conn_id))


def patient(hook: NetoHook) -> NetoClient:
    return hook.client(attempts=1, read_timeout=READ_SECONDS, longest_wait=WAIT_SECONDS)
