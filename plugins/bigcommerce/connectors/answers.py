"""Answers of a remote system, read without any input or output: status → value or error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from bigcommerce.errors import NotAuthorised, NotFound, Rejected, SyncError, UnexpectedAnswer, Unreachable, Unreadable

# How much of an answer an error message may quote.
QUOTE = 500


@dataclass(frozen=True)
class Answer:
    """A 2xx answer. body: decoded JSON with Decimal for fractions, None for 204. date: the server's clock."""

    status: int
    body: Any
    date: datetime | None


def read_answer(response: requests.Response, request: str, hint: str = "") -> Answer:
    """The answer's value, or the error that its status means.

    request: "GET /v2/orders", for messages; hint: what to do about a 401 or 403.
    Raises Unreachable for 5xx and for answers cut short, NotAuthorised, NotFound, Rejected, UnexpectedAnswer.
    Source: BigCommerce "API status codes".
    """
    status = response.status_code
    if status == 204:
        return Answer(204, None, server_date(response))
    if 200 <= status < 300:
        return Answer(status, read_json(response, request), server_date(response))
    raise error_of(response, request, hint)


def read_json(response: requests.Response, request: str) -> Any:
    """Only 204 is an empty answer: a 200 without a body, with HTML or cut JSON is a broken one."""
    try:
        return json.loads(response.content, parse_float=Decimal, parse_constant=refuse_constant)
    except ValueError:
        kind = response.headers.get("Content-Type", "")
        raise Unreadable(
            f"{request} was answered {response.status_code} without readable JSON ({kind or 'no content type'}, "
            f"{len(response.content)} bytes).",
            kind,
        ) from None


def refuse_constant(name: str) -> Any:
    """Python reads NaN and Infinity, which JSON does not have and Postgres refuses."""
    raise ValueError(name)


def error_of(response: requests.Response, request: str, hint: str) -> SyncError:
    status = response.status_code
    if status in (401, 403):
        return NotAuthorised(f"{request} was refused ({status}). {hint}".strip(), status=status)
    if status >= 500 or status in (408, 423, 499):
        return Unreachable(f"{request} was answered {status}.", maybe_done=True)
    if 300 <= status < 400:
        return UnexpectedAnswer(
            f"{request} was redirected ({status}); not followed, so that the token goes nowhere else. "
            "Check the connection's host."
        )
    body = decoded(response)
    message = f"{request} was refused ({status}): {said(body)}"
    if status == 404:
        return NotFound(message, status=status, body=body)
    return Rejected(message, status=status, body=body)


def decoded(response: requests.Response) -> Any:
    try:
        return json.loads(response.content, parse_float=Decimal)
    except ValueError:
        return response.text[:QUOTE]


def said(body: Any) -> str:
    """BigCommerce's own words: V2 errors are arrays of {message}, V3 ones objects with title, detail and errors."""
    if isinstance(body, list):
        return "; ".join(said(item) for item in body)[:QUOTE]
    if isinstance(body, dict):
        words = [str(body[key]) for key in ("message", "title", "detail") if body.get(key)]
        if isinstance(body.get("errors"), dict):
            words += [f"{name}: {text}" for name, text in body["errors"].items()]
        return (" · ".join(words) or json.dumps(body, default=str))[:QUOTE]
    return str(body)[:QUOTE]


def server_date(response: requests.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers["Date"])
    except (KeyError, ValueError, TypeError):
        return None
