"""Status and body → value or error, on answers as BigCommerce and what stands before it give them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import requests

from bigcommerce.connectors.answers import Answer, read_answer
from bigcommerce.errors import NotAuthorised, NotFound, Rejected, SyncError, UnexpectedAnswer, Unreachable

HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


def response(status: int, body: Any = b"", **headers: str) -> requests.Response:
    """body: bytes as they are, anything else as JSON. headers: Date="…"."""
    made = requests.Response()
    made.status_code = status
    made._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    made.headers.update(headers)
    return made


def error(status: int, body: Any = b"", hint: str = "") -> SyncError:
    with pytest.raises(SyncError) as caught:
        read_answer(response(status, body), "GET /v2/orders", hint)
    return caught.value


def test_fractions_are_exact_decimals_and_whole_numbers_stay_whole() -> None:
    body = read_answer(response(200, b'{"price": 0.10, "rate": 1.1e-3, "id": 7}'), "GET /v3/x").body
    assert (str(body["price"]), body["rate"], body["id"]) == ("0.10", Decimal("0.0011"), 7)
    assert type(body["id"]) is int


@pytest.mark.parametrize("status", [200, 201, 202, 207])
def test_every_other_2xx_has_its_status_and_its_body(status: int) -> None:
    assert read_answer(response(status, {"data": []}), "PUT /v3/x") == Answer(status, {"data": []}, None)


def test_204_is_an_empty_answer_with_the_servers_date() -> None:
    answer = read_answer(response(204, Date="Wed, 10 Jan 2018 21:05:30 GMT"), "GET /v2/orders")
    assert answer == Answer(204, None, datetime(2018, 1, 10, 21, 5, 30, tzinfo=UTC))


def test_a_date_that_cannot_be_read_is_none() -> None:
    assert read_answer(response(200, [], Date="yesterday"), "GET /v2/orders").date is None


@pytest.mark.parametrize("body", [b"", HTML, b'[{"id": 1, "na', b'{"price": NaN}', b"[-Infinity]", b"\xff\xfe"])
def test_a_200_without_readable_json_is_a_broken_answer(body: bytes) -> None:
    found = error(200, body)
    assert isinstance(found, Unreachable) and found.maybe_done
    assert str(found).endswith(f"was answered 200 without readable JSON (no content type, {len(body)} bytes).")


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_credential_is_told_with_the_hint_and_without_the_body(status: int) -> None:
    found = error(status, [{"message": "something about the token"}], hint="Check it.")
    assert isinstance(found, NotAuthorised)
    assert str(found) == f"GET /v2/orders was refused ({status}). Check it."


@pytest.mark.parametrize("status", [400, 404, 405, 409, 413, 422])
def test_a_refused_request_keeps_status_and_body(status: int) -> None:
    found = error(status, b'{"title": "No", "limit": 0.1}')
    assert isinstance(found, Rejected) and isinstance(found, NotFound) == (status == 404)
    assert (found.status, found.body) == (status, {"title": "No", "limit": Decimal("0.1")})


@pytest.mark.parametrize("status", [408, 423, 499, 500, 502, 503, 504, 507])
def test_trouble_on_their_side_may_have_done_the_work(status: int) -> None:
    found = error(status, HTML)
    assert isinstance(found, Unreachable) and found.maybe_done
    assert str(found) == f"GET /v2/orders was answered {status}."


@pytest.mark.parametrize("status", [301, 302, 304, 307, 308])
def test_a_redirect_says_that_it_is_not_followed(status: int) -> None:
    found = error(status)
    assert isinstance(found, UnexpectedAnswer) and "Check the connection's host" in str(found)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([{"status": 400, "message": "First."}, {"status": 400, "message": "Second."}], "First.; Second."),
        ({"status": 422, "title": "Invalid", "errors": {"price": "must be a number"}}, "Invalid · price: must be"),
        ({"title": "Title", "detail": "Detail", "errors": {}}, "Title · Detail"),
        ({"batch_errors": [{"errors": {"id": "7"}}]}, '{"batch_errors": [{"errors": {"id": "7"}}]}'),
        (HTML, "<html><body><h1>502 Bad Gateway"),
    ],
)
def test_a_refusal_is_told_in_their_own_words(body: Any, words: str) -> None:
    assert str(error(422, body)).startswith(f"GET /v2/orders was refused (422): {words}")


@pytest.mark.parametrize("body", [b"x" * 5000, ["x" * 300] * 9, {"title": "x" * 5000}, {"other": "x" * 5000}])
def test_a_long_refusal_is_cut(body: Any) -> None:
    assert len(str(error(400, body))) == len("GET /v2/orders was refused (400): ") + 500


def test_a_refusal_that_is_no_json_is_kept_as_the_start_of_its_text() -> None:
    found = error(400, b"x" * 5000)
    assert isinstance(found, Rejected) and found.body == "x" * 500
