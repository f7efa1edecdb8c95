"""Is it all right? Each store and flow: on or off, last run, what waits for a person."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from bigcommerce.db.overviews import read_flows
from bigcommerce.ui.visit import InVisit

router = APIRouter()


@router.get("/")
def overview(visit: InVisit) -> Response:
    return visit.show("overview.html", flows=read_flows(visit.db))
