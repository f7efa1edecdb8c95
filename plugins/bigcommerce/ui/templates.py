"""Jinja with the panel's addresses and its ways of writing values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from fastapi import Request
from fastapi.templating import Jinja2Templates

from bigcommerce.domain.flows import spoken_error
from bigcommerce.domain.price_rollbacks import outcome_sentence
from bigcommerce.domain.setups import coverage_sentence
from bigcommerce.ui.formats import ago, at_most, money, number, seconds, shown, target, time
from bigcommerce.ui.links import airflow_path, panel_path, run_path, under_store
from bigcommerce.ui.run_names import dag_name, run_name

FOLDER = Path(__file__).parent
# The pages of a store, in the order of the navigation: name, path under /stores/{store_code}.
STORE_PAGES: list[tuple[str, str]] = [
    ("Products", "/products"),
    ("Imports", "/imports"),
    ("Mappings", "/mappings"),
    ("Orders", "/orders"),
    ("Problems", "/problems"),
    ("Guarded prices", "/guarded-prices"),
    ("Runs", "/runs"),
    ("Set-up", "/set-up"),
]


def links_for(request: Request) -> dict[str, Any]:
    """`link("/products", q=…)` in a template; `airflow_link`, `run_link` for Airflow's own pages."""
    return {
        "link": lambda path="/", **query: panel_path(request, path, **query),
        "airflow_link": lambda path: airflow_path(request, path),
        "run_link": lambda dag_id, dag_run_id: run_path(request, dag_id, dag_run_id),
        "here": request.url.path.removeprefix(request.scope.get("root_path", "")),
    }


TEMPLATES = Jinja2Templates(directory=FOLDER / "templates", context_processors=[links_for])
# A name that is missing is a mistake of ours, not an empty place on the page.
TEMPLATES.env.undefined = jinja2.StrictUndefined
TEMPLATES.env.trim_blocks = TEMPLATES.env.lstrip_blocks = True
TEMPLATES.env.globals |= {"store_pages": STORE_PAGES, "under_store": under_store}
TEMPLATES.env.filters |= {
    "spoken_error": spoken_error,
    "time": time,
    "number": number,
    "money": money,
    "ago": ago,
    "at_most": at_most,
    "target": target,
    "seconds": seconds,
    "shown": shown,
    "run_name": run_name,
    "dag_name": dag_name,
    "coverage_sentence": coverage_sentence,
    "outcome_sentence": outcome_sentence,
}
