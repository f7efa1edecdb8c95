"""Changes after receipt that became sticky notes: neto.order_notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.neto.pushes import Scope
from bigcommerce.db.queries import sql
from bigcommerce.domain.neto.notes import change_note

JSON = dict[str, Any]


@dataclass(frozen=True)
class PendingNote:
    """note: as Neto takes it; its title is no other change's."""

    change_id: int
    order_id: int
    bigcommerce_order_id: int
    neto_order_id: str
    note: JSON


def read_notes(connection: psycopg.Connection, scope: Scope, after: int, limit: int) -> list[PendingNote]:
    with connection.cursor(row_factory=dict_row) as cursor:
        arguments = scope.key | {"after": after, "limit": limit}
        changes = cursor.execute(sql("neto/select_notes_to_push"), arguments).fetchall()
        lines: dict[int, list[JSON]] = defaultdict(list)
        order_ids = {"order_ids": list({change["order_id"] for change in changes})}
        for line in cursor.execute(sql("neto/select_line_names"), order_ids):
            lines[line["order_id"]].append(line)
    return [
        PendingNote(
            change["change_id"],
            change["order_id"],
            change["bigcommerce_order_id"],
            change["neto_order_id"],
            change_note(change, lines[change["order_id"]]),
        )
        for change in changes
    ]


def set_note_state(connection: psycopg.Connection, change_ids: Sequence[int], state: str) -> None:
    connection.execute(sql("neto/set_note_state"), {"change_ids": list(change_ids), "state": state})
