"""What a run and its DAG are called for people, from the ids that Airflow gives them."""

from __future__ import annotations

import re
from datetime import datetime

from markupsafe import Markup, escape

from bigcommerce.domain.flows import NETO_DAGS
from bigcommerce.ui.formats import time

# Source: Airflow 3.3, `DagRunType` and `DagRun.generate_run_id`: what started it, when, and perhaps a random end.
RUN_ID = re.compile(
    r"(manual|scheduled|backfill|asset_triggered)__(\d{4}-\d\d-\d\dT[\d:.]+(?:[+-]\d\d:\d\d|Z))(?:_.*)?"
)
STARTED = {
    "manual": "by hand",
    "scheduled": "by schedule",
    "backfill": "as part of a backfill",
    "asset_triggered": "because its data changed",
}


def run_name(dag_run_id: str) -> Markup:
    """ "the run of … , started by schedule"; its id where somebody gave it another one than Airflow does."""
    found = RUN_ID.fullmatch(dag_run_id)
    try:
        moment = datetime.fromisoformat(found[2]) if found else None
    except ValueError:
        moment = None
    if found is None or moment is None:
        return escape(f"run {dag_run_id}")
    return Markup("the run of {}, started {}").format(time(moment), STARTED[found[1]])


def dag_name(dag_id: str) -> str:
    """Price stock export, Parcels from Neto."""
    return NETO_DAGS.get(dag_id, dag_id.removeprefix("bigcommerce_").replace("_", " ").capitalize())
