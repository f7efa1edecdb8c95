"""Jinja with the panel's addresses, and how times, numbers and money are written."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2
from fastapi import Request
from fastapi.templating import Jinja2Templates
from markupsafe import Markup

from bigcommerce.domain.flows import spoken_error
from bigcommerce.domain.price_rollbacks import outcome_sentence
from bigcommerce.domain.setups import coverage_sentence, plain_number
from bigcommerce.ui.links import airflow_path, panel_path, run_path, under_store

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


def time(moment: datetime | None, empty: str = "never") -> str:
    """In UTC, and by static/panel.js in the reader's own zone; UTC then shows on hover."""
    if moment is None:
        return empty
    utc = moment.astimezone(UTC)
    written = f"{utc:%Y-%m-%d %H:%M} UTC"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(utc.isoformat(), written, written)


def number(value: Any, empty: str = "none") -> str:
    """12,345; decimals as they are."""
    return empty if value is None else f"{value:,}"


def money(value: Decimal | None, empty: str = "none") -> str:
    """At least two decimals, more only where they say something."""
    if value is None:
        return empty
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return f"{value:,.{places}f}"


def seconds(value: Decimal | None, empty: str = "") -> str:
    """A span of waiting, rounded to what matters."""
    return empty if value is None else f"{value:,.1f} s" if 0 < value < 100 else f"{value:,.0f} s"


def at_most(count: int, most: int = 10_000) -> str:
    """A number that was counted only so far."""
    return f"more than {most:,}" if count > most else f"{count:,}"


def target(name: str) -> str:
    """Where a price goes; a stock location's number stays one."""
    return {"catalog": "Catalogue"}.get(name, name.replace("price_list:", "Price list "))


def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """How long ago, in the biggest unit that fits."""
    if moment is None:
        return "never"
    seconds = int(((now or datetime.now(UTC)) - moment).total_seconds())
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if abs(seconds) >= size:
            count = abs(seconds) // size
            return f"{count:,} {unit}{'s' if count != 1 else ''} {'ago' if seconds > 0 else 'ahead'}"
    return "just now"


def shown(value: Any) -> str:
    """A setting's value for a person: on, off, nothing, a list, or as it is."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list | tuple | set):
        return ", ".join(map(str, value))
    return plain_number(value) if isinstance(value, Decimal) else str(value)


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
    "coverage_sentence": coverage_sentence,
    "outcome_sentence": outcome_sentence,
}
