"""The store's clock and the date formats it speaks."""

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sandbox.bigcommerce.databases import Store


def now(store: Store) -> int:
    """The store's own time, epoch seconds; `clock_offset_seconds` moves the whole clock."""
    return int(time.time() + store.settings["clock_offset_seconds"])


def now_ms() -> int:
    """Real milliseconds: delays pass at their own pace whatever the store's clock says."""
    return time.time_ns() // 1_000_000


def rfc2822(epoch: int) -> str:
    """V2's date: `Tue, 20 Nov 2012 00:00:00 +0000`; an unset date (0) is the empty string."""
    return time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(epoch)) if epoch else ""


def http_date(epoch: int) -> str:
    """The `Date` header: `Tue, 20 Nov 2012 00:00:00 GMT`."""
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(epoch))


def iso(epoch: int) -> str:
    """V3's date: `2012-11-20T00:00:00+00:00`."""
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(epoch))


def read_date(text: str) -> float:
    """Epoch seconds of an ISO 8601 or RFC 2822 date; no offset means UTC. ValueError when it is neither."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (TypeError, IndexError) as error:
            raise ValueError(text) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
