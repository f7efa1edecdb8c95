"""Neto's items → products, prices, stock and approvals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bigcommerce.assets import APPROVALS, CATALOGUE
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.locks import one_neto_run
from bigcommerce.db.neto.settings import NetoSettings
from bigcommerce.operators.neto.base import NetoOperator
from bigcommerce.operators.neto.catalogue_reading import CatalogueImport


class ImportCatalogue(NetoOperator):
    """Reads what changed in Neto since the last import; everything once a day, when asked to, or by other settings."""

    def sync(
        self, connection: psycopg.Connection, settings: NetoSettings, run: SyncRun, context: Mapping[str, Any]
    ) -> None:
        params = context["params"]
        with one_neto_run(connection, "catalogue import"):
            work = CatalogueImport(connection, self.client(connection, settings, run), settings, run)
            if skus := [sku for sku in params.get("skus") or [] if sku.strip()]:
                work.import_skus(skus)
            elif params.get("full") or self.is_whole_due(work, settings):
                work.import_all()
            else:
                work.import_changes()
            work.say_what_is_odd()
        announced = {CATALOGUE: work.items_changed, APPROVALS: work.approvals_changed}
        # Prices and stock, or approvals, that did not change need nobody to look.
        self.outlets = [asset for asset in self.outlets if announced.get(asset)]

    def is_whole_due(self, work: CatalogueImport, settings: NetoSettings) -> bool:
        read_at = work.reading.read_whole_at
        return read_at is None or datetime.now(UTC) - read_at >= timedelta(hours=settings.full_import_every_hours)
