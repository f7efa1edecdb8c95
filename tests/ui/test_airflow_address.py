"""Where the panel looks for Airflow's own API."""

from __future__ import annotations

import pytest

from bigcommerce.ui import airflow_api


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://airflow.example.com/tools/", "https://airflow.example.com/tools"),
        ("", "http://127.0.0.1:8080"),
        (None, "http://127.0.0.1:8080"),
    ],
)
def test_without_a_base_url_it_is_on_this_host(
    monkeypatch: pytest.MonkeyPatch, base_url: str | None, expected: str
) -> None:
    monkeypatch.delenv("AIRFLOW__API__BASE_URL", raising=False)
    if base_url is not None:
        monkeypatch.setenv("AIRFLOW__API__BASE_URL", base_url)
    assert airflow_api.address() == expected
