"""The account's clock. Every date is text, `YYYY-MM-DD HH:MM:SS`, in UTC: comparing them is comparing text."""

import time
from datetime import UTC, datetime

from sandbox.neto.databases import Account

FORMAT = "%Y-%m-%d %H:%M:%S"


def now(account: Account) -> str:
    return at(account, 0)


def current_time(account: Account) -> str:
    """What an answer says of itself: its zone is documented nowhere, so it can be turned."""
    return at(account, 3600 * account.settings["current_time_zone_hours"])


def at(account: Account, seconds: float) -> str:
    return time.strftime(FORMAT, time.gmtime(time.time() + account.settings["clock_offset_seconds"] + seconds))


def http_date(account: Account) -> str:
    moment = time.gmtime(time.time() + account.settings["clock_offset_seconds"])
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", moment)


def read_date(text: str) -> str:
    """A date of a request as kept; a `T` between its parts, a zone and a bare day are accepted. ValueError else."""
    moment = datetime.fromisoformat(text)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime(FORMAT)
