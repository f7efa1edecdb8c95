"""What a person reads before an import of approvals is applied, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bigcommerce.domain.approval_warnings import FIRST_PRICE
from bigcommerce.domain.approvals import ADVICE

# {outcome: what becomes of such a row}; the others are rejected.
ACCEPTED = {
    "approved": "**will be approved**",
    "unapproved": "**will be unapproved**",
    "unchanged": "are so already",
}
HEADINGS = ["| Rows | What becomes of them | The first ones |", "| --: | --- | --- |"]


def preview_subject(approved: int, unapproved: int, store: str) -> str:
    changes = [f"{verb} {count:,}" for verb, count in (("approve", approved), ("unapprove", unapproved)) if count]
    if not changes:
        return f"Record an import that changes no product of store {store}?"
    verbs = " and ".join(changes)
    return f"{verbs.capitalize()} {'product' if approved + unapproved == 1 else 'products'} of store {store}?"


def preview_body(file: str, counts: Mapping[str, int], examples: Mapping[str, Sequence[tuple[int, str]]]) -> str:
    """A table: how many rows become what, and the first ones of each; below it, what approving cannot take back.

    examples: {outcome: [(row number, SKU)]}.
    """
    lines = [f"File {as_code(file)}, {sum(counts.values()):,} rows.", "", *HEADINGS]
    for outcome, count in counts.items():
        first = examples.get(outcome, ())
        shown = ", ".join(f"row {row} {as_code(sku)}" if sku else f"row {row}" for row, sku in first)
        meaning = ACCEPTED.get(outcome) or f"rejected as `{outcome}`. {ADVICE[outcome]}"
        lines.append(f"| {count:,} | {meaning} | {shown}{' …' if count > len(first) else ''} |")
    return "\n".join([*lines, "", FIRST_PRICE] if counts.get("approved") else lines)


def as_code(text: str) -> str:
    """No Markdown, line break or border of a table takes effect in it."""
    shown = "".join(c if c.isprintable() and c != "`" else "?" for c in text)[:64].replace("|", "\\|")
    return f"`{shown or ' '}`"
