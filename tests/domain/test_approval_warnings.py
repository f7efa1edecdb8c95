"""What is said before approving many: counted of all, or of those that were looked at, and nothing that is not so."""

from __future__ import annotations

from bigcommerce.domain.approval_warnings import FIRST_PRICE, Lacking, approval_points


def test_what_is_lacking_is_said_of_all_or_of_those_looked_at() -> None:
    of_all = approval_points(3, Lacking(3, 1, 0), sends_prices=True)
    assert of_all == [
        "Of these, 1 has neither a price nor stock in the back office: it would become a problem.",
        FIRST_PRICE,
    ]
    of_some = approval_points(2_000_000, Lacking(10_000, 1_200, 2), sends_prices=False)
    assert of_some == [
        "Of the 10,000 that were looked at, 1,200 have neither a price nor stock in the back office: each would become "
        "a problem.",
        "Of the 10,000 that were looked at, 2 are parents of products with options, whose prices and stock are the "
        "options' own: the parent needs no approval.",
    ]


def test_nothing_is_said_where_nothing_is_approved() -> None:
    assert approval_points(0, Lacking(0, 0, 0), sends_prices=True) == []
