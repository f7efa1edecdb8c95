"""The reading of Neto's items: page by page into the back office, each page in a transaction of its own."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bigcommerce.connectors.neto import NetoClient, Page
from bigcommerce.connectors.rows import chunks
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.neto import catalogue as db
from bigcommerce.db.neto.approvals import close_known_skus
from bigcommerce.db.neto.problems import say_only
from bigcommerce.db.neto.settings import NetoSettings
from bigcommerce.db.problems import open_problems, resolve_problems
from bigcommerce.domain.neto.catalogue_problems import another_default_group, clock_differs, invalid_item, no_channel
from bigcommerce.domain.neto.items import (
    CatalogueItem,
    ImportRules,
    channel_of,
    item_key,
    numbered,
    read_item,
    selectors,
)
from bigcommerce.domain.neto.warehouses import choose_warehouses
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Invalid, UnexpectedAnswer

log = logging.getLogger(__name__)

# A change may show in Neto's list a little after its date.
OVERLAP = timedelta(minutes=15)
# Clocks further apart are said, and the earlier one counts: nothing changed or counted since is missed.
CLOCK_TOLERANCE = timedelta(minutes=5)
SKUS_A_REQUEST = 100


class CatalogueImport:
    """One import; the caller holds the lock. items_changed, approvals_changed: SKUs, for whoever waits for them."""

    def __init__(
        self, connection: psycopg.Connection, client: NetoClient, settings: NetoSettings, run: SyncRun
    ) -> None:
        self.connection, self.client, self.settings, self.run = connection, client, settings, run
        self.items_changed = self.approvals_changed = 0
        self.is_clock_off = False
        self.rules = rules_of(settings, client)
        self.reading = self.begin_reading()
        db.begin_pages(connection)

    def begin_reading(self) -> db.CatalogueReading:
        """By other settings than last time, what was read says little: all is read anew, also where this run breaks
        off."""
        reading = db.read_reading(self.connection)
        before, now = reading.rules or {}, fingerprint(self.rules)
        if before != now:
            with self.connection.transaction():
                if before and before["approvals"] != now["approvals"]:
                    db.forget_approvals(self.connection)
                    reading.sales_channel_id = None
                reading.rules, reading.read_until, reading.read_whole_at = now, None, None
                db.save_reading(self.connection, reading)
        return reading

    # --- what is read --------------------------------------------------------------------------------------------
    def import_changes(self) -> None:
        """What changed since the last reading began, and what was sold since it was counted: an order need not move its
        items' dates, and until they are counted anew its units stay reserved."""
        assert self.reading.read_until and self.reading.read_whole_at
        self.run.window_from = self.reading.read_until
        changed_since = f"{self.reading.read_until.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        self.reading.read_until = self.run.window_to = self.import_pages({"DateUpdatedFrom": changed_since})
        for some in chunks(db.sold_skus(self.connection, self.reading.read_whole_at), SKUS_A_REQUEST):
            self.import_pages({"SKU": list(some)})
        db.save_reading(self.connection, self.reading)

    def import_all(self) -> None:
        """Everything; what is missing from it is asked for once more, since pages shift, and retired."""
        until = self.import_pages({"IsActive": ["True", "False"]})
        if not self.run.read and db.unseen_skus(self.connection, "", None, 1):
            raise UnexpectedAnswer(
                "Neto shows no item at all, though it did before: check what the user of its API key may see. "
                "Nothing was changed."
            )
        self.retire_unseen(None)
        self.reading.read_until, self.reading.read_whole_at = until, datetime.now(UTC)
        with self.connection.transaction():
            db.close_unseen_problems(self.connection, self.run.store)
            db.save_reading(self.connection, self.reading)

    def import_skus(self, skus: Sequence[str]) -> None:
        """These alone; how far Neto has been read stays as it is."""
        for chunk in chunks(sorted(set(skus)), SKUS_A_REQUEST):
            self.import_pages({"SKU": list(chunk)})
        self.retire_unseen(skus)

    def retire_unseen(self, skus: Sequence[str] | None) -> None:
        after = ""
        while unseen := db.unseen_skus(self.connection, after, skus, SKUS_A_REQUEST):
            self.import_pages({"SKU": unseen})
            after = unseen[-1]
            gone = db.unseen_skus(self.connection, "", unseen, SKUS_A_REQUEST)
            with self.connection.transaction():
                retired = db.retire_products(self.connection, gone)
                self.items_changed += len(retired)
                self.run.read += len(gone)
                self.run.written += len(retired)
                self.run.unchanged += len(gone) - len(retired)
                self.run.save(self.connection)
            log.info("%d items are in Neto no more: %s", len(gone), ", ".join(gone[:10]))

    def import_pages(self, wanted: Mapping[str, Any]) -> datetime:
        """The moment before which nothing that changed can be missing from these pages."""
        pages = self.client.items(dict(wanted), selectors(self.rules))
        until: datetime | None = None
        asked_at = datetime.now(UTC)
        for page in pages:
            moment = self.moment_of(page, asked_at)
            until = until or moment - OVERLAP
            if page.rows:
                self.import_page(page, moment)
            asked_at = datetime.now(UTC)
        if until is None:
            raise UnexpectedAnswer("Neto answered GetItem with no page at all.")
        return until

    def moment_of(self, page: Page, asked_at: datetime) -> datetime:
        """When the page was true. asked_at: this machine's clock, before it was asked for."""
        if page.now - datetime.now(UTC) <= CLOCK_TOLERANCE and asked_at - page.now <= CLOCK_TOLERANCE:
            return page.now
        self.is_clock_off = True
        return min(page.now, asked_at)

    # --- what is written -----------------------------------------------------------------------------------------
    def import_page(self, page: Page, moment: datetime) -> None:
        items, bad = self.read_items(page.rows)
        source = db.PageSource(
            store=self.run.store,
            changed_by=self.run.dag_id,
            counted_at=moment,
            answered_at=page.now,
            silence_is_no=self.rules.approvals_live_in == "misc" or self.reading.sales_channel_id is not None,
        )
        with self.connection.transaction():
            changes = db.save_page(self.connection, items, self.reading, source)
            good = [item.sku for item in items]
            db.note_seen(self.connection, bad, is_bad=True)
            db.note_seen(self.connection, good, is_bad=False)
            keys = [*good, *(numbered(item.inventory_id) for item in items)]
            resolve_problems(self.connection, self.run.store, "neto", keys, ["neto_invalid_item"])
            close_known_skus(self.connection, self.run.store, good)
            open_problems(self.connection, self.run.store, "neto", self.run.dag_run_id, bad.values())
            written = len(changes.items | changes.approvals)
            self.run.read += len(items) + len(bad)
            self.run.written += written
            self.run.unchanged += len(items) - written
            self.run.refused += len(bad)
            self.run.save(self.connection)
        self.items_changed += len(changes.items)
        self.approvals_changed += len(changes.approvals)
        log.info("%d items: %d changed, %d cannot be read", len(items) + len(bad), written, len(bad))

    def read_items(self, rows: Sequence[Mapping[str, Any]]) -> tuple[list[CatalogueItem], dict[str, Problem]]:
        """Each SKU once, as it was read last; and what cannot be read, by its key."""
        items: dict[str, CatalogueItem] = {}
        bad: dict[str, Problem] = {}
        for row in rows:
            key = item_key(row)
            try:
                item = read_item(row, self.rules)
                self.learn_channel(row)
            except Invalid as error:
                bad[key] = invalid_item(key, error)
            else:
                items[item.sku] = item
                bad.pop(key, None)
        return list(items.values()), bad

    def learn_channel(self, row: Mapping[str, Any]) -> None:
        """No action of Neto lists sales channels, so its number is learned from the first item that names it."""
        if self.rules.approvals_live_in == "sales_channel" and self.reading.sales_channel_id is None:
            self.reading.sales_channel_id = (channel_of(row, self.rules) or {}).get("SalesChannelID")

    def say_what_is_odd(self) -> None:
        """Open what is odd about the whole, close what no longer is."""
        group = db.find_other_default_group(self.connection)
        is_read_whole = self.reading.read_whole_at is not None
        lacks_channel = self.rules.approvals_live_in == "sales_channel" and self.reading.sales_channel_id is None
        is_clock_off = self.is_clock_off or self.client.clock_was_doubted
        found = {
            "neto_clock_differs": clock_differs() if is_clock_off else None,
            "neto_other_default_group": another_default_group(*group) if group else None,
            "neto_no_sales_channel": no_channel(self.rules.sales_channel) if lacks_channel and is_read_whole else None,
        }
        with self.connection.transaction():
            for code, problem in found.items():
                say_only(self.connection, self.run, code, [problem] if problem else [])
        for problem in filter(None, found.values()):
            log.warning(problem.message)


def rules_of(settings: NetoSettings, client: NetoClient) -> ImportRules:
    """Neto is asked for its warehouses only where some were chosen."""
    return ImportRules(
        approvals_live_in=settings.approvals_live_in,
        sales_channel=settings.sales_channel,
        misc_field=settings.approval_misc_field,
        warehouses=choose_warehouses(client.warehouses(), settings.warehouses) if settings.warehouses else None,
    )


def fingerprint(rules: ImportRules) -> dict[str, Any]:
    """What rows depend on, as JSON."""
    place = {"sales_channel": rules.sales_channel, "misc": rules.misc_field}.get(rules.approvals_live_in)
    chosen = rules.warehouses and [list(pair) for pair in rules.warehouses.items()]
    return {"approvals": [rules.approvals_live_in, place], "warehouses": chosen}
