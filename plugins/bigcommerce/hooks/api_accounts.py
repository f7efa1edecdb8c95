"""What the connection types of both remotes share: an account of an API, whose secret goes to its own address only."""

from __future__ import annotations

from typing import Any

from airflow.exceptions import AirflowNotFoundException
from airflow.providers.http.hooks.http import HttpHook
from requests import Session
from requests.structures import CaseInsensitiveDict

from bigcommerce.errors import BadRequest
from bigcommerce.hooks.addresses import is_set_by_owner, without_last_slash


class ApiAccountHook(HttpHook):
    """Source: Airflow's HTTP provider, whose connection this is. named_in: the setting that names the connection."""

    # Without Accept, Neto answers XML.
    default_headers = {"Accept": "application/json"}  # noqa: RUF012 the provider's own convention
    named_in: str

    def __init__(self, conn_id: str, **kwargs: Any) -> None:
        super().__init__(http_conn_id=conn_id, **kwargs)
        self.is_a_test = False

    def _set_base_url(self, connection: Any) -> None:
        super()._set_base_url(connection)
        self.base_url = without_last_slash(self.base_url)

    def _configure_session_from_extra(self, session: Session, connection: Any, extra_options: Any) -> Session:
        # The provider sends every unknown extra field as a header; ours may hold secrets.
        headers = CaseInsensitiveDict(session.headers)
        session = super()._configure_session_from_extra(session, connection, extra_options)
        session.headers = headers
        return session

    def is_kept(self, connection: Any) -> bool:
        """Whether Airflow keeps it, so that whoever edits connections may have moved it. What Airflow's own Test button
        tries is put into the environment for the while, with the secret that is kept."""
        return self.is_a_test or not is_set_by_owner(connection)

    def open_session(self) -> Session:
        """With the credentials. Raises BadRequest where the connection is not there, or may not be used so."""
        try:
            return self.get_conn()
        except AirflowNotFoundException:
            raise BadRequest(
                f"There is no Airflow connection {self.http_conn_id}: create it (type {self.hook_name}), or name "
                f"another in connection_id of {self.named_in}."
            ) from None


class EnteredAccountHook(ApiAccountHook):
    """Of a connection that was entered and is kept nowhere yet: every rule of a kept one holds for it. Before the hook
    of a remote among a class's bases."""

    def __init__(self, entered: Any) -> None:
        super().__init__(entered.conn_id)
        self.entered = entered
        self.is_a_test = True

    def get_connection(self, conn_id: str) -> Any:  # type: ignore[override]  # this one, wherever it is asked for
        return self.entered
