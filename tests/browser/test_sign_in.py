"""The panel is one of Airflow's own pages: reached by its navigation, for those who are signed in to Airflow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import Visitor

pytestmark = pytest.mark.slow


def test_a_person_signs_in_to_airflow_and_finds_the_panel_in_its_navigation(visit: Callable[..., Visitor]) -> None:
    ada = visit("ada", is_signed_in=False)
    ada.sign_in()
    panel = ada.follow_navigation()
    expect(panel.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    assert ada.complaints == []


@pytest.mark.parametrize(("name", "may_set_up"), [("ada", True), ("olga", False), ("vic", False)])
def test_only_administrators_are_offered_to_add_a_store(
    visit: Callable[..., Visitor], name: str, may_set_up: bool
) -> None:
    person = visit(name)
    for come in (person.open, person.open_inside):
        place = come()
        expect(place.get_by_role("heading", name="Overview", level=1)).to_be_visible()
        assert place.get_by_role("button", name="Add a store").count() == may_set_up
    assert person.complaints == []


def test_who_is_not_signed_in_is_led_to_airflows_door(visit: Callable[..., Visitor]) -> None:
    nobody = visit("vic", is_signed_in=False)
    nobody.open()
    nobody.page.wait_for_url("**/auth/login?next=**")
    expect(nobody.page.get_by_label("Password")).to_be_visible()
