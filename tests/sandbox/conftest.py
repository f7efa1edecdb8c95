"""A real sandbox process on a free port, and the two ways to speak to it: as a client, and as the hand behind it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[2]


@dataclass
class Sandbox:
    """A running store. `api` carries the token; `control` is the hand behind the store."""

    process: subprocess.Popen[bytes]
    port: int
    state: Path
    api: httpx.Client
    control: httpx.Client

    def reset(self, seed: str = "empty", **settings: Any) -> None:
        """A fresh store without a quota and without delay, unless asked for."""
        assert self.control.post("reset", json={"seed": seed}).status_code == 200
        self.set(**{"quota": None, "inventory_delay_ms": 0, "clock_offset_seconds": 0, **settings})

    def set(self, **settings: Any) -> None:
        """Change settings."""
        assert self.control.patch("settings", json=settings).status_code == 200

    def place(self, **wish: Any) -> dict[str, Any]:
        """Place an order; as shown."""
        answer = self.control.post("orders", json=wish)
        assert answer.status_code == 201, answer.text
        order: dict[str, Any] = answer.json()
        return order

    def product(self, sku: str, **wish: Any) -> dict[str, Any]:
        """Add a product; as shown, with its variants."""
        answer = self.control.post("products", json={"sku": sku, "price": 11, **wish})
        assert answer.status_code == 201, answer.text
        product: dict[str, Any] = answer.json()
        return product

    def stock(self, sku: str) -> int:
        """What is on hand."""
        level: int = self.control.get("state/inventory", params={"sku": sku}).json()[sku]
        return level


def start(state: Path, *arguments: str) -> Sandbox:
    """Start a process on `state` and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "sandbox.bigcommerce", "--port", str(port), "--state", str(state), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    base, headers = f"http://127.0.0.1:{port}", {"X-Auth-Token": "sandbox-token", "Accept": "application/json"}
    sandbox = Sandbox(
        process=process,
        port=port,
        state=state,
        api=httpx.Client(base_url=f"{base}/stores/sandbox/", headers=headers, timeout=30),
        control=httpx.Client(base_url=f"{base}/_control/", timeout=30),
    )
    for _ in range(200):
        try:
            sandbox.control.get("counts")
            return sandbox
        except httpx.TransportError:
            assert process.poll() is None, "the sandbox process ended"
            time.sleep(0.05)
    raise AssertionError("the sandbox did not answer within ten seconds")


@pytest.fixture(scope="session")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One process for the whole session."""
    sandbox = start(tmp_path_factory.mktemp("sandbox"), "--seed", "empty")
    yield sandbox
    sandbox.process.kill()
    sandbox.process.wait()


@pytest.fixture
def store(process: Sandbox) -> Sandbox:
    """An empty store."""
    process.reset()
    return process


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The demo store, in a process of its own; only for reading."""
    sandbox = start(tmp_path_factory.mktemp("demo"))
    yield sandbox
    sandbox.process.kill()
    sandbox.process.wait()
