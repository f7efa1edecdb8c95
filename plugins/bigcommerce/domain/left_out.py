"""What a run passes by of the SKUs that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

EXAMPLES = 5


def left_out_sentences(left_out: Sequence[tuple[str, str]], named: int) -> list[str]:
    """One for all, then one for each reason. left_out: (SKU, why). named: how many SKUs the run names."""
    if not left_out:
        return []
    reasons = Counter(reason for _, reason in left_out)
    which = "the SKU that it names" if named == 1 else f"{len(left_out):,} of the {named:,} SKUs that it names"
    return [
        f"This run leaves out {which}:",
        *(sentence(reason, [sku for sku, why in left_out if why == reason]) for reason in reasons),
    ]


def sentence(reason: str, skus: Sequence[str]) -> str:
    shown = ", ".join(f'"{sku}" {reason}' for sku in skus[:EXAMPLES])
    return shown + (f", and {len(skus) - EXAMPLES:,} more likewise." if len(skus) > EXAMPLES else ".")


def unknown_skus(skus: Sequence[str]) -> str:
    """skus: those that the back office does not have."""
    shown = ", ".join(f'"{sku}"' for sku in skus[:EXAMPLES])
    more = f" and {len(skus) - EXAMPLES:,} more" if len(skus) > EXAMPLES else ""
    return f"The back office has no product with exactly the SKU {shown}{more}: correct or delete such lines."
