"""Approvals in a real Airflow: a person is asked, and what was approved arrives in the store by itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from bigcommerce.domain.approval_warnings import FIRST_PRICE
from bigcommerce.domain.approvals import ADVICE
from sandbox.settings import PEOPLE
from tests.journeys.airflow_world import AirflowWorld, airflow_world

pytestmark = pytest.mark.slow
APPROVALS, LINKS, EXPORT = (
    *("bigcommerce_bulk_approval", "bigcommerce_product_link_refresh", "bigcommerce_price_stock_export"),
)

NETO_IMPORT, NETO_PUSH = "neto_catalog_import", "neto_approval_push"


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AirflowWorld]:
    with pytest.MonkeyPatch.context() as patch:
        # Somebody who may start runs, and is no operator.
        patch.setitem(PEOPLE, "una", "user")
        with airflow_world(tmp_path_factory.mktemp("world")) as found:
            found.people["ada"].wait_until_known([APPROVALS, LINKS, EXPORT])
            yield found


def approvals(airflow: AirflowWorld) -> list[tuple[str, bool]]:
    return airflow.db.execute("select sku, is_approved from bigcommerce.product_approvals order by 1").fetchall()


def imports(airflow: AirflowWorld) -> list[tuple[str, str, str]]:
    return airflow.db.execute(
        "select file, imported_by, confirmed_by from bigcommerce.approval_imports order by import_id"
    ).fetchall()


def some_skus(airflow: AirflowWorld, how_many: int) -> list[str]:
    found = airflow.db.execute("select sku from backoffice.products order by sku limit %s", [how_many])
    return [sku for (sku,) in found]


def put(airflow: AirflowWorld, name: str, *skus: str) -> None:
    (airflow.imports / name).write_text("\n".join(["SKU", *skus]) + "\n")


def test_a_person_is_shown_the_counts_and_a_no_applies_nothing(airflow: AirflowWorld) -> None:
    first, second = some_skus(airflow, 2)
    put(airflow, "no.csv", first, second, "nobody's", first)
    run = airflow.start(APPROVALS, file="no.csv", confirm=True)
    asked = airflow.question(run)
    assert asked["subject"] == "Approve 2 products of store default?"
    assert asked["body"].splitlines()[4:] == [
        f"| 2 | **will be approved** | row 2 `{first}`, row 3 `{second}` |",
        f"| 1 | rejected as `duplicate`. {ADVICE['duplicate']} | row 5 `{first}` |",
        f"| 1 | rejected as `unknown_sku`. {ADVICE['unknown_sku']} | row 4 `nobody's` |",
        "",
        FIRST_PRICE,
        "",
        "**Approve** applies exactly this. **Reject**, or no answer within 24 hours, changes nothing.",
    ]
    assert asked["options"] == ["Approve", "Reject"] and asked["defaults"] == ["Reject"]
    assert "1 run waits for an answer in Airflow" in airflow.panel("/", "vic")
    assert airflow.answer(run, "vic", "Approve") == airflow.answer(run, "una", "Approve") == 403
    assert airflow.answer(run, "olga", "Reject") == 200
    assert airflow.answer(run, "ada", "Approve") == 409
    assert airflow.end(run) == "success"
    assert "for an answer in Airflow" not in airflow.panel("/", "vic")
    assert airflow.task_states(run, "import_approvals") == ["skipped"]
    assert approvals(airflow) == imports(airflow) == []


def test_no_answer_for_a_day_is_a_no(airflow: AirflowWorld) -> None:
    put(airflow, "late.csv", *some_skus(airflow, 2))
    run = airflow.start(APPROVALS, file="late.csv", confirm=True)
    airflow.question(run)
    # The day passes.
    with airflow.metadata() as connection:
        moved = connection.execute(
            "update task_instance set trigger_timeout = trigger_timeout - interval '24 hours'"
            " where state = 'awaiting_input' returning trigger_timeout - now() between interval '-2 min' and '0'"
        )
        assert moved.fetchall() == [(True,)]
    assert airflow.end(run) == "success"
    assert airflow.task_states(run, "import_approvals") == ["skipped"]
    assert approvals(airflow) == imports(airflow) == []


def test_a_file_that_changed_after_it_was_shown_is_refused(airflow: AirflowWorld) -> None:
    put(airflow, "moved.csv", *some_skus(airflow, 2))
    run = airflow.start(APPROVALS, file="moved.csv", confirm=True)
    airflow.question(run)
    put(airflow, "moved.csv", *some_skus(airflow, 3))
    assert airflow.answer(run, "olga", "Approve") == 200
    assert airflow.end(run) == "failed"
    assert approvals(airflow) == imports(airflow) == []
    (error,) = airflow.db.execute("select error from bigcommerce.sync_runs where error is not null").fetchone() or ()
    assert "changed" in error and "to look at it anew" in error


def test_what_would_change_otherwise_than_was_shown_is_refused(airflow: AirflowWorld) -> None:
    put(airflow, "new.csv", *some_skus(airflow, 2), "NOT-YET")
    run = airflow.start(APPROVALS, file="new.csv", confirm=True)
    assert "unknown_sku" in airflow.question(run)["body"]
    airflow.db.execute("insert into backoffice.products (sku) values ('NOT-YET')")
    assert airflow.answer(run, "olga", "Approve") == 200
    assert airflow.end(run) == "failed"
    airflow.db.execute("delete from backoffice.products where sku = 'NOT-YET'")
    assert approvals(airflow) == imports(airflow) == []
    (error,) = airflow.db.execute(
        "select error from bigcommerce.sync_runs where error is not null order by started_at desc"
    ).fetchone() or ("",)
    assert "other rows would change than were shown" in error


def test_a_sku_list_of_the_store_becomes_prices_and_stock_with_one_yes(airflow: AirflowWorld) -> None:
    listed = airflow.command("skus", "--from", "bigcommerce")
    skus = {sku for (sku,) in csv.reader(io.StringIO(listed))} - {"SKU"}
    assert skus >= set(airflow.shown("prices")) - {""} and len(skus) > 50
    (airflow.imports / "skus.csv").write_text(listed)
    before = airflow.shown("prices"), airflow.shown("inventory")

    run = airflow.start(APPROVALS, person="una", file="skus.csv", confirm=True)
    airflow.question(run)
    assert approvals(airflow) == []
    assert airflow.answer(run, "olga", "Approve") == 200
    assert airflow.end(run) == "success"
    assert imports(airflow) == [("skus.csv", "una", "olga")]
    known = {sku for (sku,) in airflow.db.execute("select sku from backoffice.products").fetchall()}
    assert approvals(airflow) == [(sku, True) for sku in sorted(skus & known)]

    refresh = airflow.started_by(run, LINKS)
    assert airflow.end(refresh) == "success"
    export = airflow.started_by(refresh, EXPORT)
    assert airflow.end(export) == "success"
    sent = airflow.db.execute(
        "select sku, price from bigcommerce.price_exports where target = 'catalog' and sku = any(%s)", [list(skus)]
    ).fetchall()
    prices = airflow.shown("prices")
    assert len(sent) > 40 and all(float(prices[sku]["price"]) == float(price) for sku, price in sent)
    assert sum(prices[sku] != before[0][sku] for sku in prices) > 40
    # BigCommerce shows accepted stock a moment later, and it was the last the export wrote.
    airflow.wait(lambda: sum(now != before[1][sku] for sku, now in airflow.shown("inventory").items()) > 20)


def test_an_import_that_changes_nothing_starts_nothing(airflow: AirflowWorld) -> None:
    number = len(airflow.get(f"dags/{LINKS}/dagRuns", run_type="asset_triggered")["dag_runs"])
    for conf in ({}, {"dry_run": True, "approved_value": "N"}):
        assert airflow.end(airflow.start(APPROVALS, file="skus.csv", **conf)) == "success"
    events = airflow.get("assets/events")["asset_events"]
    assert [event["source_dag_id"] for event in events].count(APPROVALS) == 1
    assert len(airflow.get(f"dags/{LINKS}/dagRuns", run_type="asset_triggered")["dag_runs"]) == number


def test_the_asset_graph_joins_the_flows(airflow: AirflowWorld) -> None:
    assets = {asset["uri"]: asset for asset in airflow.get("assets")["assets"]}
    joins = {
        uri: (
            sorted(task["dag_id"] for task in asset["producing_tasks"]),
            sorted(dag["dag_id"] for dag in asset["scheduled_dags"]),
        )
        for uri, asset in assets.items()
    }
    assert joins == {
        "bigcommerce://approvals/": ([APPROVALS, NETO_IMPORT], [LINKS, NETO_PUSH]),
        "bigcommerce://links/": ([LINKS], [EXPORT]),
        "bigcommerce://orders/": (["bigcommerce_order_ingest"], ["neto_order_push"]),
        "neto://consignments/": (["neto_consignment_import"], ["bigcommerce_tracking_export"]),
        "neto://catalogue/": ([NETO_IMPORT], [EXPORT]),
    }
