"""Makes `.venv` from the hashed locks; the first thing every make target runs.

Standard library only: nothing is installed yet. `python sandbox/install.py CHECKOUT` is silent and quick (40 ms)
when nothing changed. The stamp in `.venv` names everything the venv was made from: the locks, our package's metadata,
the Python and the folder (scripts in a venv name it, so a copied checkout needs its own). Written last and removed
first: a venv without its stamp is a half-made one and is made again from nothing.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

INSTALLER_LOCK = "requirements-installer.lock"
LOCK = "requirements-dev.lock"


def install(checkout: Path) -> None:
    """Leaves a complete `.venv`, or none. Two at once: the second waits, then finds nothing to do."""
    with (checkout / LOCK).open() as lock:  # locked, not changed: a file that is there in every checkout
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.set_inheritable(lock.fileno(), True)  # if we are killed, an installer still at work keeps the lock
        venv, wanted = checkout / ".venv", stamp_text(checkout)
        stamp = venv / "installed-from"
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        if importlib.util.find_spec("ensurepip") is None:
            raise SystemExit(no_ensurepip())
        say("installing into .venv (seconds once packages are cached)")
        shutil.rmtree(venv, ignore_errors=True)
        try:
            fill(checkout, venv)
            stamp.write_text(wanted)
        except BaseException:
            shutil.rmtree(venv, ignore_errors=True)
            raise
        say("installed")


def stamp_text(checkout: Path) -> str:
    """One line per thing the venv depends on."""
    settings = tomllib.loads((checkout / "pyproject.toml").read_text())
    metadata = {"project": settings["project"], "build": settings["build-system"], "hatch": settings["tool"]["hatch"]}
    contents = {name: (checkout / name).read_bytes() for name in (INSTALLER_LOCK, LOCK)}
    contents["package"] = json.dumps(metadata, sort_keys=True).encode()
    hashes = [f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in contents.items()]
    return "\n".join([f"python {sys.version_info[0]}.{sys.version_info[1]}", f"folder {checkout}", *hashes, ""])


def fill(checkout: Path, venv: Path) -> None:
    """uv first: our lock takes it seconds where pip takes minutes. pip still knows mirrors uv was not told about."""
    run(base_python(), "-m", "venv", venv)
    python = venv / "bin" / "python"
    pip = (python, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    uv = (venv / "bin" / "uv", "pip", "install", "-q", "--python", python)
    # hatchling is in the lock, so building our own package asks the network for nothing.
    package = ("--no-deps", "--no-build-isolation", "-e", checkout)
    run(*pip, "--require-hashes", "-r", checkout / INSTALLER_LOCK)
    try:
        run(*uv, "--require-hashes", "-r", checkout / LOCK)
        run(*uv, *package)
    except subprocess.CalledProcessError:
        say("uv could not; trying pip, which takes some minutes")
        run(*pip, "--require-hashes", "-r", checkout / LOCK)
        run(*pip, *package)


def base_python() -> str:
    """The Python to make the venv with. Run by the old `.venv`'s own Python, it is the one behind that."""
    return getattr(sys, "_base_executable", None) or sys.executable


def run(*command: object) -> None:
    """All output goes to stderr, because stdout belongs to `make env`."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    cache = Path(environment.get("UV_CACHE_DIR") or Path(environment.get("HOME") or "/nowhere") / ".cache" / "uv")
    if not os.access(next(folder for folder in (cache, *cache.parents) if folder.exists()), os.W_OK):
        environment["UV_NO_CACHE"] = "1"  # a home that cannot be written, as that of a service account
    subprocess.run([str(part) for part in command], check=True, stdout=sys.stderr, env=environment, close_fds=False)


def no_ensurepip() -> str:
    """Bare Debian and Ubuntu ship Python without the part of venv that makes a venv."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    package = "python3-venv" if base_python() == "/usr/bin/python3" else f"python{version}-venv"
    return f"{base_python()} cannot make a venv. This helps:\n\n    apt-get install {package}\n"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        install(Path(sys.argv[1]).resolve())
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"installing failed: {' '.join(error.cmd)}") from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
