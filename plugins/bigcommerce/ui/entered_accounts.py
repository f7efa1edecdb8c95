"""An account as somebody has just entered it, asked before any of it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from airflow.models import Connection

from bigcommerce.errors import NotAuthorised, SyncError
from bigcommerce.hooks.bigcommerce import EnteredBigCommerceHook
from bigcommerce.ui.credentials import Credentials, fields_of, find_connection
from bigcommerce.ui.offers import patient


def why_refused(former: Credentials, values: Mapping[str, str], token: str | None) -> str | None:
    """BigCommerce's refusal of the account, by one request; None: taken, or there was no answer. values, token: as in
    credentials.save_credentials."""
    password = token or find_connection(former.conn_id)[0].password
    entered = Connection(former.conn_id, password=password, **fields_of(former, values, None))
    try:
        patient(EnteredBigCommerceHook(entered)).time()
    except NotAuthorised as error:
        return f"BigCommerce refuses this account ({error.status})"
    except SyncError:
        return None
    return None
