"""A whole world of a test's own: Airflow with its schedules on, Postgres and the sandbox store."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import requests

from sandbox import environment, postgres, settings, world
from sandbox.airflow_api import AirflowApi
from sandbox.settings import CHECKOUT
from sandbox.world import World

JSON = dict[str, Any]
PATIENCE_SECONDS = 120


class AirflowWorld:
    """people: everybody who may sign in, each a session of Airflow's API."""

    def __init__(self, place: World, kept: settings.Settings, db: psycopg.Connection) -> None:
        self.place, self.kept, self.db = place, kept, db
        url = world.url(kept)
        self.people = {name: AirflowApi(url, name, password) for name, password in kept.passwords.items()}
        self.store_url = f"http://127.0.0.1:{kept.store_port}"

    @property
    def imports(self) -> Path:
        return self.place.folder / "airflow" / "imports"

    def command(self, *words: str) -> str:
        """What `python -m bigcommerce …` prints in the shell that `make env` gives."""
        server = postgres.running(self.place.database)
        lines = "\n".join(environment.export_lines(self.place.caller, self.place.folder, server, self.kept))
        shell = ["/bin/sh", "-c", f'{lines}\nexec "$0" -m bigcommerce "$@"', sys.executable, *words]
        return subprocess.run(
            shell, cwd=CHECKOUT, env=dict(self.place.caller), capture_output=True, text=True, check=True
        ).stdout

    def start(self, dag_id: str, person: str = "ada", **conf: Any) -> str:
        """The run's path in the API."""
        body = {"logical_date": None, "conf": conf}
        run = self.people[person].call("POST", f"dags/{dag_id}/dagRuns", json=body)
        return f"dags/{dag_id}/dagRuns/{quote(run['dag_run_id'])}"

    def get(self, path: str, **params: Any) -> JSON:
        return self.people["ada"].call("GET", path, params=params)

    def panel(self, path: str, person: str = "ada") -> str:
        """A page of the control panel, by its path there."""
        who = self.people[person]
        answer = who.http.get(f"{who.url}/bigcommerce{path}", headers={"accept": "text/html"}, timeout=30)
        answer.raise_for_status()
        return answer.text

    def wait(self, what: Callable[[], Any]) -> Any:
        """What it returns once that is true."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (found := what()):
            assert time.monotonic() < deadline, "nothing happened for too long"
            time.sleep(0.3)
        return found

    def end(self, run: str) -> str:
        def ended() -> str | None:
            state = self.get(run)["state"]
            return None if state in ("queued", "running") else state

        return str(self.wait(ended))

    def task_states(self, run: str, task_id: str) -> list[str]:
        tasks = self.get(f"{run}/taskInstances")["task_instances"]
        return [task["state"] for task in tasks if task["task_id"] == task_id]

    def started_by(self, run: str, dag_id: str) -> str:
        """The run of that DAG that an asset of this one started, once there is one."""
        run_id = self.get(run)["dag_run_id"]

        def started() -> str | None:
            for event in self.get("assets/events", source_run_id=run_id)["asset_events"]:
                for found in event["created_dagruns"]:
                    if found["dag_id"] == dag_id:
                        return f"dags/{dag_id}/dagRuns/{quote(found['run_id'])}"
            return None

        return str(self.wait(started))

    def question(self, run: str) -> JSON:
        """What the run asks, once it waits for the answer."""

        def asked_for_one() -> bool:
            assert self.get(run)["state"] in ("queued", "running"), self.people["ada"]._why(run)
            return "awaiting_input" in self.task_states(run, "import_approvals")

        self.wait(asked_for_one)
        # Airflow loses an answer that comes before the task has left its worker, and asks again.
        time.sleep(4)
        (asked,) = self.get(f"{run}/hitlDetails")["hitl_details"]
        return dict(asked)

    def answer(self, run: str, person: str, option: str) -> int:
        """The status Airflow answers the person's answer with."""
        answer = self.people[person].http.patch(
            f"{self.people[person].url}/api/v2/{run}/taskInstances/import_approvals/0/hitlDetails",
            json={"chosen_options": [option], "params_input": {}},
            timeout=30,
        )
        return answer.status_code

    def metadata(self) -> psycopg.Connection:
        """Airflow's own database."""
        server = postgres.running(self.place.database)
        assert server
        return psycopg.connect(server.dsn("airflow"))

    def shown(self, what: str) -> JSON:
        """prices or inventory, as BigCommerce has them: {sku: …}."""
        answer = requests.get(f"{self.store_url}/_control/state/{what}", timeout=30)
        answer.raise_for_status()
        return dict(answer.json())


@contextmanager
def airflow_world(folder: Path, on_demand: bool = False) -> Iterator[AirflowWorld]:
    """Up, with the seeded store and back office, nothing approved; wiped afterwards. on_demand: as in World."""
    place = World(folder, environment.isolated(os.environ), preferred_port=None, on_demand=on_demand)
    with settings.alone(folder):
        try:
            kept = world.up(place)
            server = postgres.running(place.database)
            assert server
            with psycopg.connect(server.dsn(), autocommit=True) as db:
                yield AirflowWorld(place, kept, db)
        finally:
            world.wipe(place)
