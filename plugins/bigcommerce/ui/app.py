"""The control panel: one FastAPI app that Airflow mounts under /bigcommerce, guarded once for every page."""

from __future__ import annotations

from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from bigcommerce.ui import failures
from bigcommerce.ui.guard import guard, same_site
from bigcommerce.ui.pages import PAGES

STATIC = Path(__file__).parent / "static"


def create_panel() -> FastAPI:
    """No page is reached signed out; only the style sheet and the scripts are public."""
    panel = FastAPI(
        title="BigCommerce control panel",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(same_site), Depends(guard)],
    )
    panel.mount("/static", StaticFiles(directory=STATIC), name="static")
    for page in PAGES:
        panel.include_router(page.router)
    failures.install(panel)
    return panel
