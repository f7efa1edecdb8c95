"""How much a form may send: FastAPI reads some forms before anybody is asked who they are."""

from __future__ import annotations

import re

from fastapi import HTTPException
from starlette.types import Message, Receive, Scope

# A set-up step with the most fields that there may be, each with the longest name, has less.
MOST_BYTES = 4 << 20
# Here received.py counts, and only after the guard.
UPLOADS = re.compile(r"/stores/[^/]+/imports")


def limited(scope: Scope, receive: Receive) -> Receive:
    """Raises HTTPException beyond the limit, whatever length the request says it has."""
    if UPLOADS.fullmatch(scope["path"].removeprefix(scope.get("root_path", ""))):
        return receive
    size = 0

    async def receiving() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_BYTES:
            raise HTTPException(413, f"This form is larger than {MOST_BYTES >> 20} MiB: send less at once.")
        return message

    return receiving
