"""Planned trouble: answers that are lost, cut, late, refused or no JSON at all."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

# What happens to the request itself: it is carried out, and only then goes wrong.
AFTER = ("lost_answer", "cut", "delay", "late")
KINDS = (*AFTER, "no_answer", "error500", "html", "empty", "ack_error", "rate_limit", "unauthorised")
HTML = b"<!DOCTYPE html><html><head><title>Shop</title></head><body><h1>We will be right back</h1></body></html>"


@dataclass
class Fault:
    """One planned trouble. `action` is an fnmatch pattern; it strikes after `after` calls,
    `times` times (null: always).

    when: "before" or "after" the work is done; absent: as the kind is. lost_answer: done, and the line is dead;
    no_answer: the line is dead before; cut: half of the answer; delay: answered after `seconds`; late: the line goes
    dead after `seconds` and the work is done.
    """

    kind: str
    action: str = "*"
    after: int = 0
    times: int | None = 1
    when: str = ""
    seconds: float = 0.0
    message: str = "Planned trouble"
    seen: int = 0
    fired: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.when not in ("", "before", "after"):
            raise ValueError(f"kind is one of {', '.join(KINDS)}; when is before or after")
        self.when = self.when or ("after" if self.kind in AFTER else "before")


def due(faults: list[Fault], action: str) -> Fault | None:
    """The first fault that strikes this call; counts the ones it passes over."""
    for fault in faults:
        if not fnmatchcase(action, fault.action) or (fault.times is not None and fault.fired >= fault.times):
            continue
        fault.seen += 1
        if fault.seen <= fault.after:
            continue
        fault.fired += 1
        return fault
    return None
