"""What every DAG shares: default arguments, the one retry policy, the ids of the connections."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import ExceptionRetryPolicy, RetryRule
from airflow.sdk.definitions.retry_policy import RetryAction

COMMERCE_DB = "commerce_db"

# By dotted path: the scheduler reads the rules without importing our modules.
RETRY_POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule("bigcommerce.errors.TryAgain", action=RetryAction.RETRY, reason="may succeed later"),
        RetryRule("bigcommerce.errors.NeedsPerson", action=RetryAction.FAIL, reason="no retry helps"),
        RetryRule("psycopg.OperationalError", action=RetryAction.RETRY, reason="the database was away"),
    ]
)

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "commerce",
    "retries": 4,
    "retry_delay": timedelta(seconds=5),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=5),
    "retry_policy": RETRY_POLICY,
}

# Every DAG here keeps its own state in Postgres, so a start date is a formality and catching up is never wanted.
START = datetime(2026, 1, 1, tzinfo=UTC)
