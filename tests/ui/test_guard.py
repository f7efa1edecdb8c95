"""Signed out, nothing; viewers look, operators change, admins set up; other sites send nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PANEL = "/bigcommerce/"


def test_signed_out_a_page_leads_to_the_sign_in_and_back(browse: Callable[..., Any]) -> None:
    answer = browse(None).get(PANEL)
    assert answer.status_code == 307
    assert answer.headers["location"].endswith("/auth/login?next=%2Fbigcommerce%2F")


@pytest.mark.parametrize("name", ["ada", "olga", "una", "vic"])
def test_everybody_with_a_role_may_look(browse: Callable[..., Any], name: str) -> None:
    assert browse(name).get(PANEL).status_code == 200
