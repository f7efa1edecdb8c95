"""Addresses of the panel and of Airflow's own pages, behind whatever path prefix Airflow is served under."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request

# Where Airflow mounts the panel.
PANEL = "/bigcommerce"
# Airflow's page around the panel decodes the panel's path and has the browser write it anew. Where that gives another
# spelling the page is loaded once more, and its message is gone; where it gives another path, it is another page. So
# only that is encoded which browsers encode, and what would then end a step or the path is written as ~ and two digits.
# Source: the WHATWG URL Standard, "path percent-encode set"; Airflow 3.3, the frame of an external view.
PLAIN = "!$&'()*+,:;=@[]|~"
ENDS = re.compile(r"[/?#%\\~]")
ESCAPE = re.compile(r"~([0-9A-F]{2})")


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


def step(text: object) -> str:
    """One step of a panel's path, whatever characters it has."""
    return quote(ENDS.sub(lambda found: f"~{ord(found[0]):02X}", str(text)), safe=PLAIN)


def read_steps(path: str) -> str:
    """A decoded path, with the characters that `step` wrote otherwise."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), path)


def under_store(store_code: str, *parts: object) -> str:
    """A page of a store, for panel_path."""
    return "/".join(["/stores", *map(step, (store_code, *parts))])
