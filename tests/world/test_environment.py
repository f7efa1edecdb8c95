"""`make env` prints what a shell needs, and overrides nothing; `make test` and the demo forget live settings."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import environment
from sandbox.postgres import Server
from sandbox.settings import CHECKOUT, Settings

RUNNING = Server(5999, "secret")
KNOWN = Settings(ui_port=8099, migrated={"airflow": "3", "revision": "abc"})


def exported(caller: dict[str, str], running: Server | None = None, folder: Path = Path("/a world")) -> dict[str, str]:
    """What a shell has after eval: the lines are read by a real sh, not by us."""
    lines = "\n".join(environment.export_lines(caller, folder, running, KNOWN if running else None))
    assert all(line.startswith("export ") for line in lines.splitlines())
    dump = "import os, json; print(json.dumps(dict(os.environ)))"
    answer = subprocess.run(
        ["/bin/sh", "-c", f'{lines}\nexec "$0" -c "$1"', sys.executable, dump],
        env=caller,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)


def test_a_bare_shell_gets_this_checkouts_dags_and_plugins() -> None:
    shell = exported({"PATH": "/usr/bin:/bin"})
    assert shell["AIRFLOW_HOME"] == "/a world/airflow"
    assert shell["AIRFLOW__CORE__DAGS_FOLDER"] == str(CHECKOUT / "dags")
    assert shell["AIRFLOW__CORE__PLUGINS_FOLDER"] == str(CHECKOUT / "plugins")
    assert shell["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert shell["AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION"] == "False"
    assert shell["PATH"] == f"{CHECKOUT / '.venv' / 'bin'}:/usr/bin:/bin"
    assert environment.METADATA not in shell


@pytest.mark.parametrize("running", [None, RUNNING])
def test_nothing_that_is_set_is_overridden(running: Server | None) -> None:
    caller = dict.fromkeys([line.split("=")[0].split()[1] for line in all_lines()], "mine")
    caller |= {"PATH": "/usr/bin:/bin", "AIRFLOW_HOME": ""}
    shell = exported(caller, running)
    assert {name: shell[name] for name in caller if name != "PATH"} == {
        name: value for name, value in caller.items() if name != "PATH"
    }


def all_lines() -> list[str]:
    return environment.export_lines({}, Path("/w"), RUNNING, KNOWN)


def test_beside_a_running_world_the_shell_works_on_its_airflow() -> None:
    shell = exported({"PATH": "/usr/bin:/bin"}, RUNNING)
    assert shell[environment.METADATA] == "postgresql+psycopg2://postgres:secret@127.0.0.1:5999/airflow"
    assert shell["AIRFLOW__CORE__FERNET_KEY"] == KNOWN.fernet_key
    assert shell["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:8099/execution/"


@pytest.mark.parametrize("name", ["AIRFLOW_HOME", environment.METADATA, f"{environment.METADATA}_CMD"])
def test_an_airflow_of_the_callers_own_gets_nothing_of_the_running_world(name: str) -> None:
    shell = exported({"PATH": "/usr/bin:/bin", name: "mine"}, RUNNING)
    assert shell[name] == "mine"
    assert "AIRFLOW__CORE__FERNET_KEY" not in shell
    assert "5999" not in shell.get(environment.METADATA, "")


def test_quotes_and_spaces_survive_the_shell() -> None:
    folder = Path('/it\'s a "world" $HOME `id`')
    assert exported({"PATH": "/a b:/usr/bin"}, folder=folder)["AIRFLOW_HOME"] == str(folder / "airflow")


def test_the_venv_comes_first_on_path_and_once() -> None:
    first = str(CHECKOUT / ".venv" / "bin")
    assert environment.path_with_venv({"PATH": f"/usr/bin:{first}"}) == f"{first}:/usr/bin"


def test_isolated_drops_live_settings_and_keeps_the_rest() -> None:
    live = ["AIRFLOW_HOME", "AIRFLOW_CONN_COMMERCE_DB", "AIRFLOW__CORE__FERNET_KEY", "PGHOST", "PGPASSWORD"]
    kept = ["PATH", "HOME", "BIGCOMMERCE_OPENAPI_DIR", "PGP_KEY"]
    assert list(environment.isolated(dict.fromkeys([*live, *kept], "x"))) == kept


def test_the_command_prints_only_export_lines() -> None:
    command = [sys.executable, "-m", "sandbox", "env"]
    answer = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True, env=dict(os.environ))
    assert all(line.startswith("export ") for line in answer.stdout.splitlines())
    assert answer.stderr == ""


@pytest.mark.slow
def test_airflow_works_in_that_shell_on_a_home_of_its_own(tmp_path: Path) -> None:
    commands = "airflow db migrate && airflow dags reserialize && airflow dags list -o plain"
    script = f'eval "$({shlex.quote(sys.executable)} -m sandbox env)" && {commands}'
    caller = environment.isolated(os.environ) | {"AIRFLOW_HOME": str(tmp_path)}
    answer = subprocess.run(["/bin/sh", "-c", script], cwd=CHECKOUT, env=caller, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    assert "bigcommerce_order_ingest" in answer.stdout
    assert (tmp_path / "airflow.db").exists()
