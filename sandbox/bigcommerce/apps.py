"""The application: every route, behind the gate."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from sandbox.bigcommerce import (
    control_orders,
    control_products,
    control_routes,
    order_routes,
    price_lists,
    price_record_lists,
    product_routes,
    refunds,
    shipment_routes,
    stock_routes,
    store_routes,
    variant_routes,
)
from sandbox.bigcommerce.answers import Refused, refusal
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.gates import Gate
from sandbox.bigcommerce.published_specs import Checker

ROUTERS = (
    store_routes,
    shipment_routes,
    order_routes,
    refunds,
    product_routes,
    variant_routes,
    stock_routes,
    price_lists,
    price_record_lists,
    control_routes,
    control_orders,
    control_products,
)


def create_app(store: Store, checker: Checker | None = None) -> Gate:
    """The ASGI callable to serve."""
    app = FastAPI(title="Sandbox BigCommerce store", docs_url=None, redoc_url=None, openapi_url=None)
    for module in ROUTERS:
        app.include_router(module.router)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _not_routed)
    gate = Gate(app=app, store=store, checker=checker)
    app.state.store, app.state.gate = store, gate
    return gate


def _refused(request: Request, error: Any) -> Response:
    return refusal(request.url.path, error)


def _not_routed(request: Request, error: Any) -> Response:
    """404 for an unknown path, 405 for a wrong method, in the wording of the path's version."""
    message = "The requested resource was not found." if error.status_code == 404 else str(error.detail)
    return refusal(request.url.path, Refused(error.status_code, message))
