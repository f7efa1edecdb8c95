"""Who may answer, what an answer means, and that none is given to another question."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bigcommerce.errors import BadRequest
from bigcommerce.operators.confirmations import answer, refuse_another_question, who_may_answer

USERS = "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"
MANAGER = "AIRFLOW__CORE__AUTH_MANAGER"


def names() -> list[str]:
    return [user["id"] for user in who_may_answer()]


@pytest.fixture(autouse=True)
def no_approvers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BIGCOMMERCE_APPROVERS", raising=False)


def test_operators_and_admins_may_answer_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USERS, "ada:admin, olga:op,una:user,vic:viewer,odd")
    assert names() == ["ada", "olga"]


def test_where_airflow_does_not_say_who_they_are_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MANAGER, "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager")
    monkeypatch.setenv(USERS, "ada:admin")
    with pytest.raises(BadRequest, match="BIGCOMMERCE_APPROVERS"):
        who_may_answer()
    monkeypatch.setenv("BIGCOMMERCE_APPROVERS", "1, 7,")
    assert names() == ["1", "7"]


def test_nobody_is_never_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USERS, "vic:viewer")
    with pytest.raises(BadRequest):
        who_may_answer()


@pytest.mark.parametrize(
    ("chosen", "person", "expected"),
    [
        (["Approve"], {"id": "1", "name": "olga"}, (True, "olga")),
        (["Reject"], {"id": "1", "name": "olga"}, (False, "olga")),
        ([], {"id": "1", "name": "olga"}, (False, "olga")),
        (["Reject"], None, (False, "nobody within 24 hours")),
    ],
)
def test_only_a_clear_yes_is_one(chosen: list[str], person: Any, expected: tuple[bool, str]) -> None:
    assert answer({"chosen_options": chosen, "responded_by_user": person}) == expected


class Store(dict[str, Any]):
    def set(self, key: str, value: Any) -> None:
        self[key] = value


def test_a_retry_asks_again_but_about_the_same_alone() -> None:
    context = {"ti": SimpleNamespace(id="one"), "task_state_store": Store()}
    refuse_another_question(context, "abc")
    refuse_another_question(context, "abc")
    with pytest.raises(BadRequest, match="start a new run"):
        refuse_another_question(context, "def")
    # A task that was cleared has a question of its own.
    refuse_another_question(context | {"ti": SimpleNamespace(id="two")}, "def")
