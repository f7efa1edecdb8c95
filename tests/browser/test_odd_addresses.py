"""Pages whose addresses hold what people put into SKUs, within Airflow's own page, which writes addresses anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.guide_flows import visit_page
from tests.browser.people import Visitor
from tests.journeys.airflow_world import AirflowWorld

pytestmark = pytest.mark.slow
ODD = ["!A #8 50%?x", "!A a/b\\c", "!A ~2F+:;'&\"<i>", "!A ü%41"]


@pytest.fixture
def odd_products(world: AirflowWorld) -> Iterator[None]:
    """First in the list, of a store that is not live."""
    world.db.execute("insert into bigcommerce.stores (store_code) values ('odd')")
    world.db.execute("insert into backoffice.products (sku) select unnest(%s::text[])", [ODD])
    yield
    world.db.execute("delete from backoffice.products where sku = any(%s)", [ODD])
    world.db.execute("delete from bigcommerce.stores where store_code = 'odd'")


def test_each_has_its_page_and_is_loaded_once(
    visit: Callable[..., Visitor], world: AirflowWorld, odd_products: None
) -> None:
    vic = visit("vic")
    vic.open_inside()
    panel = vic.page.frame_locator("iframe")
    panel.get_by_text("Choose a store", exact=True).click()
    panel.get_by_role("link", name="odd (off)").click()
    for sku in ODD:
        visit_page(panel, "Products")
        panel.get_by_role("rowheader", name=sku, exact=True).get_by_role("link").click()
        expect(panel.get_by_role("heading", name=sku, level=1, exact=True)).to_be_visible()
    panel.get_by_role("link", name="BigCommerce", exact=True).click()
    expect(panel.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    assert vic.loaded_twice() == [] and vic.complaints == []
    assert len(vic.documents) > 2 * len(ODD)
