"""Airflow's public API with the caller's own token: Airflow checks the permission, validates params, records who."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
from airflow.configuration import conf
from fastapi import HTTPException, Request

TIMEOUT_SECONDS = 15


def start_run(request: Request, dag_id: str, params: dict[str, Any]) -> str:
    """The new run's id. Source: Airflow's API, `trigger_dag_run`."""
    answer = call(request, "POST", f"/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": params})
    return str(answer["dag_run_id"])


@dataclass(frozen=True)
class AirflowRun:
    """state: queued, running, success or failed. params: those it was started with."""

    state: str
    params: Mapping[str, Any]


def read_dag_run(request: Request, dag_id: str, dag_run_id: str) -> AirflowRun:
    """Raises HTTPException, with 404 where there is no such DAG or run. Source: Airflow's API, `get_dag_run`."""
    path = f"/dags/{quote(dag_id, safe='')}/dagRuns/{quote(dag_run_id, safe='')}"
    answer = call(request, "GET", path)
    return AirflowRun(str(answer["state"]), answer["conf"] or {})


def is_paused(request: Request, dag_id: str) -> bool:
    """A paused DAG's runs stay queued. Source: Airflow's API, `get_dag`."""
    return bool(call(request, "GET", f"/dags/{dag_id}")["is_paused"])


def call(request: Request, method: str, path: str, body: Any = None) -> Any:
    """The answer's JSON. Raises HTTPException with Airflow's own words where it refuses."""
    url = address() + "/api/v2" + path
    try:
        answer = httpx.request(method, url, json=body, headers=authorization(request), timeout=TIMEOUT_SECONDS)
    except httpx.HTTPError as error:
        raise HTTPException(502, f"Airflow's own API does not answer ({type(error).__name__}): try again.") from None
    if answer.status_code >= 400:
        raise HTTPException(answer.status_code, f"Airflow refused it: {detail(answer)}")
    return answer.json() if answer.content else None


def address() -> str:
    """Where Airflow answers: at its base URL, else on its own port. Never what the request's Host says."""
    base_url = conf.get("api", "base_url", fallback="") or f"http://127.0.0.1:{conf.get('api', 'port')}"
    return str(base_url).rstrip("/")


def authorization(request: Request) -> dict[str, str]:
    """Whatever the caller is signed in with."""
    token = request.cookies.get("_token")
    return {"Authorization": f"Bearer {token}" if token else request.headers.get("authorization", "")}


def detail(answer: httpx.Response) -> str:
    """Airflow's own words, without the values it repeats beside them: those may be secrets."""
    try:
        said = answer.json()["detail"]
        if not isinstance(said, str):
            said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in said)
    except (ValueError, KeyError, TypeError):
        return f"status {answer.status_code}"
    return said[:500]
