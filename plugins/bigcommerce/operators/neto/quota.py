"""Neto's quota, kept by all tasks together."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg

from bigcommerce.connectors.pacing import silence_after_refusal
from bigcommerce.db.neto.quotas import keep_silent, reserve_call


class SharedPacing:
    """By the count in the database: at most `calls` of the account in any minute, whichever task makes them, and a
    minute of silence for all after a refusal."""

    def __init__(self, connection: psycopg.Connection, connection_id: str, calls: int) -> None:
        self.connection, self.connection_id, self.calls = connection, connection_id, calls

    def before_next(self) -> float:
        return reserve_call(self.connection, self.connection_id, self.calls)

    def answered(self, headers: Mapping[str, str]) -> None:
        pass

    def lost(self) -> None:
        pass

    def refused(self, headers: Mapping[str, str]) -> float:
        seconds = silence_after_refusal(headers)
        keep_silent(self.connection, self.connection_id, seconds)
        return seconds
