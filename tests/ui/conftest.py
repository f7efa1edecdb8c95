"""What the tests of the panel share: Airflow's app in this process, and what the panel makes Airflow do."""

from __future__ import annotations

from tests.ui.live_airflow_runs import live_airflow, no_airflow  # noqa: F401 (fixtures)
