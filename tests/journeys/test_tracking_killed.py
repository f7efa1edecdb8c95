"""Killed at every request and every commit of an export of 200 parcels: each is one shipment and one mail."""

from __future__ import annotations

import gc
import os
import re
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bigcommerce.connectors.transport import Call, Transport
from tests.conftest import SandboxStore
from tests.journeys.test_orders_killed import Points, in_a_process_of_its_own
from tests.journeys.tracking_parcels import Parcels

PARCELS = 200
ITEM = re.compile(r"/orders/(\d+)/")


class NamedPoints(Points):
    """Points that are told apart in every run alike: by the request, or by the last statement that was committed, and
    by the order or the range of orders that it was about.

    file: gets the name of each point that is reached, one a line. is_deadly: (name, order id or "") → die here.
    """

    def __init__(self, file: Path, is_deadly: Any) -> None:
        super().__init__(None)
        self.file, self.is_deadly = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), is_deadly
        self.doing, self.item, self.range, self.step = "", "", "", 0

    def begin(self, doing: str, item: str) -> None:
        self.doing, self.item, self.step = doing, item, 0

    def point(self) -> None:
        self.step += 1
        name = f"{self.doing} {self.item or self.range} {self.step}"
        os.write(self.file, f"{name}\t{self.item}\n".encode())
        if self.is_deadly(name, self.item):
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        super().watch()
        attempt, execute = Transport.attempt, psycopg.Connection.execute

        def attempting(transport: Transport, call: Call) -> Any:
            found = ITEM.search(call.path)
            self.range = str((call.params or {}).get("max_id", self.range))
            self.begin(f"{call.method} {call.path}", found[1] if found else "")
            return attempt(transport, call)

        def executing(connection: Any, query: Any, params: Any = None, **options: Any) -> Any:
            is_alone = connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
            result = execute(connection, query, params, **options)
            named = params if isinstance(params, dict) else {}
            title, item = str(query).partition("\n")[0], str(named.get("consignment_id", ""))
            if is_alone:
                # A statement outside a transaction is a commit of its own.
                self.begin(title, item)
                self.point()
                self.range = ""
            elif item:
                self.begin(title, item)
            return result

        Transport.attempt = attempting  # type: ignore[method-assign]
        psycopg.Connection.execute = executing  # type: ignore[method-assign,assignment]


class Sweeps:
    """Exports that die, one after the other in one world: each goes on where the last one left off."""

    def __init__(self, world: Parcels, folder: Path) -> None:
        self.world, self.file = world, folder / "points"
        # What is never collected is never copied into the processes that die.
        gc.freeze()
        self.visited: set[str] = set()
        self.deaths: Counter[str] = Counter()
        self.is_about_orders = True

    def export(self, is_deadly: Any) -> tuple[int, list[str]]:
        """The wait status, and the name and order of each point that was reached."""

        def work() -> None:
            NamedPoints(self.file, is_deadly).watch()
            self.world.export("the one run", patience=0)

        return in_a_process_of_its_own(work), self.file.read_text().splitlines()

    def is_deadly(self, name: str, item: str) -> bool:
        """Not yet died at; and of one order once a sweep, so that its later points are reached in later sweeps. Every
        tenth dies once more, so that the looking after the first death is died in, too."""
        allowed = 2 if item.endswith("0") else 1
        return name not in self.visited and (not item or self.deaths[item] < allowed * self.is_about_orders)

    def sweep(self, is_about_orders: bool) -> int:
        """How often a run died before one came through. is_about_orders: at points of single orders, too."""
        self.is_about_orders = is_about_orders
        self.deaths.clear()
        while True:
            status, reached = self.export(self.is_deadly)
            if os.WIFEXITED(status):
                assert os.WEXITSTATUS(status) == 0
                return self.deaths.total()
            name, item = reached[-1].split("\t")
            self.visited.add(name)
            self.deaths[item] += 1


@pytest.mark.slow
def test_killed_at_any_request_or_commit_each_parcel_is_one_shipment_and_one_mail(
    commerce: psycopg.Connection, sandbox: SandboxStore, tmp_path: Path
) -> None:
    # Short ranges, since each run that goes on reads the range it is in again.
    world = Parcels(commerce, sandbox, PARCELS, in_a_row=10)
    sweeps = Sweeps(world, tmp_path)
    status, undisturbed = sweeps.export(lambda name, item: False)
    assert status == 0
    world.assert_once()
    wanted = {line.split("\t")[0] for line in undisturbed}
    # Intent, before and after the request, accepted.
    assert len(wanted) == len(undisturbed) > 4 * PARCELS
    died = []
    while not wanted <= sweeps.visited:
        assert len(died) < 9, sorted(wanted - sweeps.visited)[:9]
        world.begin()
        died.append(sweeps.sweep(is_about_orders=bool(died)))
        world.assert_once()
    assert sum(died) == len(sweeps.visited) > len(wanted)
