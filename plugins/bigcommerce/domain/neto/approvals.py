"""Approvals that were made here, as Neto is told of them. Source: Neto "UpdateItem"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bigcommerce.domain.neto.items import JSON, ImportRules, approval_of, channel_of, rows_of
from bigcommerce.domain.neto.values import bool_of, text_of
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Invalid

UNKNOWN = re.compile("cannot find|not found|does not exist|unknown", re.IGNORECASE)


@dataclass(frozen=True)
class Approval:
    sku: str
    is_approved: bool


def is_so_already(item: JSON, approval: Approval, rules: ImportRules) -> bool:
    """Whether Neto says the same; what it says and nobody understands is something else."""
    try:
        return approval_of(item, rules) == approval.is_approved
    except Invalid:
        return False


def approval_patch(item: JSON, approval: Approval, rules: ImportRules, channel_id: str | None) -> dict[str, Any]:
    """What UpdateItem is to write. channel_id: of the sales channel, where the item has no row of it.

    Every channel of the item is named: nobody documents what becomes of one that is left out.
    """
    if rules.approvals_live_in == "misc" and rules.misc_field:
        return {"SKU": approval.sku, rules.misc_field: "Y" if approval.is_approved else "N"}
    ours = channel_of(item, rules) or {"SalesChannelID": channel_id}
    channels = {
        number: bool(bool_of(row, "IsApproved"))
        for row in rows_of(item, "SalesChannels")
        if (number := text_of(row, "SalesChannelID"))
    }
    channels[str(ours["SalesChannelID"])] = approval.is_approved
    rows = [{"SalesChannelID": number, "IsApproved": str(is_so)} for number, is_so in channels.items()]
    return {"SKU": approval.sku, "SalesChannels": {"SalesChannel": rows}}


def words_about(sku: str, words: Sequence[str]) -> list[str]:
    """Neto's sentences that name this SKU and no longer one: it has no other way to say which item it means."""
    named = re.compile(rf"(?<![\w-]){re.escape(sku)}(?![\w-])")
    return [sentence for sentence in words if named.search(sentence)]


def refused(approval: Approval, words: Sequence[str]) -> Problem:
    """words: what Neto said of this SKU, or of all that it was sent with it."""
    said = "; ".join(words).rstrip(".") or "it did not say why"
    if any(UNKNOWN.search(sentence) for sentence in words):
        return unknown(approval)
    return Problem(
        approval.sku,
        "neto_rejected",
        f'Neto refused the approval of SKU "{approval.sku}": {said}. It is sent again when the approval changes, or '
        "when this problem is closed.",
        {"is_approved": approval.is_approved},
    )


def unknown(approval: Approval) -> Problem:
    return Problem(
        approval.sku,
        "neto_unknown_sku",
        f'SKU "{approval.sku}" was approved here, but Neto has no item with it: add the item there, or unapprove it.',
        {"is_approved": approval.is_approved},
    )
