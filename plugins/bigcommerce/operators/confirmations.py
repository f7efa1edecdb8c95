"""Asking a person: Airflow's human-in-the-loop page (Required Actions), which parks the task without a worker.

The two calls below are all that its HITLOperator does; a task of our own keeps what it has to ask and what follows in
one place.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NoReturn

from airflow.configuration import conf
from airflow.sdk.exceptions import TaskAwaitingInput
from airflow.sdk.execution_time.hitl import HITLUser, upsert_hitl_detail

from bigcommerce.errors import BadRequest

# As Airflow's own ApprovalOperator calls them.
YES, NO = "Approve", "Reject"
HOURS = 24
VARIABLE = "BIGCOMMERCE_APPROVERS"
MAY_ANSWER = {"op", "admin"}


def ask(context: Mapping[str, Any], subject: str, body: str, then: str, **kept: Any) -> NoReturn:
    """End this task's work until somebody answered or HOURS are over, which is a no.

    body: Markdown. then: the operator's method that goes on, with `event` (see `answer`) and what is kept.
    """
    upsert_hitl_detail(
        ti_id=context["ti"].id,
        options=[YES, NO],
        subject=subject,
        body=f"{body}\n\n**{YES}** applies exactly this. **{NO}**, or no answer within {HOURS} hours, changes nothing.",
        defaults=[NO],
        params={},
        assigned_users=who_may_answer(),
    )
    raise TaskAwaitingInput(method_name=then, kwargs=kept, timeout=timedelta(hours=HOURS))


def refuse_another_question(context: Mapping[str, Any], about: str) -> None:
    """Raises BadRequest where an earlier try of this task asked about something else.

    Airflow 3.3 loses an answer that comes within a second or two, before the task has left its worker: it fails that
    try, and the next one asks again, but Airflow goes on showing the first question. about: what this one is about.
    """
    key, store = f"asked-{context['ti'].id}", context["task_state_store"]
    asked = store.get(key)
    if asked not in (None, about):
        raise BadRequest("What was asked about changed before the answer came: start a new run to look at it anew.")
    store.set(key, about)


def answer(event: Mapping[str, Any]) -> tuple[bool, str]:
    """(was it a yes, who said so)."""
    is_yes = event["chosen_options"] == [YES]
    person = event["responded_by_user"]
    return is_yes, person["name"] if person else f"nobody within {HOURS} hours"


def who_may_answer() -> list[HITLUser]:
    """Operators and admins alone: Airflow itself would let every user answer who may start runs.

    Airflow's simple sign-in names them in its configuration; for any other, list them in BIGCOMMERCE_APPROVERS.
    Raises BadRequest where nobody may, since Airflow takes that for everybody.
    """
    names = [name.strip() for name in os.environ.get(VARIABLE, "").split(",") if name.strip()]
    if not names and conf.get("core", "auth_manager").endswith(".SimpleAuthManager"):
        people = [entry.strip().split(":") for entry in conf.get("core", "simple_auth_manager_users").split(",")]
        names = [name for name, *role in people if role and role[0].lower() in MAY_ANSWER]
    if not names:
        raise BadRequest(
            f"`confirm` needs somebody who may answer: list the ids of Airflow's operators in {VARIABLE}, with commas."
        )
    return [HITLUser(id=name, name=name) for name in names]
