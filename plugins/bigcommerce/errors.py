"""Every error raised here. Two questions only: would trying again help, and is it one item or the whole run?

SyncError
├─ TryAgain       RateLimited(.retry_after), Unreachable(.maybe_done),
│                 Unreadable(.content_type)                                → Airflow retries
├─ NeedsPerson    NotAuthorised, NotFound, Rejected(.status, .body),
│                 UnexpectedAnswer, BadRequest                             → Airflow fails at once and says why
└─ ItemProblem    Invalid(.field, .value)                                  → one problem row; the run goes on

Messages say what, where and what to do next; never tokens or customers' details.
"""

from __future__ import annotations

from typing import Any


class SyncError(Exception):
    """Anything this package raises on purpose."""


class TryAgain(SyncError):
    """The same call may succeed later: Airflow retries."""


class RateLimited(TryAgain):
    """The store's quota is used up for longer than the transport waits. retry_after: seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unreachable(TryAgain):
    """No usable answer. maybe_done: the request may have been carried out all the same."""

    def __init__(self, message: str, *, maybe_done: bool = False) -> None:
        super().__init__(message)
        self.maybe_done = maybe_done


class Unreadable(Unreachable):
    """An answer without readable JSON, perhaps a page for people. content_type: as it came, "" where it did not."""

    def __init__(self, message: str, content_type: str) -> None:
        super().__init__(message, maybe_done=True)
        self.content_type = content_type


class NeedsPerson(SyncError):
    """No retry will help: the run fails at once with a sentence that says what to do."""


class BadRequest(NeedsPerson):
    """What was asked of a run makes no sense: an unknown store, parameter, file or column."""


class NotAuthorised(NeedsPerson):
    """401 or 403: a wrong token, a missing scope, a wrong store hash."""

    def __init__(self, message: str, *, status: int = 401) -> None:
        super().__init__(message)
        self.status = status


class UnexpectedAnswer(NeedsPerson):
    """The remote side said something its documentation does not."""


class Rejected(NeedsPerson):
    """The remote side refused this very request (4xx). body: what it said, decoded where it was JSON."""

    def __init__(self, message: str, *, status: int, body: Any = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class NotFound(Rejected):
    """404: gone, or never was."""


class ItemProblem(SyncError):
    """One item cannot be done; the others go on."""


class Invalid(ItemProblem):
    """A field of one document cannot be what it is."""

    def __init__(self, message: str, *, field: str, value: Any = None) -> None:
        super().__init__(message)
        self.field = field
        self.value = value
