"""The house: who may import whom, and how Airflow's plugin loader must find it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "plugins" / "bigcommerce"

# Who may import which parts of the package. The modules at its top (errors, counts…) are everybody's.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": {"domain"},
    "connectors": {"connectors"},
    "db": {"db", "domain"},
    "hooks": {"hooks", "connectors"},
    "operators": {"operators", "domain", "db", "hooks", "connectors"},
    "ui": {"ui", "domain", "db", "hooks", "connectors"},
}
# What each part must know nothing of.
MUST_NOT_KNOW: dict[str, set[str]] = {
    "domain": {"airflow", "psycopg", "psycopg2", "sqlalchemy", "requests", "httpx"},
    "connectors": {"airflow", "psycopg", "psycopg2", "sqlalchemy"},
    "db": {"airflow", "requests", "httpx"},
}


def imports_of(path: Path) -> set[str]:
    """Dotted names of everything a file imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports fail where Airflow runs a plugin file by itself"
            found.add(node.module or "")
    return found


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


@pytest.mark.parametrize("part", sorted(MAY_IMPORT))
def test_imports_go_one_way(part: str) -> None:
    parts = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    for path in files(PACKAGE / part):
        for name in imports_of(path):
            root, *rest = name.split(".")
            assert root not in MUST_NOT_KNOW.get(part, set()), f"{path.name} in {part}/ must not know {root}"
            assert root not in {"dags", "sandbox", "tests"}, f"{path.name} must not import {name}"
            if root == "bigcommerce" and rest and rest[0] in parts:
                assert rest[0] in MAY_IMPORT[part], f"{part}/{path.name} must not import {name}"


def test_every_part_of_the_package_has_its_rule() -> None:
    parts = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert parts == set(MAY_IMPORT)


def test_only_dags_import_operators_and_nobody_imports_dags() -> None:
    for path in files(PACKAGE) + files(ROOT / "sandbox"):
        if "operators" not in path.relative_to(ROOT).parts:
            assert not any(name.startswith("bigcommerce.operators") for name in imports_of(path)), path
        assert not any(name.split(".")[0] == "dags" for name in imports_of(path)), path


def test_only_the_plugin_imports_the_panel() -> None:
    for path in files(PACKAGE):
        if "ui" not in path.relative_to(PACKAGE).parts and path.name != "airflow_plugin.py":
            assert not any(name.startswith("bigcommerce.ui") for name in imports_of(path)), path


@pytest.mark.parametrize("remote", ["bigcommerce", "neto"])
def test_a_sandbox_shares_no_code_with_the_product(remote: str) -> None:
    for path in files(ROOT / "sandbox" / remote):
        assert not any(name.split(".")[0] == "bigcommerce" for name in imports_of(path)), path


def test_only_db_reads_statements() -> None:
    for path in files(PACKAGE):
        if path.relative_to(PACKAGE).parts[0] != "db":
            assert "bigcommerce.db.queries" not in imports_of(path), f"{path} reads SQL: call a function of db/"


def test_every_statement_is_used() -> None:
    code = "".join(path.read_text() for path in files(PACKAGE / "db"))
    for path in sorted((ROOT / "include" / "sql").rglob("*.sql")):
        if path.parent.name == "schema":
            continue
        name = path.relative_to(ROOT / "include" / "sql").with_suffix("").as_posix()
        used = f'"{name}"' in code or any(f"{name.replace(kind, '{kind}', 1)}" in code for kind in ("price", "stock"))
        assert used or path.stem.split("_", 1)[0] in code, f"{name}.sql is never used"


def test_the_plugin_loader_executes_nothing_but_the_plugin_file() -> None:
    assert (ROOT / "plugins" / ".airflowignore").read_text().split() == [
        "bigcommerce/*",
        "!bigcommerce/airflow_plugin.py",
    ]


def test_no_file_has_a_name_of_the_standard_library() -> None:
    for path in files(PACKAGE):
        assert path.stem not in sys.stdlib_module_names or path.stem == "__init__", f"{path} hides a standard module"


def test_files_are_read_in_one_sitting() -> None:
    for folder in ("plugins", "dags", "sandbox", "tests", "include"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".sql"} and "__pycache__" not in path.parts:
                lines = len(path.read_text().splitlines())
                assert lines <= 300, f"{path} has {lines} lines: look for the second idea"
