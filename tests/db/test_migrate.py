"""Schemas are created once, upgraded forward only, and never left half-way."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from bigcommerce.db.migrate import migrate
from bigcommerce.db.queries import SQL_FOLDER
from bigcommerce.errors import NeedsPerson


@pytest.fixture
def empty_dsn(server: str) -> Iterator[str]:
    """An empty database of the test's own."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield conninfo.make_conninfo(server, dbname=name)
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def empty(empty_dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(empty_dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two migrations; the second fails where the first was not applied."""
    (tmp_path / "001_first.sql").write_text("create table first (n int); insert into first values (1);")
    (tmp_path / "002_second.sql").write_text("alter table first add column m text default '100%s';")
    return tmp_path


def applied(connection: psycopg.Connection) -> list[str]:
    query = "select file from public.bigcommerce_migrations order by applied_at, file"
    return [name for (name,) in connection.execute(query)]


def has_table(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("select to_regclass(%s) is not null", [name]).fetchone() == (True,)


def test_the_projects_own_schemas_are_created_once_without_any_row(empty: psycopg.Connection) -> None:
    names = sorted(path.name for path in (SQL_FOLDER / "schema").glob("*.sql"))
    assert migrate(empty) == names
    first = empty.execute("select * from public.bigcommerce_migrations").fetchall()
    assert migrate(empty) == []
    assert empty.execute("select * from public.bigcommerce_migrations").fetchall() == first
    tables = empty.execute(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('backoffice', 'bigcommerce')"
    ).fetchall()
    assert len(tables) > 30
    for (table,) in tables:
        assert empty.execute(f"select * from {table}").fetchall() == [], table


def test_files_are_applied_in_their_order_and_only_the_missing_ones(empty: psycopg.Connection, files: Path) -> None:
    (files / "notes.sql").write_text("not sql")
    (files / "003_third.txt").write_text("not sql")
    assert migrate(empty, files) == ["001_first.sql", "002_second.sql"]
    (files / "003_third.sql").write_text("insert into first values (3);")
    assert migrate(empty, files) == ["003_third.sql"]
    assert migrate(empty, files) == []
    assert empty.execute("select n, m from first order by n").fetchall() == [(1, "100%s"), (3, "100%s")]
    assert applied(empty) == ["001_first.sql", "002_second.sql", "003_third.sql"]


def test_an_edited_file_is_refused_and_nothing_is_applied(empty: psycopg.Connection, files: Path) -> None:
    migrate(empty, files)
    first = files / "001_first.sql"
    first.write_text(first.read_text() + "\n-- edited")
    (files / "003_third.sql").write_text("create table third ();")
    with pytest.raises(NeedsPerson, match=r"^001_first\.sql was edited after it was applied: .*the next number\.$"):
        migrate(empty, files)
    assert not has_table(empty, "third") and len(applied(empty)) == 2


def test_line_ends_of_another_system_are_no_edit(empty: psycopg.Connection, files: Path) -> None:
    first = files / "001_first.sql"
    first.write_bytes(b"create table first (n int);\n")
    migrate(empty, files)
    first.write_bytes(b"create table first (n int);\r\n")
    assert migrate(empty, files) == []


def test_a_database_newer_than_the_files_is_refused(empty: psycopg.Connection, files: Path) -> None:
    migrate(empty, files)
    (files / "002_second.sql").unlink()
    with pytest.raises(NeedsPerson, match=r"migrated by 002_second\.sql, which this version does not have: run the"):
        migrate(empty, files)


def test_a_file_that_comes_late_is_refused(empty: psycopg.Connection, files: Path) -> None:
    migrate(empty, files)
    (files / "001_late.sql").write_text("create table late ();")
    with pytest.raises(
        NeedsPerson, match=r"^001_late\.sql comes before 002_second\.sql, .* give it the next number\.$"
    ):
        migrate(empty, files)
    assert not has_table(empty, "late")


# The last one works, only it cannot be noted as applied.
@pytest.mark.parametrize(
    "ending",
    [
        *("select 1 / 0;", "create tabel x ();"),
        "insert into public.bigcommerce_migrations (file, sha256) values ('003_broken.sql', 'x');",
    ],
)
def test_a_failing_file_leaves_nothing_of_itself_and_can_be_mended(
    empty: psycopg.Connection, files: Path, ending: str
) -> None:
    broken = files / "003_broken.sql"
    broken.write_text(f"create table half (n int); insert into first values (3); {ending}")
    (files / "004_after.sql").write_text("create table after_it ();")
    with pytest.raises(psycopg.Error):
        migrate(empty, files)
    assert applied(empty) == ["001_first.sql", "002_second.sql"]
    assert not has_table(empty, "half") and not has_table(empty, "after_it")
    assert empty.execute("select n from first").fetchall() == [(1,)]
    broken.write_text("create table half (n int);")
    assert migrate(empty, files) == ["003_broken.sql", "004_after.sql"]


def test_another_can_migrate_after_one_failed(empty: psycopg.Connection, empty_dsn: str, files: Path) -> None:
    (files / "003_broken.sql").write_text("select 1 / 0;")
    with pytest.raises(psycopg.Error):
        migrate(empty, files)
    (files / "003_broken.sql").unlink()
    with psycopg.connect(empty_dsn, autocommit=True, options="-c lock_timeout=2s") as other:
        assert migrate(other, files) == []


def test_two_at_once_wait_for_each_other(empty_dsn: str, files: Path) -> None:
    first = files / "001_first.sql"
    first.write_text(f"select pg_sleep(0.2); {first.read_text()}")
    start, outcomes = threading.Barrier(4), []

    def run() -> None:
        with psycopg.connect(empty_dsn, autocommit=True) as connection:
            start.wait()
            try:
                outcomes.append(migrate(connection, files))
            except psycopg.Error as error:
                outcomes.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes, key=str) == [["001_first.sql", "002_second.sql"], [], [], []]


def test_batches_that_were_on_their_way_are_kept_by_sku(empty: psycopg.Connection, tmp_path: Path) -> None:
    for path in (SQL_FOLDER / "schema").glob("*.sql"):
        if path.name < "011":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    migrate(empty, tmp_path)
    empty.execute("insert into bigcommerce.stores (store_code) values ('default'), ('other')")
    empty.execute(
        "insert into bigcommerce.product_links (store_code, sku) select 'default', unnest('{A,B,C,D}'::text[])"
    )
    empty.execute(
        "insert into bigcommerce.stock_sendings (store_code, location_id, first_sku, last_sku)"
        " values ('default', 1, 'B', 'C'), ('default', 1, 'C', 'CC'), ('other', 1, 'A', 'D')"
    )
    migrate(empty)
    kept = empty.execute("select store_code, flow, target, sku from bigcommerce.sendings order by sku").fetchall()
    assert kept == [("default", "stock", "1", "B"), ("default", "stock", "1", "C")]


def test_approvals_kept_before_their_history_got_its_new_key_are_kept(
    empty: psycopg.Connection, tmp_path: Path
) -> None:
    for path in (SQL_FOLDER / "schema").glob("*.sql"):
        if path.name < "015":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    migrate(empty, tmp_path)
    empty.execute("insert into bigcommerce.stores (store_code) values ('default')")
    empty.execute(
        "insert into bigcommerce.product_approvals (store_code, sku) values ('default', 'A'), ('default', 'B')"
    )
    empty.execute("update bigcommerce.product_approvals set is_approved = true where sku = 'A'")
    before = empty.execute("select * from bigcommerce.approval_history order by history_id").fetchall()
    assert len(before) == 3
    assert "015_approval_history.sql" in migrate(empty)
    assert empty.execute("select * from bigcommerce.approval_history order by history_id").fetchall() == before
    empty.execute("update bigcommerce.product_approvals set is_approved = true where sku = 'B'")
    assert empty.execute("select count(*) from bigcommerce.approval_history where sku = 'B'").fetchone() == (2,)
