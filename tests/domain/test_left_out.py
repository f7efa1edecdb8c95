"""What a run leaves out of the SKUs that it names is said by reason, the first ones by name."""

from __future__ import annotations

from bigcommerce.domain.left_out import left_out_sentences, unknown_skus


def test_each_reason_is_said_once_with_the_first_skus() -> None:
    left_out = [(f"N-{number}", "is not approved") for number in range(7)] + [("X", "is no product of the back office")]
    head, unapproved, unknown = left_out_sentences(left_out, 9)
    assert head == "This run leaves out 8 of the 9 SKUs that it names:"
    assert unapproved.startswith('"N-0" is not approved, "N-1"') and unapproved.endswith(", and 2 more likewise.")
    assert unknown == '"X" is no product of the back office.'
    assert left_out_sentences(left_out[:1], 1)[0] == "This run leaves out the SKU that it names:"
    assert left_out_sentences([], 9) == []


def test_unknown_skus_are_named() -> None:
    assert unknown_skus(["A"]).startswith('The back office has no product with exactly the SKU "A": correct')
    assert '"E" and 2 more: ' in unknown_skus(list("ABCDEFG"))
