"""`make demo`: every flow twice, through Airflow's scheduler and workers, in a world of the demo's own.

The world is wiped first and stopped afterwards, so the demo may be repeated, and what `make up` runs is not touched.
The first pass must move something in every flow. The second must not write to the store, nor change one row. With
NETO=1 the catalogue comes from a sandbox Neto account, and afterwards the demo shows what passes between the two.
"""

import os
import signal
import sys
import time
from types import FrameType

import psycopg
from rich import box
from rich.console import Console
from rich.table import Table

from sandbox import demo_neto, environment, postgres, settings, store, world
from sandbox.airflow_api import AirflowApi, RunFailed
from sandbox.demo_back_office import dispatch_two_orders
from sandbox.demo_flows import DAG_IDS, Flow, Outcome, run_pass
from sandbox.demo_proof import changed_rows, fingerprints
from sandbox.settings import DEMO, Settings
from sandbox.world import World

# A pipe or a CI log has no width of its own: wide enough for the table there.
console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)


def demo() -> int:
    """Exit status 0 only if both passes did what they must."""
    started = time.monotonic()
    signal.signal(signal.SIGTERM, _stop)  # so that a stopped demo stops its world too
    with settings.alone(DEMO):
        place = World(
            DEMO,
            environment.isolated(os.environ),
            preferred_port=None,
            with_neto=world.asks_for("NETO", os.environ),
            on_demand=True,
            say=lambda text: _say(started, text),
        )
        world.wipe(place)
        try:
            passed = _show(place, world.up(place), started)
        except RunFailed as error:
            console.print(f"\n{error}", markup=False)
            passed = False
        finally:
            world.down(place)
        if passed:
            postgres.wipe(place.database)
        else:
            console.print(f"Logs: {DEMO / 'logs'} and {DEMO / 'airflow' / 'logs'}", markup=False)
    console.print(f"{'Done' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s.")
    if passed:
        console.print("The same world to look at: make up → Airflow and the control panel at http://127.0.0.1:8080")
    return 0 if passed else 1


def _show(place: World, kept: Settings, started: float) -> bool:
    """Both passes, the table and the verdict."""
    server = postgres.running(place.database)
    assert server is not None, "the world is up"
    api = AirflowApi(world.url(kept), "ada", kept.passwords["ada"])
    with psycopg.connect(server.dsn(), autocommit=True) as commerce:
        api.wait_until_known(DAG_IDS + (demo_neto.DAG_IDS if place.with_neto else []))
        if place.with_neto:
            demo_neto.take_over_catalogue(api, place.say)

        def one_pass(number: int) -> list[Outcome]:
            def say(flow: Flow) -> None:
                _say(started, f"pass {number}: {flow.name} ({flow.dag_id})")

            dispatch = (lambda: dispatch_two_orders(commerce)) if number == 1 else (lambda: None)
            return run_pass(api, commerce, lambda: store.counts(kept)["requests"], dispatch, say)

        first = one_pass(1)
        before = fingerprints(commerce)
        store.forget_counts(kept)
        second = one_pass(2)
        writes, changes = store.counts(kept)["writes"], changed_rows(before, fingerprints(commerce))
    shown = demo_neto.show(api, kept, place.say) if place.with_neto else []
    console.print(_table(first, second))
    return _verdict(first, writes, changes, shown)


def _table(first: list[Outcome], second: list[Outcome]) -> Table:
    table = Table(title="What was synced; requests as the store counted them", title_justify="left", box=box.SIMPLE)
    table.add_column("flow", no_wrap=True)
    for heading in ("pass", "read", "written", "unchanged", "refused", "requests", "seconds", "problems\nopen"):
        table.add_column(heading, justify="right", no_wrap=True)
    for pair in zip(first, second, strict=True):
        for number, one in enumerate(pair, start=1):
            counts = (one.read, one.written, one.unchanged, one.refused, one.requests)
            row = [one.flow.name if number == 1 else "", str(number), *map(str, counts)]
            table.add_row(*row, f"{one.seconds:.1f}", str(one.open_problems), end_section=number == 2)
    return table


def _verdict(first: list[Outcome], writes: int, changes: dict[str, int], shown: list[tuple[bool, str]]) -> bool:
    still = [one.flow.name for one in first if one.flow.must_move and one.written == 0]
    rows = ", ".join(f"{table} {count}" for table, count in sorted(changes.items())) or "0"
    checks = [
        (not still, f"pass 1 moved something in every flow{f', but not in {still}' if still else ''}"),
        (writes == 0, f"pass 2 wrote to the store: {writes} times"),
        (not changes, f"pass 2 changed rows: {rows}"),
        *shown,
    ]
    for passed, text in checks:
        console.print(f"  {'✓' if passed else '✗'} {text}", style="green" if passed else "red")
    return all(passed for passed, _ in checks)


def _say(started: float, text: str) -> None:
    console.print(f"[dim]{time.monotonic() - started:5.1f} s[/dim]  {text}")


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
