"""A store's hash and address, out of whatever people paste."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bigcommerce.errors import Invalid

HASH = re.compile(r"[\w-]{1,64}", re.ASCII)
# https://api.bigcommerce.com/stores/HASH/v3/, also without the beginning or the end.
API_PATH = re.compile(r"(?:(https?://[^/]+))?/?stores/([^/]+)(?:/.*)?", re.IGNORECASE)
CONTROL_PANEL = re.compile(r"https?://store-([a-z0-9]+)\.mybigcommerce\.com(?:/.*)?", re.IGNORECASE)


@dataclass(frozen=True)
class ApiPath:
    """host: scheme and host as pasted, None where only the hash was."""

    store_hash: str
    host: str | None = None


def read_api_path(text: str) -> ApiPath:
    """Raises Invalid for what holds no hash."""
    text = text.strip()
    if found := CONTROL_PANEL.fullmatch(text):
        return ApiPath(found[1])
    found = API_PATH.fullmatch(text)
    path = ApiPath(found[2], found[1]) if found else ApiPath(text)
    if re.search(r"\s", path.store_hash):
        raise Invalid("There is a space within this: paste it once more, in one piece.", field="api_path")
    if not HASH.fullmatch(path.store_hash):
        raise Invalid(
            "This holds no store hash: paste the whole API path, such as https://api.bigcommerce.com/stores/abc123/v3/.",
            field="api_path",
        )
    return path


def read_host(text: str) -> str:
    """scheme://host[:port] and nothing else. Raises Invalid."""
    url = urlsplit(text.strip().rstrip("/"))
    try:
        is_host = url.scheme in ("http", "https") and url.hostname and (url.port is None or url.port > 0)
    except ValueError:
        is_host = False
    if not is_host or url.path or url.query or url.fragment or "@" in url.netloc or re.search(r"\s", url.netloc):
        raise Invalid("Give scheme and host only, such as https://api.bigcommerce.com.", field="host")
    return f"{url.scheme}://{url.netloc}"
