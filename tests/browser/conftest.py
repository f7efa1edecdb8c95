"""What the browser tests share: one world for the folder, a browser for each file, and signed-in people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import HOW_TO_GET_ONE, find_chromium
from tests.browser.people import Visitor
from tests.journeys.airflow_world import AirflowWorld, airflow_world

DAGS = [
    *("bigcommerce_order_ingest", "bigcommerce_order_backfill", "bigcommerce_price_stock_export"),
    *("bigcommerce_tracking_export", "bigcommerce_bulk_approval", "bigcommerce_product_link_refresh"),
]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """From one place, so that pytest reports one line for all of them."""
    if "chromium" in getattr(item, "fixturenames", ()) and find_chromium() is None:
        pytest.skip(HOW_TO_GET_ONE)


@pytest.fixture(scope="package")
def chromium() -> str:
    """The path of an installed one."""
    found = find_chromium()
    assert found
    return found


@pytest.fixture(scope="package")
def world(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AirflowWorld]:
    """Airflow with scheduler and workers, Postgres and the sandbox store, seeded and nothing approved; one for all.

    No run starts by its schedule, so that what happens is what a test clicked.
    """
    with airflow_world(tmp_path_factory.mktemp("world"), on_demand=True) as found:
        found.people["ada"].wait_until_known(DAGS)
        yield found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Closed after each file: Playwright's event loop would keep others from starting one in this thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one HAR file for each person that signed in: whatever the panel was asked and answered.

    Written when the browser closes a person's context.
    """
    return tmp_path_factory.mktemp("traffic")


@pytest.fixture(scope="module")
def visit(browser: Browser, world: AirflowWorld, traffic: Path) -> Iterator[Callable[..., Visitor]]:
    """visit("ada") is her, signed in; ada administers, olga operates, vic looks. Options: those of Playwright's
    `new_context`, such as viewport or color_scheme. is_signed_in=False: at Airflow's door."""
    contexts = []

    def come(name: str, is_signed_in: bool = True, **options: object) -> Visitor:
        given = {"viewport": {"width": 1400, "height": 1000}, "locale": "en-AU", "timezone_id": "Australia/Sydney"}
        har = {"record_har_path": traffic / f"{len(contexts)}-{name}.har", "record_har_url_filter": "**/bigcommerce/**"}
        context = browser.new_context(**{**given, **har, **options})  # type: ignore[arg-type]
        contexts.append(context)
        visitor = Visitor(context, world.kept, name)
        if is_signed_in:
            visitor.use(world.people[name].token)
        return visitor

    yield come
    for context in contexts:
        context.close()
