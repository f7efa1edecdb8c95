"""What went is known by the count alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bigcommerce.domain.link_changes import LinkWalk, count_deleted

BEFORE = LinkWalk(datetime(2026, 1, 20, tzinfo=UTC), product_count=100, newest_product_id=500)


@pytest.mark.parametrize(
    ("total", "changed", "deleted"),
    [(100, [], 0), (100, [1, 500], 0), (101, [501], 0), (100, [501], 1), (99, [1], 1), (102, [7, 501, 502], 0)],
)
def test_fewer_than_there_were_and_those_made_since_are_deleted(total: int, changed: list[int], deleted: int) -> None:
    assert count_deleted(BEFORE, total, changed) == deleted
