"""What a person sees when a page cannot be shown: a sentence and the next step, never a traceback."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import psycopg
from airflow.api_fastapi.app import get_auth_manager
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from bigcommerce.errors import BadRequest, SyncError
from bigcommerce.ui.links import airflow_path
from bigcommerce.ui.templates import TEMPLATES

log = logging.getLogger(__name__)

# Starlette's own words for a field of a form beyond its limit of 1 MiB, whichever way the form is encoded.
FIELD_TOO_LARGE = ("Field exceeded maximum size", "Part exceeded maximum size")
# What nobody here has worded: the router's own, of an address or a method that it does not have.
ROUTERS = {
    "Not Found": "There is no page at this address: follow a link to the one you look for.",
    "Method Not Allowed": "Nothing can be sent to this address so: go back and use the buttons of the page.",
}
TITLES = {403: "Not allowed", 404: "Not found", 409: "Changed meanwhile", 413: "Too large"}


def install(panel: FastAPI) -> None:
    panel.add_exception_handler(HTTPException, refused)
    panel.add_exception_handler(RequestValidationError, not_understood)
    panel.add_exception_handler(SyncError, not_done)
    panel.add_exception_handler(psycopg.OperationalError, database_away)
    panel.add_exception_handler(psycopg.DataError, not_storable)
    panel.add_exception_handler(psycopg.errors.UndefinedTable, not_migrated)
    panel.add_exception_handler(Exception, broken)


def page(request: Request, status: int, title: str, sentence: str) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": sentence}, status)
    values = {"title": title, "sentence": sentence}
    return TEMPLATES.TemplateResponse(request, "failure.html", values, status_code=status)


def refused(request: Request, error: Any) -> Response:
    """Signed out is the one refusal that has a page of Airflow's."""
    if error.status_code == 401 and "text/html" in request.headers.get("accept", ""):
        shown = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
        next_url = shown if request.method == "GET" else airflow_path(request, "/")
        return RedirectResponse(get_auth_manager().get_url_login(next_url=next_url), 307 if shown == next_url else 303)
    if str(error.detail).startswith(FIELD_TOO_LARGE):
        return page(request, 413, TITLES[413], "A field of this form is larger than 1 MiB: send less at once.")
    sentence = ROUTERS.get(str(error.detail), str(error.detail))
    return page(request, error.status_code, TITLES.get(error.status_code, "Not done"), sentence)


def not_understood(request: Request, error: Any) -> Response:
    where, name = error.errors()[0]["loc"][:2]
    part = f'The part "{name}" of this address' if where in ("path", "query") else f'The field "{name}" of this form'
    return page(
        request, 400, "Not understood", f"{part} is none that this page knows: go back, and follow a link to it."
    )


def not_done(request: Request, error: Any) -> Response:
    """Our own errors say by themselves what to do."""
    return page(request, 400 if isinstance(error, BadRequest) else 502, "Not done", str(error))


def not_storable(request: Request, error: Any) -> Response:
    """A number that is too big for the database, or a character that no text of it can hold."""
    return page(request, 400, "Not understood", "A value in this address or form is none that there can be.")


def database_away(request: Request, error: Any) -> Response:
    log.warning("the panel cannot reach the database of commerce_db: %s", error)
    sentence = (
        "The database of the connection commerce_db does not answer. Nothing was changed. "
        "Reload in a minute; if it lasts, look at the connection under Admin, Connections."
    )
    return page(request, 503, "The database is away", sentence)


def not_migrated(request: Request, error: Any) -> Response:
    log.warning("the panel finds no tables: %s", error)
    sentence = "The database of commerce_db has not all tables of this version yet: run `make migrate`, then reload."
    return page(request, 503, "The database is not ready", sentence)


def broken(request: Request, error: Any) -> Response:
    reference = secrets.token_hex(4)
    log.error("the panel broke, reference %s", reference, exc_info=error)
    sentence = f"Something broke that should not have. The api-server's log says what, under the reference {reference}."
    return page(request, 500, "Something broke", sentence)
