"""What tests of the client ask of the sandbox store, and what they let it say."""

from __future__ import annotations

from typing import Any

from tests.conftest import SandboxStore


def place(sandbox: SandboxStore, **wish: Any) -> dict[str, Any]:
    return sandbox.control("POST", "orders", wish)


def place_many(sandbox: SandboxStore, count: int) -> list[int]:
    made = sandbox.control("POST", "orders/bulk", {"count": count})
    return list(range(made["first_id"], made["last_id"] + 1))


def add_product(sandbox: SandboxStore, sku: str = "A", **wish: Any) -> dict[str, Any]:
    return sandbox.control("POST", "products", {"sku": sku, "name": sku, "price": 1} | wish)


def add_products(sandbox: SandboxStore, count: int, **wish: Any) -> list[int]:
    first = sandbox.control("POST", "products/bulk", {"count": count} | wish)["first_id"]
    return list(range(first, first + count))


def say(sandbox: SandboxStore, body: Any, **fault: Any) -> None:
    """Let the store answer the next request with this body."""
    sandbox.control("POST", "faults", {"kind": "status", "status": 200, "body": body} | fault)


def rows(first: int, last: int) -> list[dict[str, int]]:
    return [{"id": number} for number in range(first, last + 1)]


def requests_of(sandbox: SandboxStore) -> int:
    return sandbox.counts()["requests"]
