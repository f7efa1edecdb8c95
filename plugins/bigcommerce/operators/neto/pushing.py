"""What the steps of an order push share."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence

import psycopg

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.neto.pushes import Scope
from bigcommerce.db.neto.settings import NetoSettings
from bigcommerce.db.problems import open_problems, resolve_problems
from bigcommerce.domain.neto.texts import JSON
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Rejected, Unreachable

log = logging.getLogger(__name__)

# How often one thing is tried and looked for before it is left to the next try of the task.
TRIES = 3
# So many in a row without an answer mean that Neto is down.
FAILURES_IN_A_ROW = 3


class Pushing:
    """One run. patience: seconds to let a request that lost its answer come to its end before looking what became of
    it."""

    def __init__(
        self,
        connection: psycopg.Connection,
        client: NetoClient,
        settings: NetoSettings,
        run: SyncRun,
        scope: Scope,
        patience: float,
    ) -> None:
        self.connection, self.client, self.settings, self.run = connection, client, settings, run
        self.scope, self.patience = scope, patience
        self.written: set[int] = set()
        self.failures: list[Unreachable] = []
        self.failures_in_a_row = 0
        self.is_settled = False

    def orders(self, names: Sequence[str], selectors: Sequence[str]) -> dict[str, JSON]:
        """{Neto's order id: the order} of those that are there."""
        pages = self.client.orders({"OrderID": list(names)}, ["OrderID", *selectors]) if names else ()
        wanted = set(names)
        return {row["OrderID"]: row for page in pages for row in page.rows if row["OrderID"] in wanted}

    def count(self, order_id: int) -> None:
        """Something of this order was done at Neto; inside the transaction that says so."""
        self.run.written += order_id not in self.written
        self.written.add(order_id)
        self.failures_in_a_row = 0
        self.run.save(self.connection)

    def let_settle(self, states: Iterable[str]) -> None:
        """The request of a task that was killed a moment ago may still be under way; once a run is enough."""
        if not self.is_settled and "intended" in states:
            time.sleep(self.patience)
            self.is_settled = True

    def wait(self, what: str, error: Unreachable) -> None:
        log.warning("%s: %s Looking what became of it", what, error)
        time.sleep(self.patience)

    def fail(self, what: str, error: Unreachable) -> None:
        """The others may still go through; the run fails in the end, and its next try looks first."""
        self.failures.append(error)
        self.failures_in_a_row += 1
        if self.failures_in_a_row >= FAILURES_IN_A_ROW:
            raise error
        log.warning("%s: %s Left for the next try", what, error)

    def open(self, *problems: Problem) -> None:
        open_problems(self.connection, self.run.store, self.run.flow, self.run.dag_run_id, problems)

    def close(self, bigcommerce_order_id: int, *codes: str) -> None:
        resolve_problems(self.connection, self.run.store, self.run.flow, [str(bigcommerce_order_id)], codes)


def words_of(error: Rejected) -> str:
    """Neto's own words, without a full stop."""
    body = error.body if isinstance(error.body, list) else []
    return ("; ".join(map(str, body)) or str(error)).rstrip(". ")
