"""A file that a form brings: streamed to the disk, and no more of it than may be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect
from starlette.types import Message

from bigcommerce.hooks.uploads import max_bytes

FIELD = "file"
# Of the form around the file.
FORM_BYTES = 1 << 16


@dataclass(frozen=True)
class Received:
    """file: None where none was chosen. is_too_large: it has more than most_bytes, and nothing of it was kept."""

    file: UploadFile | None
    is_too_large: bool
    most_bytes: int


class Body:
    """What the browser sends. Beyond `most` it is read but not kept: a browser shows an answer only after its last
    byte."""

    def __init__(self, request: Request, most: int) -> None:
        self.request, self.most, self.size = request, most, 0

    @property
    def is_too_large(self) -> bool:
        return self.size > self.most

    async def receive(self) -> Message:
        message = await self.request.receive()
        self.size += len(message.get("body", b""))
        return {**message, "body": b""} if self.is_too_large else message


async def received(request: Request) -> AsyncIterator[Received]:
    most = max_bytes()
    body = Body(request, most + FORM_BYTES)
    try:
        form = await Request(request.scope, body.receive).form(max_files=1, max_fields=10)
    except HTTPException:
        if not body.is_too_large:
            raise
        # A form that was cut off in the middle of its file.
        yield Received(None, True, most)
        return
    except ClientDisconnect:
        raise HTTPException(400, "The upload broke off before its end: send the file again.") from None
    file = form.get(FIELD)
    chosen = file if isinstance(file, UploadFile) and file.filename else None
    is_too_large = body.is_too_large or (chosen is not None and (chosen.size or 0) > most)
    try:
        yield Received(None if is_too_large else chosen, is_too_large, most)
    finally:
        await form.close()


InReceived = Annotated[Received, Depends(received)]
