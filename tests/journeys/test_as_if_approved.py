"""A dry run may count the SKUs it names as approved; nothing of them is ever sent so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bigcommerce.operators import exports
from tests.journeys.shop_world import Shop

Run = Callable[..., str]

EXPORT = "bigcommerce_price_stock_export"


@pytest.fixture
def linked(shop: Shop, run_dag: Run) -> Shop:
    """YES is approved, NO and OTHER are not; all are known in BigCommerce."""
    for sku in ("YES", "NO", "OTHER"):
        shop.list_product(sku)
        shop.stock_up(sku, is_approved=sku == "YES")
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    shop.operations()
    return shop


def planned(shop: Shop) -> list[Any]:
    return shop.db.execute(
        "select flow, sku, verdict, new, rule from bigcommerce.planned_changes order by flow, sku"
    ).fetchall()


def writes(shop: Shop) -> list[str]:
    return [name for name in shop.operations() if not name.startswith("GET")]


def test_a_dry_run_shows_what_would_be_sent_of_exactly_these(
    linked: Shop, run_dag: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    before = linked.kept()
    capfd.readouterr()
    assert run_dag(EXPORT, skus=["YES", "NO", "X-1"], dry_run=True, as_if_approved=True) == "success"
    assert planned(linked) == [
        ("prices", "NO", "send", 9, "price group retail, as if approved"),
        ("prices", "YES", "send", 9, "price group retail"),
        ("stock", "NO", "send", 50, "50 available, as if approved"),
        ("stock", "YES", "send", 50, "50 available"),
    ]
    assert (linked.counts("prices"), linked.counts("stock")) == ((2, 0, 0, 0), (2, 0, 0, 0))
    said = "".join(capfd.readouterr())
    assert 'SKU "X-1" is no product of the back office' in said and "is not approved" not in said
    assert writes(linked) == [] and linked.kept() == before and linked.problems() == []


def test_what_was_sent_before_is_shown_as_approved_and_not_as_falling_to_0(linked: Shop, run_dag: Run) -> None:
    linked.set_store(zero_stock_when_unapproved=True)
    assert run_dag(EXPORT) == "success"
    linked.approve("YES", False)
    linked.set_units("YES", 7)
    assert run_dag(EXPORT, skus=["YES"], dry_run=True, as_if_approved=True, what="stock") == "success"
    assert planned(linked) == [("stock", "YES", "send", 7, "7 available, as if approved")]
    assert linked.counts("stock") == (1, 0, 0, 0)


def test_a_sku_that_was_never_looked_up_is_said(linked: Shop, run_dag: Run, capfd: pytest.CaptureFixture[str]) -> None:
    linked.stock_up("NEW", is_approved=False)
    capfd.readouterr()
    assert run_dag(EXPORT, skus=["NEW"], dry_run=True, as_if_approved=True) == "success"
    assert 'SKU "NEW" was not looked up in BigCommerce yet' in "".join(capfd.readouterr())
    assert planned(linked) == []


@pytest.mark.parametrize(
    ("conf", "sentence"),
    [
        ({"skus": ["NO"]}, "set dry_run and name skus"),
        ({"skus": ["NO"], "what": "stock"}, "set dry_run and name skus"),
        ({"dry_run": True}, "set dry_run and name skus"),
        ({"dry_run": True, "skus": []}, "set dry_run and name skus"),
        ({"dry_run": True, "skus": ["NO"], "full": True}, "neither full nor rollback_run"),
        ({"dry_run": True, "skus": ["NO"], "rollback_run": "r"}, "neither full nor rollback_run"),
    ],
)
def test_it_goes_with_nothing_but_a_dry_run_of_named_skus(
    linked: Shop, run_dag: Run, conf: dict[str, Any], sentence: str
) -> None:
    assert run_dag(EXPORT, as_if_approved=True, **conf) == "failed"
    errors = linked.db.execute("select flow, error from bigcommerce.sync_runs where error is not null").fetchall()
    assert [flow for flow, error in errors if error.startswith("BadRequest: ") and sentence in error] == ["prices"]
    assert linked.operations() == {} and planned(linked) == []


def test_even_where_nobody_refuses_it_a_run_that_sends_counts_only_what_is_approved(
    linked: Shop, run_dag: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "refuse_to_send_as_if_approved", lambda params: None)
    assert run_dag(EXPORT, as_if_approved=True, skus=["YES", "NO"]) == "success"
    assert linked.shown() == {"YES": (9, 50), "NO": (1, 1), "OTHER": (1, 1)}
    assert linked.counts("prices") == linked.counts("stock") == (1, 1, 0, 0)
