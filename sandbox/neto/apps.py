"""The application: the control routes, behind the gate that answers everything else."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from sandbox.neto import control_routes, control_rows
from sandbox.neto.answers import Refused
from sandbox.neto.databases import Account
from sandbox.neto.gates import Gate


def create_app(account: Account) -> Gate:
    """The ASGI callable to serve."""
    app = FastAPI(title="Sandbox Neto account", docs_url=None, redoc_url=None, openapi_url=None)
    for module in (control_routes, control_rows):
        app.include_router(module.router)
    app.add_exception_handler(Refused, _refused)
    gate = Gate(app=app, account=account)
    app.state.account, app.state.gate = account, gate
    return gate


def _refused(request: Request, error: Any) -> Response:
    return JSONResponse({"errors": error.messages}, 422)
