"""`python -m sandbox COMMAND`: what the Makefile's targets call, from the checkout's folder."""

import argparse
import os
import sys

from sandbox import environment, postgres, settings, store, world
from sandbox.settings import DEMO, MAIN, PEOPLE, Settings
from sandbox.world import World


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="The world on this laptop.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in COMMANDS.items():
        commands.add_parser(name, help=function.__doc__)
    isolated = commands.add_parser("isolated", help="run a command without the caller's Airflow and Postgres settings")
    isolated.add_argument("words", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    if arguments.command == "isolated":
        os.execvpe(arguments.words[0], arguments.words, environment.isolated(os.environ))
    try:
        return COMMANDS[arguments.command]() or 0
    except KeyboardInterrupt:
        return 130


def up() -> None:
    """start Postgres, the sandbox store and Airflow"""
    with settings.alone(MAIN):
        with_neto, with_setup = (world.asks_for(name, os.environ) for name in ("NETO", "SETUP"))
        kept = world.up(World(MAIN, dict(os.environ), with_neto=with_neto, with_setup=with_setup))
    print(welcome(kept))


def welcome(kept: Settings) -> str:
    people = "".join(f"\n    {name:5} {kept.passwords[name]}   ({role})" for name, role in PEOPLE.items())
    preferred = "" if kept.ui_port == 8080 else "   (port 8080 was taken)"
    is_to_set_up = kept.sets_up and world.STORE not in kept.given
    parts = {world.COMMERCE: "the pretend back office, embedded"}
    if not is_to_set_up:
        parts[world.STORE] = "the sandbox store"
    if kept.has_neto or world.NETO in kept.given:
        parts[world.NETO] = "the sandbox Neto account"
    used = "".join(
        f"\n  {conn_id:19} {f'AIRFLOW_CONN_{conn_id.upper()}' if conn_id in kept.given else part}"
        for conn_id, part in parts.items()
    )
    to_set_up = store.to_enter(kept) if is_to_set_up else ""
    return f"""
Airflow, and *BigCommerce* in its navigation, the control panel: {world.url(kept)}{preferred}
  sign in as{people}{used}{to_set_up}
  logs: {MAIN / "logs"}{store.to_look_at(kept) if world.STORE not in kept.given else ""}
  a shell in which `airflow` works on it: eval "$(make -s env)"
  stop it: make down"""


def down() -> None:
    """stop what `up` started"""
    if MAIN.is_dir():
        with settings.alone(MAIN):
            world.down(World(MAIN, {}))
        print("stopped")


def reset() -> None:
    """stop it and wipe its data, the demo's too"""
    for folder in (DEMO, MAIN):
        if folder.is_dir():
            with settings.alone(folder):
                world.wipe(World(folder, {}))
            print(f"wiped {folder.relative_to(MAIN.parent)}")


def env() -> None:
    """print export lines for a shell in which `airflow` works on this checkout"""
    running = postgres.running(MAIN / "database")
    kept = settings.load(MAIN) if running else None
    for name in (f"AIRFLOW_CONN_{conn_id.upper()}" for conn_id in (kept.given if kept else ())):
        if name not in os.environ:
            print(f"`make up` runs with {name}, which this shell does not have: export it here too", file=sys.stderr)
    print("\n".join(environment.export_lines(os.environ, MAIN, running, kept)))


def migrate() -> int:
    """create or upgrade the schemas backoffice and bigcommerce"""
    return world.migrate(World(MAIN, dict(os.environ)))


def demo() -> int:
    """run every flow twice, and prove that the second pass changes nothing"""
    from sandbox.demo import demo

    return demo()


COMMANDS = {"up": up, "down": down, "reset": reset, "env": env, "migrate": migrate, "demo": demo}

if __name__ == "__main__":
    sys.exit(main())
