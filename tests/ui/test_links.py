from __future__ import annotations

from urllib.parse import unquote

import pytest

from bigcommerce.ui.links import read_steps, step


@pytest.mark.parametrize(
    "text", ["A-1", "a/b", "/a", "#8", "q?a=1#x", "50%", "%2F", "a\\b", "a~b", "~2F", "a b+c:d", "ü&'\""]
)
def test_whatever_a_step_holds_is_read_again(text: str) -> None:
    assert read_steps(unquote(step(text))) == text


def test_a_step_never_ends_the_path_even_when_it_is_decoded_early() -> None:
    assert not set("/?#%\\") & set(unquote(step("a/b?c#d%e\\f")))


def test_a_runs_number_is_written_as_browsers_do() -> None:
    assert step("manual__2026-01-01T00:00:00.5+00:00") == "manual__2026-01-01T00:00:00.5+00:00"
