"""Params of the trigger forms that several DAGs share."""

from __future__ import annotations

from airflow.sdk import Param


def store_param() -> Param:
    return Param(
        None,
        type=["null", "string"],
        minLength=1,
        title="Store",
        description="A store_code of bigcommerce.stores. Empty: every enabled store.",
    )


def dry_run_param() -> Param:
    return Param(False, type="boolean", title="Dry run", description="Work everything out, write nothing.")


def as_if_approved_param() -> Param:
    return Param(
        False,
        type="boolean",
        title="As if approved",
        description="Only in a dry run that names SKUs: count those that are not approved as if they were.",
    )


def skus_param() -> Param:
    return Param(
        None,
        type=["null", "array"],
        items={"type": "string", "minLength": 1},
        title="SKUs",
        description="Only these SKUs, one a line. Empty: all.",
    )


def order_ids_param() -> Param:
    return Param(
        None,
        type=["null", "array"],
        # Above it JSON's own numbers are not exact any more.
        items={"type": "integer", "minimum": 1, "maximum": 2**53 - 1},
        title="Order numbers",
        description="Only these BigCommerce order ids, as JSON: [101, 102]. Empty: all that are due.",
    )


def moment_param(title: str, description: str) -> Param:
    return Param(None, type=["null", "string"], format="date-time", title=title, description=description)
