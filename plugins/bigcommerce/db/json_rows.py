"""Rows for `jsonb_to_recordset`: one parameter carries a whole batch."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from psycopg.types.json import Jsonb


def json_rows(rows: Iterable[Any]) -> Jsonb:
    """rows: dicts or dataclasses. Decimals travel as text, so that no digit is lost on the way."""
    return Jsonb(list(rows), dumps=dump)


def dump(value: Any) -> str:
    return json.dumps(value, default=as_json)


def as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return vars(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
