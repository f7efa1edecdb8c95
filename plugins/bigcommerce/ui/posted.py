"""What a form sent, for WTForms; a page that posts asks for it: def save(visit: InVisit, posted: Posted)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData


async def posted(request: Request) -> FormData:
    return await request.form()


Posted = Annotated[FormData, Depends(posted)]
