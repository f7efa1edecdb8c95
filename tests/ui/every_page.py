"""The address of every page of the panel, with what a whole shop has in the place of each parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from fastapi.routing import APIRoute

from bigcommerce.ui.app import create_panel
from tests.ui.whole_shop import EXPORT, PROBLEMS

PANEL = "/bigcommerce"
ROUTES = [route for route in create_panel().routes if isinstance(route, APIRoute)]
GET = [route.path for route in ROUTES if "GET" in route.methods]
POST = [route.path for route in ROUTES if "POST" in route.methods]
PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
STORE = "/stores/{store_code}"
# The queries a page is looked at with, where it is not one without any. A name stands for that of the shop.
QUERIES: dict[str, list[dict[str, str]]] = {
    f"{STORE}/mappings/carrier/change": [{"service": "service"}],
    f"{STORE}/mappings/{{kind}}/change": [{"name": "bigcommerce_name"}],
    f"{STORE}/products": [{}, {"q": "SHIRT"}, {"approved": "no"}],
    f"{STORE}/orders": [{}, {"show": "waiting"}, {"show": "changed"}],
    f"{STORE}": [{}, {"over": "fortnight"}],
    f"{STORE}/imports/uploads/{{folder}}/{{name}}/preview": [{"sku_column": "sku_column", "value": "Y"}],
}


def fill(path: str, values: Mapping[str, str]) -> str:
    """A route's path with these values, each as one step of it. Raises KeyError for a parameter nobody thought of."""
    return PANEL + PARAMETER.sub(lambda found: quote(values[found[1]], safe=""), path)


def values_of(path: str, shop: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """What a route's parameters may be in this shop."""
    one = {"store_code": "default", "dag_id": EXPORT, "order_id": "100", **shop}
    if "{flow}" in path:
        for flow, code, *_ in PROBLEMS:
            yield one | {"flow": flow, "code": code}
    elif "{kind}" in path:
        yield one | {"kind": "payment", "bigcommerce_name": shop["payment"]}
        yield one | {"kind": "shipping", "bigcommerce_name": shop["shipping"]}
    elif "/set-up/" in path and "{store_code}" in path:
        yield from (one | {"store_code": store} for store in ("default", shop["second_store"]))
    elif "{which}" in path:
        yield one | {"which": "backoffice"}
    else:
        yield one


def addresses(path: str, shop: Mapping[str, Any]) -> Iterator[str]:
    """Every address of a route that shows something of this shop."""
    for values in values_of(path, shop):
        for query in QUERIES.get(path, [{}]):
            asked = {name: values.get(value, value) for name, value in query.items()}
            yield fill(path, values) + (f"?{urlencode(asked)}" if asked else "")
