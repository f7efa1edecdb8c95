"""What a dry run's plan says, in words: what would be sent, why the rest would not, or why nothing shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bigcommerce.domain.flows import spoken_error
from bigcommerce.domain.problem_texts import problem_text

TITLES = {
    "send": "Would be sent",
    "adopted": "Is there already, would only be noted",
    "refused": "Refused before, would not be sent again",
    "declined": "Declined by a person",
}
WHY_NOT = {
    "price_change_too_large": "held: so big a change waits for a person",
    "declined": "not sent: a person declined it",
    "refused": "not sent: BigCommerce refused exactly this before",
    "empty_price": "not sent: there is no price above 0",
    "invalid_price": "not sent: more digits than BigCommerce takes",
    "stock_missing": "not sent: the back office has no stock counted for it",
    "inventory_not_tracked": "not sent: BigCommerce does not count it at this level",
    "invalid_quantity": "not sent: more than BigCommerce can hold",
}
# As long as plans are kept.
KEPT = timedelta(days=30)


def title_of(flow: str, verdict: str) -> str:
    return TITLES.get(verdict) or problem_text(flow, verdict).title


def why_not_sent(flow: str, verdict: str) -> str | None:
    """None: it would be sent, or is there already."""
    if verdict in ("send", "adopted"):
        return None
    return WHY_NOT.get(verdict) or f"not sent: {problem_text(flow, verdict).title}"


def why_no_plan(runs: Sequence[Mapping[str, Any]], now: datetime) -> str:
    """runs: what the run did for the store, flow by flow."""
    if not runs:
        return "This run has not begun with this store yet, or it was not for this store."
    if any(run["finished_at"] is None for run in runs):
        return "This run has not ended yet, or it broke off."
    if failed := next((run for run in runs if run["error"]), None):
        return f"This run failed, so it has no plan: {spoken_error(failed['error'])}"
    if any(run["writes"] or run["items_written"] for run in runs):
        return "This was no dry run: what it planned was sent."
    looked_at = sum(run["items_read"] for run in runs)
    if looked_at == sum(run["items_unchanged"] for run in runs):
        if looked_at:
            return f"Nothing would change. All {looked_at:,} values are as BigCommerce must hold them by now."
        return (
            "Nothing would change, as nothing was looked at: a run looks at products that are approved and were found "
            "in BigCommerce."
        )
    if all(now - run["finished_at"] > KEPT for run in runs):
        return "The plan of this run is not kept any more: plans go after 30 days."
    return "This was no dry run, so no plan is kept of it."
