"""Every problem that the product can open is explained, and looking at it again has a run."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bigcommerce.domain.problem_reruns import (
    CODES,
    FLOWS,
    MOST_ITEMS,
    NETO_APPROVALS,
    NETO_ORDERS,
    ProblemItem,
    rerun_of,
    rerun_params,
    reruns_of,
)
from bigcommerce.domain.problem_texts import TEXTS, problem_text

ROOT = Path(__file__).resolve().parents[2]
# The contract's own list, and what runs found to say beside it.
CONTRACT = {
    "orders": "unmapped_payment_method unmapped_shipping_method order_not_received invalid_order"
    " sku_not_in_back_office",
    "links": "sku_not_found sku_ambiguous",
    "prices": "empty_price invalid_price price_change_too_large rejected_by_bigcommerce",
    "stock": "stock_missing inventory_not_tracked invalid_quantity rejected_by_bigcommerce",
    "tracking": "unmapped_carrier quantity_exceeds_order order_not_shippable invalid_tracking_number"
    " consignment_changed_after_export rejected_by_bigcommerce",
    "neto": "neto_rejected neto_total_differs neto_unknown_sku neto_unmatched_dispatch",
}


def codes_in_python() -> set[str]:
    """The second argument of Problem(…), the first of Finding(…), and constants that name codes."""
    found: set[str] = set()
    for path in (ROOT / "plugins" / "bigcommerce").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"Problem", "Finding"}
            ):
                place = {"Problem": 1, "Finding": 0}[node.func.id]
                found |= {
                    one.value for one in node.args[place : place + 1]
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }  # fmt: skip
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "CODE":
                found |= {one.value for one in node.value.values}  # type: ignore[attr-defined]
    return found


def codes_in_statements() -> set[str]:
    """What the statements that open problems put into `code`."""
    found: set[str] = set()
    for path in (ROOT / "include" / "sql").glob("*/open_*_problems.sql"):
        text = path.read_text()
        for listed in re.findall(r"(?:verdict|code) in \(([^)]*)\)", text):
            found |= set(re.findall(r"'(\w+)'", listed))
        found |= set(re.findall(r"(?:then|else) '(\w+)'", text))
    return found


def test_every_code_of_the_contract_has_its_text() -> None:
    named = {(flow, code) for flow, codes in CONTRACT.items() for code in codes.split()}
    assert named - set(TEXTS) == set()


def test_every_code_that_is_opened_anywhere_has_its_text() -> None:
    opened = codes_in_python() | codes_in_statements()
    assert {"sku_ambiguous", "orders_stale", "price_group_not_found", "invalid_tracking_link", "empty_price"} <= opened
    assert opened - {code for _, code in TEXTS} == set()


@pytest.mark.parametrize(("flow", "code"), TEXTS)
def test_a_text_is_whole_sentences_that_name_no_table(flow: str, code: str) -> None:
    text = problem_text(flow, code)
    for sentence in filter(None, (text.means, text.advice, text.closing)):
        assert sentence.endswith(".")
        assert not re.search(r"\w+_\w+|backoffice\.|!", sentence), sentence
    assert not text.title.endswith(".")


@pytest.mark.parametrize(("flow", "code"), TEXTS)
def test_every_problem_can_be_looked_at_again_or_closed(flow: str, code: str) -> None:
    assert rerun_of(flow, code) or problem_text(flow, code).closing


def test_an_unknown_code_is_shown_too() -> None:
    assert problem_text("stock", "brand_new").title == "Brand new"


def test_reruns_name_dags_and_params_that_there_are() -> None:
    dags = {path.stem: path.read_text() for path in (ROOT / "dags").glob("*.py")}
    for rerun in [*FLOWS.values(), *CODES.values()]:
        if rerun is None or rerun.dag_id.startswith("neto_"):
            continue
        for name in [*rerun.params, *([rerun.items] if rerun.items else [])]:
            assert f'"{name}"' in dags[rerun.dag_id], (rerun, name)


@pytest.mark.parametrize(
    ("flow", "code", "items", "expected"),
    [
        ("stock", "stock_missing", ["B", "A", "B"], {"what": "stock", "skus": ["A", "B"]}),
        ("tracking", "order_not_shippable", ["10", "9"], {"order_ids": [9, 10]}),
        ("stock", "stock_missing", None, {"what": "stock"}),
        ("links", "sku_not_found", ["A"] * (MOST_ITEMS + 1), {}),
        ("stock", "warehouse_not_found", ["main"], {"what": "stock"}),
    ],
)
def test_what_a_run_is_asked_for(flow: str, code: str, items: list[str] | None, expected: dict[str, object]) -> None:
    rerun = rerun_of(flow, code)
    assert rerun
    assert rerun_params(rerun, items) == expected


def test_of_too_many_orders_and_skus_together_neither_run_names_any() -> None:
    """Each kind alone would be few enough, but those that are not here would be left out."""
    items = [ProblemItem(str(number), is_approval=number % 2 == 0) for number in range(MOST_ITEMS + 1)]
    assert reruns_of("neto", "neto_rejected", items) == [(NETO_ORDERS, {}), (NETO_APPROVALS, {})]
    named = [len(params) for _, params in reruns_of("neto", "neto_rejected", items[:-1])]
    assert named == [1, 1]
