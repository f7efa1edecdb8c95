"""CSVs people download: SKU lists to start approvals from, and the rejected rows of an import.

The command line and a page use the same functions. What comes back is the CSV's text, piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from bigcommerce.catalogue import CatalogueReading
from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.approvals import is_import, read_rejects
from bigcommerce.db.skus import LISTS, read_skus
from bigcommerce.domain.approvals import ADVICE
from bigcommerce.domain.spreadsheets import csv_lines
from bigcommerce.errors import BadRequest

WHICH = tuple(LISTS)


def sku_list(connection: psycopg.Connection, client: BigCommerceClient | None, which: str) -> Iterator[str]:
    """One column, `SKU`. which: one of WHICH; all but "backoffice" ask the store, and read its whole catalogue before
    the first line comes, so that a list that broke off is none. client: None for "backoffice"."""
    if which not in WHICH:
        raise BadRequest(f'There is no SKU list "{which}". There are: {", ".join(WHICH)}.')
    if which != "backoffice":
        assert client is not None
        CatalogueReading(connection, client).walk()
    yield from csv_lines(["SKU"], ([sku] for sku in read_skus(connection, which)))


def reject_list(connection: psycopg.Connection, import_id: int) -> Iterator[str]:
    """The rejected rows with what to do; correct them and import this very file. Raises BadRequest."""
    if not is_import(connection, import_id):
        raise BadRequest(f"There is no import {import_id}: the imports are in bigcommerce.approval_imports.")
    rows = read_rejects(connection, import_id)
    yield from csv_lines(
        ["Row", "SKU", "Value", "Reason", "What to do"],
        ((row, sku, value or "", reason, ADVICE[reason]) for row, sku, value, reason in rows),
    )
