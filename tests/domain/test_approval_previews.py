"""What a person reads before an import is applied: every outcome in words, and no cell's text as Markdown."""

from __future__ import annotations

import pytest

from bigcommerce.domain.approval_previews import as_code, preview_body, preview_subject
from bigcommerce.domain.approval_warnings import FIRST_PRICE
from bigcommerce.domain.approvals import ADVICE


@pytest.mark.parametrize(
    ("approved", "unapproved", "expected"),
    [
        (1200, 14, "Approve 1,200 and unapprove 14 products of store Main?"),
        (1, 0, "Approve 1 product of store Main?"),
        (0, 2, "Unapprove 2 products of store Main?"),
        (0, 0, "Record an import that changes no product of store Main?"),
    ],
)
def test_the_subject_asks_for_what_changes(approved: int, unapproved: int, expected: str) -> None:
    assert preview_subject(approved, unapproved, "Main") == expected


def test_each_outcome_is_a_row_of_a_table_with_its_first_rows() -> None:
    counts = {"approved": 1200, "unchanged": 1, "empty_sku": 1}
    examples = {"approved": [(2, "A"), (3, "B|C")], "unchanged": [(4, "D")], "empty_sku": [(5, "")]}
    assert preview_body("a.csv", counts, examples).splitlines() == [
        "File `a.csv`, 1,202 rows.",
        "",
        "| Rows | What becomes of them | The first ones |",
        "| --: | --- | --- |",
        r"| 1,200 | **will be approved** | row 2 `A`, row 3 `B\|C` … |",
        "| 1 | are so already | row 4 `D` |",
        f"| 1 | rejected as `empty_sku`. {ADVICE['empty_sku']} | row 5 |",
        "",
        FIRST_PRICE,
    ]


def test_what_approves_nothing_does_not_warn_of_prices() -> None:
    assert FIRST_PRICE not in preview_body("a.csv", {"unapproved": 1, "unchanged": 2}, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a`b", "`a?b`"), ("a\nb", "`a?b`"), ("a|b", r"`a\|b`"), ("", "` `"), ("x" * 70, f"`{'x' * 64}`")],
)
def test_a_cell_is_shown_and_takes_no_effect(text: str, expected: str) -> None:
    assert as_code(text) == expected
