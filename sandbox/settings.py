"""What a world on this laptop remembers between starts: its folders, ports and secrets, made once.

.world/                 `make up`;  .world/demo is the demo's own
  settings.json         0600: ports, tokens, keys
  airflow/              AIRFLOW_HOME, with imports/ for CSVs and passwords.json for the UI's people
  database/             the embedded Postgres (root's data lies in /var/tmp)
  store/  neto/         the sandbox store's state; the sandbox Neto account's, with NETO=1
  processes/  logs/     pid files; one log per process
"""

import base64
import contextlib
import fcntl
import json
import os
import pwd
import secrets
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
MAIN = CHECKOUT / ".world"
DEMO = MAIN / "demo"
PEOPLE = {"ada": "admin", "olga": "op", "vic": "viewer"}


def _secret() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Settings:
    """Ports on 127.0.0.1 and secrets. `connections`: what we last wrote into Airflow's database, by connection id.

    `has_neto`: NETO=1 was asked for, `sets_up`: SETUP=1; both hold until a reset. `given`: connections that the
    environment of the last `make up` named; `switched_off`: see world.keep_apart.
    """

    ui_port: int = 0
    store_port: int = 0
    neto_port: int = 0
    store_token: str = field(default_factory=_secret)
    neto_key: str = field(default_factory=_secret)
    fernet_key: str = field(default_factory=lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    jwt_secret: str = field(default_factory=_secret)
    api_secret: str = field(default_factory=_secret)
    passwords: dict[str, str] = field(default_factory=lambda: {name: secrets.token_urlsafe(9) for name in PEOPLE})
    connections: dict[str, str] = field(default_factory=dict)
    migrated: dict[str, str] = field(default_factory=dict)
    has_neto: bool = False
    sets_up: bool = False
    given: tuple[str, ...] = ()
    switched_off: bool = False


def is_kept(folder: Path) -> bool:
    return (folder / "settings.json").exists()


def load(folder: Path) -> Settings:
    """The world's settings; new ones, not yet kept, for a world that has none. An unknown key is left out."""
    try:
        kept = json.loads((folder / "settings.json").read_text())
    except FileNotFoundError:
        return Settings()
    return Settings(**{name: value for name, value in kept.items() if name in Settings.__dataclass_fields__})


def keep(folder: Path, settings: Settings) -> Settings:
    """Written aside and renamed: a crash leaves the old file or the new one."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "settings.json.new"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(settings), indent=1))
    draft.replace(folder / "settings.json")
    return settings


def with_port(settings: Settings, name: str, preferred: int | None = None) -> Settings:
    """The same settings where the port is free; else with the preferred one or any free one. For what runs not yet."""
    free = next((port for port in (getattr(settings, name), preferred) if port and _is_free(port)), None)
    if free is None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            free = probe.getsockname()[1]
    changed: dict[str, Any] = {name: free}
    return replace(settings, **changed)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One command at a time in a world; a second one waits and says so. Refuses a world of another user."""
    folder.mkdir(parents=True, exist_ok=True)
    owner = folder.stat().st_uid
    if owner != os.geteuid() and os.geteuid() != 0:
        raise SystemExit(f"{folder} belongs to {pwd.getpwuid(owner).pw_name}: run this as that user")
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"waiting for another command in {folder}", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def refuse_foreign(folder: Path) -> None:
    """Root may stop and wipe another user's world, but would leave files in it that this user cannot change."""
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise SystemExit(f"{folder} belongs to {pwd.getpwuid(owner).pw_name}: run this as that user, or `make reset`")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
