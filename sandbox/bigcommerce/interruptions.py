"""Control actions performed just before a chosen request: a world that changes while a client walks pages."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import httpx


@dataclass
class Interruption:
    """Before the `nth` request matching `path` (and `method`), do the listed control calls."""

    path: str
    do: list[dict[str, Any]]
    nth: int = 1
    method: str = "*"
    seen: int = 0
    results: list[int] = field(default_factory=list)


def due(interruptions: list[Interruption], method: str, path: str) -> list[Interruption]:
    """The interruptions whose turn this request is."""
    matching = [i for i in interruptions if i.method in ("*", method) and fnmatchcase(path, i.path)]
    for interruption in matching:
        interruption.seen += 1
    return [interruption for interruption in matching if interruption.seen == interruption.nth]


async def perform(app: Any, interruption: Interruption) -> None:
    """Call the control endpoint inside the process; the statuses are kept for whoever asks."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox") as client:
        for action in interruption.do:
            path = action["path"] if action["path"].startswith("/") else f"/{action['path']}"
            path = path if path.startswith("/_control/") else f"/_control{path}"
            done = await client.request(action.get("method", "POST"), path, json=action.get("json"))
            interruption.results.append(done.status_code)
