"""What Airflow's own API refuses is said in its words, without the values that were sent."""

from __future__ import annotations

import httpx
import pytest

from bigcommerce.ui.airflow_api import detail

INVALID = {"type": "value_error", "loc": ["body", "extra"], "msg": "must be JSON", "input": {"password": "s3cret"}}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"detail": "Forbidden"}, "Forbidden"),
        ({"detail": [INVALID, INVALID]}, "extra: must be JSON; extra: must be JSON"),
        ({"detail": {"reason": "s3cret"}}, "status 422"),
        ({"detail": None}, "status 422"),
        ([], "status 422"),
    ],
)
def test_the_words_are_airflows_and_hold_no_value(body: object, words: str) -> None:
    assert detail(httpx.Response(422, json=body)) == words


def test_an_answer_that_is_no_json_is_its_status() -> None:
    assert detail(httpx.Response(502, text="<html>")) == "status 502"
