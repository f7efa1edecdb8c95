"""What a form sent, for WTForms; a page that posts asks for it: def save(visit: InVisit, posted: Posted)."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData


async def posted(request: Request) -> FormData:
    return await request.form()


def fingerprint(*values: Any) -> str:
    """Of a row as a person saw it: where the row has another by now, somebody was faster."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:32]


Posted = Annotated[FormData, Depends(posted)]
