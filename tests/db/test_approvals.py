"""What becomes of each row of an import, on a real Postgres."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from bigcommerce.db.approvals import ImportSource, Outcomes, apply_outcomes, judge_rows, record_import, stage_rows


@pytest.fixture
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default'), ('other')")
    commerce.execute("insert into backoffice.products (sku) values ('A'), ('B'), ('C'), ('0010'), ('1E5'), ('x''y')")
    return commerce


def import_rows(
    connection: psycopg.Connection, rows: list[tuple[int, str, str | None]], value: str = "Y", by: str = "ann"
) -> Outcomes:
    with connection.transaction():
        stage_rows(connection, rows)
        outcomes = apply_outcomes(connection, judge_rows(connection, "default", value), "default", by, "bulk")
        record_import(connection, outcomes, "default", ImportSource("a.csv", "0" * 64, by))
    return outcomes


def judged(connection: psycopg.Connection, *rows: tuple[str, str | None], value: str = "Y") -> list[str]:
    """The outcome of each row, in order."""
    with connection.transaction():
        stage_rows(connection, [(number, *row) for number, row in enumerate(rows, start=2)])
        judge_rows(connection, "default", value)
        found = connection.execute("select outcome from approval_outcomes order by row_number").fetchall()
    assert len(found) == len(rows)
    return [outcome for (outcome,) in found]


def approvals(connection: psycopg.Connection) -> dict[str, bool]:
    return dict(connection.execute("select sku, is_approved from bigcommerce.product_approvals").fetchall())


def history(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "select sku, was_approved, is_approved, changed_by, source from bigcommerce.approval_history"
        " order by history_id, sku"
    ).fetchall()


def test_a_known_sku_is_approved_and_an_unknown_one_is_not_created(shop: psycopg.Connection) -> None:
    assert judged(shop, ("A", None), ("Z", None)) == ["approved", "unknown_sku"]
    import_rows(shop, [(2, "A", None), (3, "Z", None)])
    assert approvals(shop) == {"A": True}
    assert shop.execute("select count(*) from backoffice.products").fetchone() == (6,)


def test_the_mark_of_our_own_lists_is_taken_off_unless_a_sku_has_it(shop: psycopg.Connection) -> None:
    for sku in ("=1", "=2", "'=2"):
        shop.execute("insert into backoffice.products (sku) values (%s)", [sku])
    import_rows(shop, [(2, "'=1", None), (3, "'=2", None), (4, "'A", None)])
    assert approvals(shop) == {"=1": True, "'=2": True}


def test_skus_match_as_exact_text(shop: psycopg.Connection) -> None:
    rows = [("a", None), ("10", None), ("0010", None), ("1E5", None), ("100000", None), ("x'y", None), ("A ", None)]
    assert judged(shop, *rows) == [
        *("unknown_sku", "unknown_sku", "approved", "approved", "unknown_sku", "approved", "unknown_sku")
    ]


@pytest.mark.parametrize("value", ["Y", "y", "Yes", "YES", "1", "true", "True"])
def test_these_values_approve(shop: psycopg.Connection, value: str) -> None:
    assert judged(shop, ("A", value), value="N") == ["approved"]


@pytest.mark.parametrize("value", ["N", "n", "No", "NO", "0", "false", "False"])
def test_these_values_unapprove(shop: psycopg.Connection, value: str) -> None:
    assert judged(shop, ("A", value)) == ["unapproved"]


@pytest.mark.parametrize("value", ["", "2", "on", "ja", "Y Y", "yess", "1.0", "t"])
def test_any_other_value_is_invalid(shop: psycopg.Connection, value: str) -> None:
    assert judged(shop, ("A", value)) == ["invalid_value"]


def test_the_first_of_equal_rows_counts_and_the_rest_are_duplicates(shop: psycopg.Connection) -> None:
    assert judged(shop, ("A", "Y"), ("B", "N"), ("A", "yes"), ("A", "1")) == [
        *("approved", "unapproved", "duplicate", "duplicate")
    ]


def test_rows_of_one_sku_with_two_values_are_all_conflicting(shop: psycopg.Connection) -> None:
    assert judged(shop, ("A", "Y"), ("B", "Y"), ("A", "N"), ("A", "Y")) == [
        *("conflicting", "approved", "conflicting", "conflicting")
    ]


def test_a_row_refused_by_itself_makes_no_other_a_duplicate_or_a_conflict(shop: psycopg.Connection) -> None:
    assert judged(shop, ("A", "perhaps"), ("A", "Y"), ("", "Y"), ("", "N"), ("Z", "Y"), ("Z", "N")) == [
        *("invalid_value", "approved", "empty_sku", "empty_sku", "unknown_sku", "unknown_sku")
    ]


def test_what_is_so_already_is_unchanged_and_not_touched(shop: psycopg.Connection) -> None:
    import_rows(shop, [(2, "A", None), (3, "B", "N")])
    before = shop.execute("select xmin::text, xmax::text, * from bigcommerce.product_approvals order by sku").fetchall()
    outcomes = import_rows(shop, [(2, "A", None), (3, "B", "N")], by="bob")
    assert (outcomes.approved, outcomes.unapproved, outcomes.unchanged, outcomes.rejected) == (0, 0, 2, {})
    after = shop.execute("select xmin::text, xmax::text, * from bigcommerce.product_approvals order by sku").fetchall()
    assert after == before


def test_another_store_has_its_own_approvals(shop: psycopg.Connection) -> None:
    shop.execute("insert into bigcommerce.product_approvals (store_code, sku, is_approved) values ('other', 'A', true)")
    assert judged(shop, ("A", None)) == ["approved"]


def test_a_change_says_who_and_where(shop: psycopg.Connection) -> None:
    import_rows(shop, [(2, "A", None)])
    row = shop.execute(
        "select changed_by, source, changed_at > now() - interval '1 minute' from bigcommerce.product_approvals"
    )
    assert row.fetchone() == ("ann", "bulk", True)


def test_an_import_is_recorded_with_counts_that_add_up_and_its_rejects(shop: psycopg.Connection) -> None:
    import_rows(shop, [(2, "C", None)])
    outcomes = import_rows(
        shop,
        [(2, "A", None), (4, "B", "N"), (5, "C", "Y"), (6, "", "Y"), (7, "Z", "Y"), (8, "A", "Y"), (9, "0010", "?")],
    )
    assert outcomes.row_count == 7
    assert outcomes.rejected == {"empty_sku": 1, "unknown_sku": 1, "duplicate": 1, "invalid_value": 1}
    assert outcomes.examples["unknown_sku"] == [(7, "Z")]
    kept = shop.execute(
        "select store_code, file, sha256, row_count, approved_count, unapproved_count, unchanged_count, rejected_count,"
        " imported_by from bigcommerce.approval_imports order by import_id desc limit 1"
    ).fetchone()
    assert kept == ("default", "a.csv", "0" * 64, 7, 1, 1, 1, 4, "ann")
    rejects = shop.execute("select row_number, sku, reason from bigcommerce.approval_import_rejects order by 1")
    assert rejects.fetchall() == [
        (6, "", "empty_sku"),
        (7, "Z", "unknown_sku"),
        (8, "A", "duplicate"),
        (9, "0010", "invalid_value"),
    ]


def test_the_examples_are_the_first_rows_of_each_outcome(shop: psycopg.Connection) -> None:
    outcomes = import_rows(shop, [(number, f"Z{number}", None) for number in range(20, 1, -1)])
    assert outcomes.examples == {"unknown_sku": [(2, "Z2"), (3, "Z3"), (4, "Z4"), (5, "Z5"), (6, "Z6")]}


def test_what_somebody_else_changed_meanwhile_is_not_counted(shop: psycopg.Connection) -> None:
    with shop.transaction():
        stage_rows(shop, [(2, "A", None), (3, "B", None)])
        judged_before = judge_rows(shop, "default", "Y")
        shop.execute("insert into bigcommerce.product_approvals values ('default', 'A', true, now(), 'eve', 'panel')")
        outcomes = apply_outcomes(shop, judged_before, "default", "ann", "bulk")
    assert (judged_before.approved, outcomes.approved, outcomes.unchanged) == (2, 1, 1)
    assert shop.execute("select changed_by from bigcommerce.product_approvals where sku = 'A'").fetchone() == ("eve",)


def test_an_import_that_fails_leaves_nothing(shop: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation), shop.transaction():
        stage_rows(shop, [(2, "A", None)])
        outcomes = apply_outcomes(shop, judge_rows(shop, "default", "Y"), "default", "ann", "bulk")
        record_import(shop, outcomes, "default", ImportSource("a.csv", "no hash", "ann"))
    assert approvals(shop) == {}
    assert history(shop) == []


def test_every_change_is_kept_whoever_writes_it(shop: psycopg.Connection) -> None:
    import_rows(shop, [(2, "A", None), (3, "B", "N")])
    shop.execute("update bigcommerce.product_approvals set is_approved = false where sku = 'A'")
    shop.execute(
        "update bigcommerce.product_approvals set is_approved = true, changed_by = 'eve', source = 'panel'"
        " where sku = 'B'"
    )
    shop.execute("delete from bigcommerce.product_approvals where sku = 'B'")
    assert history(shop) == [
        ("A", None, True, "ann", "bulk"),
        ("B", None, False, "ann", "bulk"),
        ("A", True, False, "postgres", "sql"),
        ("B", False, True, "eve", "panel"),
        ("B", True, None, "postgres", "sql"),
    ]


def test_a_row_that_gets_another_key_ends_and_begins(shop: psycopg.Connection) -> None:
    import_rows(shop, [(2, "A", None)])
    shop.execute("update bigcommerce.product_approvals set sku = 'B'")
    assert history(shop)[0] == ("A", None, True, "ann", "bulk")
    assert sorted(history(shop)[1:]) == [("A", True, None, "postgres", "sql"), ("B", None, True, "ann", "bulk")]


def test_an_emptied_table_is_history_too(shop: psycopg.Connection) -> None:
    import_rows(shop, [(2, "A", None), (3, "B", "N")])
    shop.execute("truncate bigcommerce.product_approvals")
    assert history(shop)[2:] == [("A", True, None, "postgres", "sql"), ("B", False, None, "postgres", "sql")]


def test_an_update_in_plain_sql_says_when_and_who_in_the_row_too(shop: psycopg.Connection) -> None:
    import_rows(shop, [(2, "A", None)])
    (before,) = shop.execute("select changed_at from bigcommerce.product_approvals").fetchone() or ()
    shop.execute("update bigcommerce.product_approvals set is_approved = false")
    row = shop.execute("select changed_by, source, changed_at > %s from bigcommerce.product_approvals", [before])
    assert row.fetchone() == ("postgres", "sql", True)


def test_an_update_that_changes_nothing_is_no_history(shop: psycopg.Connection) -> None:
    import_rows(shop, [(2, "A", None)])
    shop.execute("update bigcommerce.product_approvals set is_approved = true")
    assert len(history(shop)) == 1
