"""Airflow's own database made ready, in one process: each `airflow` command would spend 4 s on imports alone.

    python -m sandbox.airflow_setup < REQUEST     prints ANSWER as the last line; the environment names the database

REQUEST is JSON: {"ours": true where the database is the embedded one, "connections": {id: JSON form wanted},
"previous": {id: JSON form that we wrote last time}}. ANSWER: {"revision", "present": [ids of connections there are]}.
Somebody else's database is only filled when it is empty, never upgraded, and gets no connections.
"""

import json
import sys


def main() -> None:
    request = json.load(sys.stdin)
    revision = migrate(ours=request["ours"])
    if request["ours"]:
        write_connections(request["connections"], request["previous"])
    print(json.dumps({"revision": revision, "present": present(list(request["connections"]))}))


def migrate(ours: bool) -> str:
    """The revision the database is at, after `airflow db migrate` where that is ours to do."""
    from airflow.utils.db import _get_current_revision, _get_script_object, upgradedb
    from airflow.utils.session import create_session

    head = _get_script_object().get_current_head()
    with create_session() as session:
        current = _get_current_revision(session)
    if current != head:
        if current is not None and not ours:
            raise SystemExit("This Airflow database is of another version: run `airflow db migrate` on it first.")
        upgradedb()
    return head or ""


def write_connections(wanted: dict[str, str], previous: dict[str, str]) -> None:
    """Adds what is absent, and follows a changed port where the row is still as we wrote it; edits by people stay."""
    from airflow.models import Connection
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        for conn_id, text in wanted.items():
            row = session.scalar(select(Connection).where(Connection.conn_id == conn_id))
            if row is None:
                session.add(Connection.from_json(text, conn_id=conn_id))
            elif conn_id in previous and previous[conn_id] != text and _says(row, previous[conn_id]):
                session.delete(row)
                session.flush()
                session.add(Connection.from_json(text, conn_id=conn_id))


def present(ids: list[str]) -> list[str]:
    from airflow.models import Connection
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        return list(session.scalars(select(Connection.conn_id).where(Connection.conn_id.in_(ids))))


def _says(row, text: str) -> bool:  # type: ignore[no-untyped-def]
    from airflow.models import Connection

    return row.get_uri() == Connection.from_json(text, conn_id=row.conn_id).get_uri()


if __name__ == "__main__":
    main()
