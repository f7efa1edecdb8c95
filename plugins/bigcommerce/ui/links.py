"""Addresses of the panel and of Airflow's own pages, behind whatever path prefix Airflow is served under."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request

# Where Airflow mounts the panel.
PANEL = "/bigcommerce"


def panel_path(request: Request, path: str = "/", **query: Any) -> str:
    """A page of the panel: a path without scheme and host, so that a proxy in front changes nothing."""
    given = {name: value for name, value in query.items() if value not in (None, "", [])}
    asked = f"?{urlencode(given, doseq=True)}" if given else ""
    return request.scope.get("root_path", "").rstrip("/") + path + asked


def airflow_path(request: Request, path: str) -> str:
    """A page of Airflow's own UI."""
    return request.scope.get("root_path", "").removesuffix(PANEL) + path


def run_path(request: Request, dag_id: str, dag_run_id: str) -> str:
    """Airflow's page of one run."""
    return airflow_path(request, f"/dags/{quote(dag_id, safe='')}/runs/{quote(dag_run_id, safe='')}")


def under_store(store_code: str, *parts: object) -> str:
    """A page of a store, for panel_path: each part is one step of the path, whatever characters it has."""
    return "/".join(["/stores", *(quote(str(part), safe="") for part in (store_code, *parts))])
