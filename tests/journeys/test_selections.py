"""Approving and unapproving all that match, from the command line: counted first, then applied as confirmed."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable

import psycopg
import pytest

from bigcommerce.__main__ import main

Run = Callable[[str], tuple[int, list[str]]]


@pytest.fixture
def toys(commerce: psycopg.Connection) -> psycopg.Connection:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    commerce.execute("insert into backoffice.products (sku) values ('TOY-1'), ('TOY-2'), ('BALL')")
    commerce.execute(
        "insert into bigcommerce.product_links (store_code, sku, state) values ('default', 'TOY-1', 'linked')"
    )
    return commerce


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """(exit status, the lines printed) of a command."""

    def run(words: str) -> tuple[int, list[str]]:
        monkeypatch.setattr(sys, "argv", ["bigcommerce", *words.split()])
        status = main()
        said = capsys.readouterr()
        return status, (said.out or said.err).splitlines()

    return run


def approvals(connection: psycopg.Connection) -> list[tuple[str, bool, str, str]]:
    query = "select sku, is_approved, changed_by, source from bigcommerce.product_approvals order by sku"
    return connection.execute(query).fetchall()


def test_it_counts_and_then_does_what_was_confirmed(toys: psycopg.Connection, run: Run) -> None:
    assert run("approve --prefix=TOY") == (
        0,
        [
            "2 of the 2 products that match would be approved, 0 were so already.",
            "Nothing was changed yet: the same command with CONFIRM=2 does it.",
        ],
    )
    assert approvals(toys) == []
    assert run("approve --prefix=TOY --confirm=2") == (
        0,
        ["2 of the 2 products that match are now approved, 0 were so already."],
    )
    me = getpass.getuser()
    assert approvals(toys) == [("TOY-1", True, me, "bulk"), ("TOY-2", True, me, "bulk")]
    assert run("unapprove --link=linked --confirm=1")[0] == 0
    assert approvals(toys) == [("TOY-1", False, me, "bulk"), ("TOY-2", True, me, "bulk")]


def test_skus_that_are_no_product_are_named(toys: psycopg.Connection, run: Run) -> None:
    assert run("approve --sku=BALL --sku=ball --confirm=1") == (
        0,
        [
            "1 of the 1 products that match are now approved, 0 were so already.",
            "SKUs that the back office has no product of: 1, first of all ball.",
        ],
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("approve --confirm=2", "3 products would change now, and 2 were confirmed"),
        ("approve --store=x", 'There is no store "x"'),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    toys: psycopg.Connection, run: Run, words: str, sentence: str
) -> None:
    status, said = run(words)
    assert status == 1 and said[0].startswith(sentence)
    assert approvals(toys) == []
