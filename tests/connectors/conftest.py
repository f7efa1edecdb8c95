"""What these tests share: a client of the sandbox store, whose waits are written down instead of waited, and a
server that the sandbox cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from tests.conftest import SandboxStore


@pytest.fixture
def waits() -> list[float]:
    """The seconds each pause asked for; `waits.append` is the transport's sleep."""
    return []


@pytest.fixture
def client(sandbox: SandboxStore, waits: list[float]) -> BigCommerceClient:
    return sandbox.client(sleep=waits.append)


@pytest.fixture
def half_answers() -> Iterator[tuple[str, list[str]]]:
    """A server whose answers end before their Content-Length: (address, the methods it was asked)."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.command)
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"time": 1}')

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
