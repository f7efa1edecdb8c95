"""How the tests are shared out among workers, where there are several (`make test`; `pytest -n 2`).

Each worker is a Python process with an Airflow, a Postgres server and a sandbox store of its own, for all its files.
So a file stays whole, and so does the folder whose files share a world that takes a minute to start.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ONE_WORLD = ("tests/browser/",)


class Scheduling(LoadScopeScheduling):
    """The next file to whoever is free, in the order of one process: each worker meets its files as that one does."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in ONE_WORLD if file.startswith(folder)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Scheduling(config, log)
