"""The control panel: one FastAPI app that Airflow mounts under /bigcommerce, guarded once for every page."""

from __future__ import annotations

from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bigcommerce.ui import failures
from bigcommerce.ui.body_limits import limited
from bigcommerce.ui.guard import guard, same_site
from bigcommerce.ui.links import read_steps
from bigcommerce.ui.pages import PAGES
from bigcommerce.ui.security_headers import with_headers

STATIC = Path(__file__).parent / "static"


class Panel(FastAPI):
    """Around every answer, also of what is broken, which no middleware sees."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # Pages see paths as they were before links.step wrote them.
            scope = {**scope, "path": read_steps(scope["path"])}
            receive, send = limited(scope, receive), with_headers(scope, send)
        await super().__call__(scope, receive, send)


def create_panel() -> FastAPI:
    """No page is reached signed out; only the style sheet and the scripts are public."""
    panel = Panel(
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
