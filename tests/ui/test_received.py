"""What is kept of a body that is too large: nothing beyond the limit."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import Request

from bigcommerce.ui.received import Body


def test_beyond_the_limit_the_rest_is_read_and_thrown_away() -> None:
    pieces = [{"type": "http.request", "body": b"x" * 4, "more_body": more} for more in (True, True, True, False)]

    async def receive() -> Any:
        return pieces.pop(0)

    async def read_all() -> tuple[list[Any], Body]:
        body = Body(Request({"type": "http"}, receive), 9)
        return [await body.receive() for _ in range(4)], body

    got, body = asyncio.run(read_all())
    assert [len(message["body"]) for message in got] == [4, 4, 0, 0] and body.size == 16 and body.is_too_large
    assert [message["more_body"] for message in got] == [True, True, True, False]
