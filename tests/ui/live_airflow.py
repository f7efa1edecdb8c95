"""Airflow's API over a socket: the panel asks it as any client does."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address at which the app answers, also in Airflow's setting `base_url`."""
    import uvicorn

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        before = os.environ["AIRFLOW__API__BASE_URL"]
        os.environ["AIRFLOW__API__BASE_URL"] = url
        yield url
        os.environ["AIRFLOW__API__BASE_URL"] = before
        server.should_exit = True
        thread.join(10)
