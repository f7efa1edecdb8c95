"""What a form sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from bigcommerce.domain.fields import storable

# A step with names has a few fields for each of them.
MOST_FIELDS = 5_000


async def posted(request: Request) -> FormData:
    """Its fields, fit for Postgres."""
    form = await request.form(max_fields=MOST_FIELDS)
    return FormData([(name, storable(value)) for name, value in form.multi_items()])


Posted = Annotated[FormData, Depends(posted)]
