"""Which environment variables make `airflow` work on this checkout, and on the embedded world.

What the caller has set always wins: every function here returns defaults, or takes settings away, never both.
"""

import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from sandbox.postgres import Server
from sandbox.settings import CHECKOUT, PEOPLE, Settings

LIVE = re.compile(r"AIRFLOW|PG[A-Z]+$|BIGCOMMERCE_IMPORT_PATHS$")
METADATA = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"


def isolated(caller: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without anything that names an Airflow, a connection or a database of theirs."""
    return {name: value for name, value in caller.items() if not LIVE.match(name)}


def metadata_is_ours(caller: Mapping[str, str]) -> bool:
    """Whether Airflow's own database is the embedded one: nobody named another, nor a home that may name one."""
    return "AIRFLOW_HOME" not in caller and not any(name.startswith(METADATA) for name in caller)


def of_checkout(folder: Path) -> dict[str, str]:
    """DAGs and plugins of this checkout, in a home inside the world."""
    return {
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(CHECKOUT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(CHECKOUT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    }


def of_metadata(server: Server) -> dict[str, str]:
    """Airflow's own database in the embedded server."""
    return {METADATA: server.dsn("airflow").replace("postgresql://", "postgresql+psycopg2://")}


def of_processes(folder: Path, settings: Settings, on_demand: bool = False) -> dict[str, str]:
    """What the Airflow processes and the command line must agree on.

    on_demand: runs start when somebody asks, at once, and no schedule starts any: for the demo, which counts them.
    Test buttons on connections are on: whoever can edit them here owns the machine anyway.
    """
    url = f"http://127.0.0.1:{settings.ui_port}"
    defaults = {
        "AIRFLOW__API__BASE_URL": f"{url}/",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(settings.ui_port),
        "AIRFLOW__API__SECRET_KEY": settings.api_secret,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": settings.jwt_secret,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__FERNET_KEY": settings.fernet_key,
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(folder / "airflow" / "passwords.json"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in PEOPLE.items()),
        "AIRFLOW__CORE__TEST_CONNECTION": "Enabled",
        # How soon an edited DAG file is seen. In the demo nobody edits one.
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "600" if on_demand else "30",
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "600" if on_demand else "30",
        # How long a worker may sleep after its task's last word: at the default of 5 s many tasks take 5 s longer.
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
    }
    if on_demand:
        defaults["AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE"] = "False"
        defaults["AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME"] = "0.2"
    return defaults


def for_children(caller: Mapping[str, str], *defaults: Mapping[str, str]) -> dict[str, str]:
    """A child's whole environment: the defaults, then the caller's own, with this venv first on PATH."""
    merged = {name: value for part in defaults for name, value in part.items()}
    merged |= caller
    merged["PATH"] = path_with_venv(caller)
    proxied = [host for host in merged.get("no_proxy", merged.get("NO_PROXY", "")).split(",") if host]
    merged["no_proxy"] = merged["NO_PROXY"] = ",".join([*proxied, "127.0.0.1", "localhost"])
    return merged


def path_with_venv(caller: Mapping[str, str]) -> str:
    first = str(CHECKOUT / ".venv" / "bin")
    others = [folder for folder in caller.get("PATH", os.defpath).split(os.pathsep) if folder and folder != first]
    return os.pathsep.join([first, *others])


def export_lines(
    caller: Mapping[str, str], folder: Path, running: Server | None, settings: Settings | None
) -> list[str]:
    """What `make env` prints: `export NAME='value'`, nothing that the caller has set, and PATH with the venv first.

    running, settings: of the world while its database runs; a shell beside it then works on the world's Airflow.
    """
    defaults = of_checkout(folder)
    if running and settings and settings.migrated and metadata_is_ours(caller):
        defaults |= of_metadata(running) | of_processes(folder, settings)
    missing = {name: value for name, value in defaults.items() if name not in caller}
    lines = {"PATH": path_with_venv(caller), **missing}
    return [f"export {name}={_quoted(value)}" for name, value in lines.items()]


def _quoted(value: str) -> str:
    """Always in quotes, for every sh."""
    quoted = shlex.quote(value)
    return quoted if quoted.startswith("'") else f"'{quoted}'"
