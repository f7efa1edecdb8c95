"""Airflow's public REST API, as far as the demo needs it: start runs, wait for them, read why one failed."""

import time
from datetime import datetime
from urllib.parse import quote

import requests

POLL_SECONDS = 0.3
RUN_PATIENCE_SECONDS = 150


class RunFailed(Exception):
    """A DAG run that did not succeed; the message holds the end of the failing task's log."""


class AirflowApi:
    """One signed-in person. url: without a path, as http://127.0.0.1:8080."""

    def __init__(self, url: str, name: str, password: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy between us and our own machine
        answer = self.http.post(f"{url}/auth/token", json={"username": name, "password": password}, timeout=30)
        answer.raise_for_status()
        self.token: str = answer.json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def call(self, method: str, path: str, **arguments: object) -> dict:
        answer = self.http.request(method, f"{self.url}/api/v2/{path}", timeout=30, **arguments)  # type: ignore[arg-type]
        if not answer.ok:
            raise RunFailed(f"Airflow answered {answer.status_code} to {method} {path}: {answer.text[:500]}")
        return answer.json()

    def wait_until_known(self, dag_ids: list[str], seconds: float = 90) -> None:
        """Returns once Airflow has read every DAG; RunFailed says why one cannot be imported."""
        deadline = time.monotonic() + seconds
        while True:
            known = {dag["dag_id"] for dag in self.call("GET", "dags", params={"limit": 100})["dags"]}
            if known.issuperset(dag_ids):
                return
            errors = self.call("GET", "importErrors")["import_errors"]
            if errors:
                raise RunFailed("\n".join(f"{error['filename']}:\n{error['stack_trace']}" for error in errors))
            if time.monotonic() > deadline:
                raise RunFailed(f"After {seconds:.0f} s Airflow knows only {', '.join(sorted(known))}")
            time.sleep(POLL_SECONDS)

    def run(self, dag_id: str, conf: dict) -> None:
        """Starts a run as a person would, and waits for its success."""
        body = {"logical_date": None, "conf": conf}
        self._wait(dag_id, self.call("POST", f"dags/{dag_id}/dagRuns", json=body)["dag_run_id"])

    def backfill(self, dag_id: str, start: datetime, end: datetime) -> None:
        """One run for each interval in the range, also where there was one; waits for all."""
        body = {"dag_id": dag_id, "from_date": start.isoformat(), "to_date": end.isoformat()}
        self._until_no_backfill(dag_id)
        self.call("POST", "backfills", json={**body, "reprocess_behavior": "completed", "max_active_runs": 1})
        runs = self.call("GET", f"dags/{dag_id}/dagRuns", params={"run_type": "backfill"})["dag_runs"]
        if not runs:
            raise RunFailed(f"The backfill of {dag_id} made no run between {start} and {end}")
        for run in runs:
            self._wait(dag_id, run["dag_run_id"])

    def _until_no_backfill(self, dag_id: str) -> None:
        """Airflow allows one at a time and looks only every half minute whether the last one is over."""
        deadline = time.monotonic() + RUN_PATIENCE_SECONDS
        while any(
            found["completed_at"] is None
            for found in self.call("GET", "backfills", params={"dag_id": dag_id})["backfills"]
        ):
            if time.monotonic() > deadline:
                raise RunFailed(f"The last backfill of {dag_id} is still not completed")
            time.sleep(POLL_SECONDS)

    def _wait(self, dag_id: str, run_id: str) -> None:
        path = f"dags/{dag_id}/dagRuns/{quote(run_id)}"
        deadline = time.monotonic() + RUN_PATIENCE_SECONDS
        while (state := self.call("GET", path)["state"]) in ("queued", "running"):
            if time.monotonic() > deadline:
                raise RunFailed(f"{dag_id}, run {run_id}: still {state}.\n{self._why(path)}")
            time.sleep(POLL_SECONDS)
        if state != "success":
            raise RunFailed(f"{dag_id}, run {run_id}: {state}.\n{self._why(path)}")

    def _why(self, path: str, lines: int = 30) -> str:
        """The log's end of the first task that failed or will be tried again."""
        tasks = self.call("GET", f"{path}/taskInstances")["task_instances"]
        for task in tasks:
            if task["state"] in ("failed", "up_for_retry"):
                log = f"{path}/taskInstances/{task['task_id']}/logs/{task['try_number']}"
                content = self.call("GET", log, params={"map_index": task["map_index"]})["content"]
                return f"Task {task['task_id']}:\n" + "\n".join(_line(entry) for entry in content[-lines:])
        return "Tasks: " + ", ".join(f"{task['task_id']} {task['state']}" for task in tasks)


def _line(entry: dict | str) -> str:
    """A log entry as text; an exception is part of its entry."""
    if isinstance(entry, str):
        return entry
    details = [f"{fault['exc_type']}: {fault['exc_value']}" for fault in entry.get("error_detail") or []]
    return "\n".join([str(entry.get("event", "")), *details])
