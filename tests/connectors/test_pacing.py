"""How long to wait, from headers as BigCommerce sends them."""

from __future__ import annotations

import pytest
from requests.structures import CaseInsensitiveDict

from bigcommerce.connectors.pacing import (
    Window,
    back_off,
    pause_before_next,
    read_window,
    wait_after_refusal,
)

HEADERS = {
    "X-Rate-Limit-Time-Window-Ms": "30000",
    "X-Rate-Limit-Time-Reset-Ms": "4500",
    "X-Rate-Limit-Requests-Quota": "150",
    "X-Rate-Limit-Requests-Left": "149",
}


def test_a_window_is_read_whatever_the_case_of_its_headers() -> None:
    headers = CaseInsensitiveDict({name.lower(): value for name, value in HEADERS.items()})
    assert read_window(headers) == Window(left=149, quota=150, reset=4.5)


@pytest.mark.parametrize("name", ["Time-Reset-Ms", "Requests-Quota", "Requests-Left"])
def test_without_one_of_its_headers_there_is_no_window(name: str) -> None:
    header = f"X-Rate-Limit-{name}"
    assert read_window({other: value for other, value in HEADERS.items() if other != header}) is None
    assert read_window(HEADERS | {header: "soon"}) is None


def test_a_window_that_is_over_already_resets_now() -> None:
    window = read_window(HEADERS | {"X-Rate-Limit-Time-Reset-Ms": "-20"})
    assert window is not None and window.reset == 0


@pytest.mark.parametrize(("left", "seconds"), [(150, 0), (16, 0), (15, 20), (14, 20), (0, 20)])
def test_requests_are_held_back_from_the_reserve_on(left: int, seconds: float) -> None:
    assert pause_before_next(Window(left, 150, 20), reserve=0.1) == seconds


def test_what_has_passed_of_the_window_is_not_waited_again() -> None:
    assert pause_before_next(Window(0, 150, 20), 0.1, age=15) == 5
    assert pause_before_next(Window(0, 150, 20), 0.1, age=25) == 0


def test_without_a_window_nothing_is_held_back() -> None:
    assert pause_before_next(None, reserve=1) == 0


def test_a_refusal_waits_for_the_reset_and_a_little_more() -> None:
    waits = [wait_after_refusal(HEADERS | {"Retry-After": "9"}) for _ in range(50)]
    assert all(4.55 <= wait <= 4.75 for wait in waits) and len(set(waits)) > 1


@pytest.mark.parametrize("name", ["X-Retry-After", "Retry-After"])
def test_a_refusal_without_a_reset_waits_as_long_as_it_says(name: str) -> None:
    assert wait_after_refusal({name: "7"}) == 7
    assert wait_after_refusal(HEADERS | {"X-Rate-Limit-Time-Reset-Ms": "0", name: "7"}) == 7


def test_a_refusal_that_says_nothing_leaves_the_wait_to_the_caller() -> None:
    assert wait_after_refusal({}) == 0
    assert wait_after_refusal({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}) == 0


def test_backing_off_starts_under_a_second_doubles_and_stays_under_half_a_minute() -> None:
    for attempt, longest in enumerate((0.5, 1, 2, 4, 8, 16, 25, 25), start=1):
        waits = [back_off(attempt) for _ in range(50)]
        assert all(longest / 2 <= wait <= longest for wait in waits) and len(set(waits)) > 1
