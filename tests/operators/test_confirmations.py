"""Who may answer, what an answer means, and that none is lost or given to another question."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bigcommerce.errors import BadRequest
from bigcommerce.operators import confirmations
from bigcommerce.operators.confirmations import answer, earlier_answer, who_may_answer

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


def test_a_retry_takes_the_answer_to_its_own_question_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    response = SimpleNamespace(response_received=False, chosen_options=None, responded_by_user=None)
    monkeypatch.setattr(confirmations, "get_hitl_detail_content_detail", lambda ti_id: response)
    context = {"ti": SimpleNamespace(id="one"), "task_state_store": Store()}
    assert earlier_answer(context, "abc") is None  # the first try
    assert earlier_answer(context, "abc") is None  # nobody has answered yet
    olga = SimpleNamespace(id="2", name="olga")
    response = SimpleNamespace(response_received=True, chosen_options=["Approve"], responded_by_user=olga)
    assert answer(earlier_answer(context, "abc") or {}) == (True, "olga")
    with pytest.raises(BadRequest, match="start a new run"):
        earlier_answer(context, "def")
    # A task that was cleared asks anew.
    assert earlier_answer(context | {"ti": SimpleNamespace(id="two")}, "def") is None
