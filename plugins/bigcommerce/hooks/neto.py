"""The connection type `neto`: an API user of a Neto (Maropost Commerce Cloud) account."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from airflow.exceptions import AirflowNotFoundException
from requests import Session

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.connectors.pacing import CountedPacing, Pacing
from bigcommerce.connectors.transport import Transport
from bigcommerce.counts import RequestCounts
from bigcommerce.errors import BadRequest, SyncError
from bigcommerce.hooks.addresses import refuse_detours, refuse_plain_http, refuse_unsealed
from bigcommerce.hooks.api_accounts import ApiAccountHook, EnteredAccountHook

# Of the account's 500 calls a minute: the other integrations have a fifth.
CALLS_A_MINUTE = 400


class NetoHook(ApiAccountHook):
    """An account's API as an HTTP connection.

    host: the store's own address; login: API user name, absent for a global key; password: API key; extra:
    calls_a_minute and, for plain http beyond this machine, allow_plain_http. Source: Neto "API authentication".
    """

    conn_name_attr = "neto_conn_id"
    default_conn_name = "neto_default"
    conn_type = "neto"
    hook_name = "Neto"
    named_in = "neto.settings"

    def __init__(self, neto_conn_id: str = default_conn_name, **kwargs: Any) -> None:
        super().__init__(neto_conn_id, **kwargs)
        self.neto_conn_id = neto_conn_id
        self.calls_a_minute = CALLS_A_MINUTE

    def exists(self) -> bool:
        """Whether there is such a connection."""
        try:
            self.get_connection(self.neto_conn_id)
        except AirflowNotFoundException:
            return False
        return True

    def _set_base_url(self, connection: Any) -> None:
        if not connection.host:
            raise BadRequest(
                f"Connection {self.http_conn_id} has no host: put the store's own address into the field Site address."
            )
        super()._set_base_url(connection)
        if not connection.password:
            raise BadRequest(f"Connection {self.http_conn_id} has no API key: put it into the field API key.")
        for what, text in (("API key", connection.password), ("API user name", connection.login or "")):
            if not re.fullmatch(r"[!-~]*", text):
                raise BadRequest(
                    f"The {what} of connection {self.http_conn_id} holds a space, a line break or a special character: "
                    "copy it again."
                )
        extra = connection.extra_dejson
        refuse_plain_http(self.base_url, extra, self.http_conn_id, "API key")
        if self.is_kept(connection):
            refuse_unsealed(self.base_url, connection.password, extra, self.http_conn_id)
            refuse_detours(extra, self.http_conn_id)
        self.calls_a_minute = whole_calls(extra.get("calls_a_minute"), self.http_conn_id)

    def _configure_session_from_auth(self, session: Session, connection: Any) -> Session:
        session.headers["NETOAPI_KEY"] = connection.password
        if connection.login:
            session.headers["NETOAPI_USERNAME"] = connection.login
        return session

    def client(
        self, counts: RequestCounts | None = None, pacing: Callable[[int], Pacing] = CountedPacing, **transport: Any
    ) -> NetoClient:
        """A client of this connection's account. pacing: made of the calls a minute that are allowed; transport:
        further arguments of Transport."""
        session = self.open_session()
        arguments = {"counts": counts, "hint": self.hint, "pacing": pacing(self.calls_a_minute)} | transport
        return NetoClient(Transport(session, self.base_url, **arguments))

    def hint(self, path: str) -> str:
        return (
            f"Check connection {self.http_conn_id}: a wrong or deleted API key, a user's key without its user name, or "
            "a user whose permission group lacks the API."
        )

    def test_connection(self) -> tuple[bool, str]:
        """For the Test button: proves address and key, and says what it found."""
        self.is_a_test = True
        try:
            client = self.client(attempts=2, longest_wait=0.0)
            names = [str(row.get("name")) for row in client.payment_methods()]
        except SyncError as error:
            return False, str(error)
        return True, f"Connected to {self.base_url}: {len(names)} payment methods ({', '.join(names[:5])})."


class EnteredNetoHook(EnteredAccountHook, NetoHook):
    """Of an account that is kept nowhere yet."""

    def hint(self, path: str) -> str:
        return (
            "It may be wrong or deleted, a user's key without its user name, or one of a user whose permission group "
            "lacks the API."
        )


def whole_calls(value: Any, conn_id: str) -> int:
    if value in (None, ""):
        return CALLS_A_MINUTE
    if isinstance(value, bool) or not re.fullmatch(r"[1-9]\d*", str(value)):
        raise BadRequest(f"calls_a_minute in the extra field of connection {conn_id} is not a number above 0: {value}.")
    return int(value)
