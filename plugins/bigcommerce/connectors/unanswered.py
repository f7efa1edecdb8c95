"""Why a request got no answer, for a person, and whether it can have been carried out all the same."""

from __future__ import annotations

import requests
from urllib3.exceptions import NameResolutionError, NewConnectionError


def why(error: requests.RequestException) -> str:
    # ProxyError and SSLError are ConnectionErrors too.
    if isinstance(error, requests.exceptions.SSLError):
        return "no secure connection could be made there (TLS, or its certificate)"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy did not let it through"
    if isinstance(reason_of(error), NameResolutionError):
        return "there is no host of that name"
    if isinstance(error, requests.Timeout):
        return "it took too long"
    return "nobody listens at that address" if never_sent(error) else "the connection was cut"


def never_sent(error: requests.RequestException) -> bool:
    """No connection was made, so the remote side cannot have done anything."""
    return isinstance(error, requests.ConnectTimeout) or isinstance(reason_of(error), NewConnectionError)


def reason_of(error: requests.RequestException) -> BaseException | None:
    """urllib3's own error within, where it says one."""
    return getattr(error.args[0], "reason", None) if error.args else None
