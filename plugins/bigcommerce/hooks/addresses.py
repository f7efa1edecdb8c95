"""Where a store's access token, or Neto's key, may travel to.

Airflow lets people who edit connections change an address and keep the token that they cannot see. So a token that
Airflow keeps is bound to BigCommerce's own host and to those that whoever owns the machine lists in
BIGCOMMERCE_API_HOSTS: comma-separated, e.g. `proxy.example.com, proxy.example.com:8443, http://store.test:8090`; https
where no scheme is named. Neto answers at each merchant's own address, so its key carries a seal that names the address.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from airflow.sdk.execution_time.secrets import ExecutionAPISecretsBackend
from airflow.sdk.execution_time.supervisor import ensure_secrets_backend_loaded
from airflow.secrets.metastore import MetastoreBackend

from bigcommerce.errors import BadRequest

VARIABLE = "BIGCOMMERCE_API_HOSTS"
OWN_HOST = "api.bigcommerce.com"
DEFAULT_PORTS = {"https": 443, "http": 80}
# Nothing that two readers of addresses could read as two hosts: no name before an @, no backslash, no escape.
ADDRESS = re.compile(r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:/[\w.~/-]*)?", re.ASCII | re.IGNORECASE)
# Fields of a connection's extra that lead requests through somebody else's machine, or let it pass for the right one.
DETOURS = ("proxies", "proxy", "verify", "verify_ssl")
# The field of a connection's extra that says where its secret is meant to go, see seal.
SEAL = "key_is_for"


class Origin(NamedTuple):
    scheme: str
    host: str
    port: int


def origin_of(address: str) -> Origin | None:
    """Case and a last dot aside; None where the address is not plainly one."""
    if not ADDRESS.fullmatch(address):
        return None
    url = urlsplit(address)
    try:
        port = url.port or DEFAULT_PORTS[url.scheme]
    except ValueError:
        return None
    return Origin(url.scheme, (url.hostname or "").removesuffix("."), port)


def allowed_origins() -> set[Origin]:
    """BigCommerce's own and the listed ones. Raises BadRequest where the list makes no sense."""
    origins = {Origin("https", OWN_HOST, DEFAULT_PORTS["https"])}
    for entry in filter(None, map(str.strip, os.environ.get(VARIABLE, "").split(","))):
        origin = origin_of(entry if "://" in entry else f"https://{entry}")
        if origin is None:
            raise BadRequest(f'{VARIABLE} lists "{entry}", which is no host: write proxy.example.com:8443, say.')
        origins.add(origin)
    return origins


def refuse_other_hosts(address: str, conn_id: str) -> None:
    """Raises BadRequest where a token that Airflow keeps must not go there. This machine may be sent it."""
    origin = origin_of(address)
    if origin is None:
        raise BadRequest(
            f"The API address of connection {conn_id} is not plainly one, so no token is sent there: give scheme and "
            f"host only, such as https://{OWN_HOST}."
        )
    if is_loopback(origin.host) or origin in allowed_origins():
        return
    written = f"{origin.scheme}://{origin.host}:{origin.port}"
    raise BadRequest(
        f"Connection {conn_id} names {written} as its API address. A token that Airflow keeps is sent to {OWN_HOST} "
        f"and to the hosts in {VARIABLE} only. If this address is meant, whoever runs Airflow adds {written} to that "
        "environment variable; if not, put the address back and find out who changed it."
    )


def seal(secret: str, address: str) -> str:
    """That the secret was entered for this address. Only who knows the secret can make it, and it does not tell it."""
    origin = origin_of(address)
    if origin is None:
        raise BadRequest(f"{address} is not plainly an address: give scheme and host only.")
    return hmac.new(secret.encode(), "{}://{}:{}".format(*origin).encode(), "sha256").hexdigest()


def is_sealed(secret: str, address: str, extra: Mapping[str, Any]) -> bool:
    """Whether the secret may go there: it was entered for this very address, or the address is this machine."""
    origin = origin_of(address)
    if origin is None:
        return False
    return is_loopback(origin.host) or hmac.compare_digest(str(extra.get(SEAL) or ""), seal(secret, address))


def refuse_unsealed(address: str, secret: str, extra: Mapping[str, Any], conn_id: str) -> None:
    """Raises BadRequest where a key that Airflow keeps was not entered for this address."""
    if not is_sealed(secret, address, extra):
        raise BadRequest(
            f"The API key of connection {conn_id} was not entered for {address}, so it is not sent there. An "
            "administrator enters address and key together on the control panel's page Neto; or whoever runs Airflow "
            "sets the connection in its environment. If nobody changed the address on purpose, find out who did."
        )


def refuse_detours(extra: dict[str, Any], conn_id: str) -> None:
    """Raises BadRequest where a kept connection names a proxy or asks not to look whom it talks to."""
    for name in DETOURS:
        if extra.get(name) not in (None, "", {}, True):
            raise BadRequest(
                f'Connection {conn_id} has "{name}" in its extra field, which could lead its token elsewhere: take it '
                "out. Whoever runs Airflow names a proxy in HTTPS_PROXY and certificates in REQUESTS_CA_BUNDLE."
            )


def without_last_slash(address: str) -> str:
    """A host is often copied with its last slash, which the port would follow."""
    return re.sub(r"/+(:\d+)?$", r"\1", address)


def refuse_plain_http(address: str, extra: Mapping[str, Any], conn_id: str, secret: str) -> None:
    """A secret in clear text may only travel inside this machine, unless someone said otherwise.

    secret: what the connection form calls it, "access token".
    """
    url = urlsplit(address)
    if url.scheme == "https" or extra.get("allow_plain_http") is True or is_loopback(url.hostname or ""):
        return
    raise BadRequest(
        f"Connection {conn_id} would send the {secret} unencrypted to {url.hostname}: use https. "
        "Whoever runs Airflow can let it through where that is meant."
    )


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_set_by_owner(connection: Any) -> bool:
    """Is this very connection in the environment or a secrets backend, where only who owns the machine puts it?

    A worker is told what Airflow found, not where: what it cannot find there itself counts as kept by Airflow.
    """
    for backend in ensure_secrets_backend_loaded():
        if isinstance(backend, MetastoreBackend | ExecutionAPISecretsBackend):
            continue
        found = backend.get_connection(connection.conn_id)
        if found is not None and content_of(found) == content_of(connection):
            return True
    return False


def content_of(connection: Any) -> tuple[Any, ...]:
    fields = (connection.host, connection.schema, connection.port, connection.password)
    return (*(value or None for value in fields), connection.extra_dejson)
