"""A remote document as it came, its text fit for Postgres, and a fingerprint that tells one state from another."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bigcommerce.domain.fields import storable

JSON = dict[str, Any]

# How NUL and surrogates look in JSON text. Whole pairs are found too, which costs a second look and no more.
PERHAPS_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])")


@dataclass(frozen=True)
class Payload:
    """text: `document` as JSON with sorted keys. Same fingerprint, same document, whatever the order of its keys."""

    document: JSON
    text: str
    fingerprint: str

    def with_products(self, products: list[JSON]) -> Payload:
        """The same state of the order, with all its lines instead of a link to them."""
        whole = read_payload(self.document | {"products": products})
        return Payload(whole.document, whole.text, self.fingerprint)


def read_payload(document: JSON) -> Payload:
    text = as_text(document)
    if PERHAPS_UNSTORABLE.search(text):
        document = storable(document)
        text = as_text(document)
    return Payload(document, text, hashlib.sha256(text.encode()).hexdigest())


def as_text(document: JSON) -> str:
    return json.dumps(document, sort_keys=True, default=as_number)


def as_number(value: Decimal) -> float | str:
    """Fractions were read as Decimal; one beyond every float is kept as text, because JSON has no Infinity."""
    number = float(value)
    return number if math.isfinite(number) else str(value)
