"""Everything that a world keeps, and that its pages said, as text to search: what a secret must not be found in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from tests.journeys.airflow_world import AirflowWorld

Texts = dict[str, str]


def read_files(folder: Path) -> Texts:
    """{path below the folder: content}."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(errors="replace") for path in files}


def read_answers(traffic: Path) -> Texts:
    """{method and address: all of the answer}, of the HAR files in the folder. What a person typed is no part of it,
    the address is."""
    return {f"{number} {name}": text for number, (name, text) in enumerate(entries(traffic))}


def entries(traffic: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(traffic.glob("*.har")):
        for entry in json.loads(file.read_text())["log"]["entries"]:
            address = f"{entry['request']['method']} {entry['request']['url']}"
            yield address, address + json.dumps(entry["response"], ensure_ascii=False)


def read_posts(traffic: Path) -> list[str]:
    """What was typed and sent."""
    found = (json.loads(file.read_text())["log"]["entries"] for file in sorted(traffic.glob("*.har")))
    return [entry["request"].get("postData", {}).get("text", "") for each in found for entry in each]


def find_in_tables(db: psycopg.Connection, text: str) -> set[str]:
    """The tables with a row that holds it, also in bytes, which Postgres writes in hexadecimal digits."""
    tables = db.execute(
        "select table_schema, table_name from information_schema.tables"
        " where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'"
    ).fetchall()
    found = set()
    for table in tables:
        statement = sql.SQL("select exists (select from {} t where strpos(t::text, %s) + strpos(t::text, %s) > 0)")
        row = db.execute(statement.format(sql.Identifier(*table)), [text, text.encode().hex()]).fetchone()
        if row == (True,):
            found.add(".".join(table))
    return found


def find(texts: Texts, text: str) -> list[str]:
    return [name for name, content in texts.items() if text in content]


def read_logs(world: AirflowWorld) -> Texts:
    """Of every process and every task, with the uploads and Airflow's own files."""
    return read_files(world.place.folder / "logs") | read_files(world.place.folder / "airflow")
