"""Whether something changed since a form was shown: a mark that travels with the form and tells nothing of it."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from airflow.configuration import conf


def fingerprint(value: Any) -> str:
    """The same for the same value, by its repr. Keyed, so that nobody can guess a secret by trying."""
    key = conf.get("api", "secret_key").encode()
    return hmac.new(key, repr(value).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
