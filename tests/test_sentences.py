"""What people read in the panel names no table and no column: whoever reads it does not know the database."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "plugins" / "bigcommerce"
TABLE = re.compile(
    r"\b(backoffice|bigcommerce)\.(?!com\b|html\b)[a-z]+_?[a-z]*\b"
    r"|\b(payment_method|shipping_method|carrier|price_list)_map\b|\b(guarded_prices|item_problems|product_prices)\b"
)


def sentences(path: Path) -> Iterator[str]:
    """Every text of several words, but no docstring."""
    tree = ast.parse(path.read_text())
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        if is_text and str(node.value).strip().count(" ") > 1:
            yield str(node.value)


def of_python() -> list[str]:
    files = [*(PACKAGE / "domain").rglob("*.py"), *(PACKAGE / "ui").rglob("*.py"), PACKAGE / "db" / "unknown_names.py"]
    return [sentence for path in files for sentence in sentences(path)]


def of_sql() -> list[str]:
    """What stands between quotes."""
    texts = [path.read_text() for path in (ROOT / "include" / "sql").rglob("open_*_problems.sql")]
    texts.append((ROOT / "include" / "sql" / "plans" / "select_left_out.sql").read_text())
    return [quoted for text in texts for quoted in re.findall(r"'([^'\n]+)'", text) if quoted.count(" ") > 1]


def of_templates() -> list[str]:
    """What stands between tags."""
    texts = [path.read_text() for path in (PACKAGE / "ui" / "templates").rglob("*.html")]
    return [re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", " ", text, flags=re.DOTALL) for text in texts]


@pytest.mark.parametrize("read", [of_python, of_sql, of_templates])
def test_no_sentence_names_a_table(read: Callable[[], list[str]]) -> None:
    found = read()
    assert len(found) > 9
    assert [text for text in found if TABLE.search(text)] == []
