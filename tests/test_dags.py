"""House rules of the DAGs. Each failure says what to do."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]

DAG_IDS = {
    "bigcommerce_order_ingest",
    "bigcommerce_order_backfill",
    "bigcommerce_price_stock_export",
    "bigcommerce_tracking_export",
    "bigcommerce_bulk_approval",
    "bigcommerce_product_link_refresh",
    "neto_order_push",
    "neto_consignment_import",
    "neto_catalog_import",
    "neto_approval_push",
}

PARAMS = {
    "bigcommerce_order_ingest": {"store", "order_ids", "modified_from", "modified_to", "placed_from", "placed_to"},
    "bigcommerce_order_backfill": {"store"},
    "bigcommerce_price_stock_export": {
        *("store", "skus", "what", "dry_run", "as_if_approved", "full", "rollback_run"),
    },
    "bigcommerce_tracking_export": {"store", "order_ids", "dry_run"},
    "bigcommerce_bulk_approval": {
        *("store", "file", "sku_column", "approved_value", "approved_column", "dry_run", "confirm"),
    },
    "bigcommerce_product_link_refresh": {"store", "skus", "full"},
    "neto_order_push": {"store", "order_ids"},
    "neto_consignment_import": {"store", "order_ids"},
    "neto_catalog_import": {"store", "skus", "full"},
    "neto_approval_push": {"store", "skus"},
}


@pytest.fixture(scope="module")
def dags() -> dict[str, Any]:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
    assert bag.import_errors == {}, "a DAG file does not import"
    return bag.dags


def test_exactly_these_dags_exist(dags: dict[str, Any]) -> None:
    assert set(dags) == DAG_IDS, "runbooks name these DAGs: add a new one here and to the README"


def test_params_are_the_published_ones(dags: dict[str, Any]) -> None:
    assert {dag_id: set(dag.params) for dag_id, dag in dags.items()} == PARAMS


def test_every_param_is_optional_and_explained_in_the_trigger_form(dags: dict[str, Any]) -> None:
    for dag_id, dag in dags.items():
        dag.params.validate()  # the defaults alone make a valid run
        for name in dag.params:
            assert dag.params.get_param(name).schema.get("title"), f"{dag_id}: give param {name} a title"


def test_every_dag_is_safe_to_leave_alone(dags: dict[str, Any]) -> None:
    for dag_id, dag in dags.items():
        assert dag.catchup is False, f"{dag_id}: the flows keep their own watermark, catching up is a storm"
        assert dag.doc_md, f"{dag_id}: the module docstring is the DAG's page, pass doc_md=__doc__"
        assert dag.tags, f"{dag_id}: give it tags"
        waits_for_people = dag_id == "bigcommerce_bulk_approval"
        assert dag.max_active_runs <= 2 or waits_for_people, (
            f"{dag_id}: runs of one flow would only wait for each other"
        )


def test_every_task_retries_by_our_policy_and_waits_in_no_pool_of_its_own(dags: dict[str, Any]) -> None:
    for dag_id, dag in dags.items():
        for task in dag.tasks:
            kwargs = getattr(task, "partial_kwargs", {})
            retries = kwargs.get("retries", getattr(task, "retries", None))
            pool = kwargs.get("pool", getattr(task, "pool", None)) or "default_pool"
            delay = kwargs.get("retry_delay", getattr(task, "retry_delay", None))
            assert retries, f"{dag_id}.{task.task_id}: pass default_args=DEFAULT_ARGS"
            assert pool == "default_pool", f"{dag_id}.{task.task_id}: a missing pool hangs a run silently"
            assert delay is not None and delay.total_seconds() <= 10, (
                f"{dag_id}.{task.task_id}: retry within 10 s first"
            )


@pytest.mark.parametrize("path", sorted((ROOT / "dags").glob("*.py")), ids=lambda path: path.stem)
def test_a_dag_file_is_a_table_of_contents(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert path.stem in DAG_IDS, "a DAG file is named as its DAG"
    assert len(path.read_text().splitlines()) <= 75, "logic belongs into operators"
    for node in ast.walk(tree):
        assert not isinstance(node, ast.For | ast.While | ast.If | ast.Try), f"{path.name}:{node.lineno} holds logic"
