"""CSVs that a page sends while they are read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import psycopg
from fastapi.responses import Response, StreamingResponse

from bigcommerce.hooks.commerce_db import commerce_db


def send_csv(name: str, read: Callable[[psycopg.Connection], Iterator[str]]) -> Response:
    """name: of the file. read: yields the text. What goes wrong before the first line gives a page that says so; what
    goes wrong later ends the download unfinished, which the browser tells."""
    lines = on_own_connection(read)
    text = itertools.chain([next(lines)], lines)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(text, media_type="text/csv; charset=utf-8", headers=headers)


def on_own_connection(read: Callable[[psycopg.Connection], Iterator[str]]) -> Iterator[str]:
    """The page's own is closed while the last rows still leave."""
    with commerce_db() as connection:
        yield from read(connection)
