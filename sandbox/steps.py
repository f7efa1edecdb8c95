"""What a world does once between starting its parts: migrations and connections, each in a process of its own."""

import importlib.metadata
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg

from sandbox.postgres import Server
from sandbox.settings import CHECKOUT, Settings


def setup(folder: Path, environment: Mapping[str, str], ours: bool, wanted: dict, previous: dict) -> dict:
    """Runs sandbox/airflow_setup.py, which says what is asked and answered."""
    log = folder / "logs" / "airflow-setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        answer = subprocess.run(
            [sys.executable, "-m", "sandbox.airflow_setup"],
            input=json.dumps({"ours": ours, "connections": wanted, "previous": previous}),
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
            cwd=CHECKOUT,
            env=dict(environment),
        )
    if answer.returncode:
        raise SystemExit(f"preparing Airflow's database failed:\n{tail(log)}")
    return json.loads(answer.stdout.splitlines()[-1])


def product_migration(environment: Mapping[str, str], log: Path | None = None) -> subprocess.Popen:
    """`python -m bigcommerce migrate`, started; its messages go to the log, or to the terminal without one."""
    command = [sys.executable, "-m", "bigcommerce", "migrate"]
    if log is None:
        return subprocess.Popen(command, cwd=CHECKOUT, env=environment)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        return subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=output, stderr=output)


def is_current(server: Server, kept: Settings) -> bool:
    """Whether the embedded Airflow database is as the installed Airflow left it; asking Airflow itself takes 4 s."""
    if kept.migrated.get("airflow") != importlib.metadata.version("apache-airflow-core"):
        return False
    with psycopg.connect(server.dsn("airflow")) as connection:
        if connection.execute("select to_regclass('public.alembic_version')").fetchone() == (None,):
            return False
        return connection.execute("select version_num from alembic_version").fetchall() == [
            (kept.migrated.get("revision"),)
        ]


def has_connections(server: Server, ids: list[str]) -> bool:
    with psycopg.connect(server.dsn("airflow")) as connection:
        row = connection.execute("select count(*) from connection where conn_id = any(%s)", [ids]).fetchone()
        return row == (len(ids),)


def tail(log: Path, lines: int = 30) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
