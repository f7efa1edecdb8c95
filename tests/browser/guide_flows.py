"""The guide after set-up: what a person clicks to approve products, to start runs and to see what became of them."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, expect

from tests.browser.guide import Panel, press, see_said, table

RUN_MS = 120_000


def visit_page(panel: Panel, name: str) -> None:
    """Of the store, by the panel's navigation."""
    link = panel.get_by_role("navigation", name="Panel").get_by_role("link", name=name, exact=True)
    link.click()
    expect(link).to_have_attribute("aria-current", "page")


def search_products(panel: Panel, prefix: str) -> None:
    panel.get_by_label("Search").fill(prefix)
    press(panel, "Show")
    expect(table(panel, "Products that match, by SKU")).to_be_visible()


def approve_selected(panel: Panel, which: str, count: int) -> None:
    """which: part of the choice under *With selected*. The number is said before, and again after."""
    panel.get_by_role("group", name="With selected").get_by_role("radio", name=which).check()
    press(panel, "Approve")
    products = f"{count:,} product{'' if count == 1 else 's'}"
    expect(panel.get_by_role("heading", name=f"Approve {products}?")).to_be_visible()
    press(panel, f"Approve {products}")
    see_said(panel, f"Approved {products}. The look-up in BigCommerce has begun")


def upload(panel: Panel, name: str, rows: list[str]) -> None:
    """To the step that asks for the column."""
    text = "\r\n".join(rows) + "\r\n"
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    panel.get_by_label("Step 1 of 4").set_input_files(file)
    press(panel, "Upload and go on")
    expect(panel.get_by_text("Step 2 of 4")).to_be_visible()


def preview(panel: Panel, column: str) -> dict[str, int]:
    """Yes for all. {outcome: rows}."""
    panel.get_by_label("Column of the SKUs").select_option(column)
    panel.get_by_label("Yes: approve every SKU of the file").check()
    press(panel, "Preview")
    rows = table(panel, re.compile("^What becomes of the rows")).get_by_role("row")
    expect(rows.first).to_be_visible()
    return {
        row.get_by_role("rowheader").inner_text().split("\n")[0]: int(row.get_by_role("cell").first.inner_text())
        for row in rows.all()[1:]
    }


def facts(panel: Panel) -> dict[str, str]:
    """The page's list of terms and what they are."""
    terms, values = panel.get_by_role("term").all_inner_texts(), panel.get_by_role("definition").all_inner_texts()
    return dict(zip(terms, values, strict=True))


def start_run(panel: Panel, button: str) -> None:
    visit_page(panel, "Runs")
    press(panel, "Start a run")
    press(panel, button)


def follow_run(panel: Panel) -> None:
    """Until it is done, by the page that looks again by itself; then on."""
    state = panel.get_by_role("status").filter(has_text=re.compile(r"The run (is done|failed)\."))
    state.wait_for(timeout=RUN_MS)
    expect(state).to_have_text("The run is done.")
    press(panel, "Go on")


def run_counts(panel: Panel) -> dict[str, tuple[int, int, int]]:
    """{flow: (read, written, refused)} of the run whose page this is."""
    rows = table(panel, re.compile("^What it did for")).get_by_role("row")
    expect(rows.first).to_be_visible()
    found = {}
    for row in rows.all()[1:]:
        cells = row.get_by_role("cell").all_inner_texts()
        read, written, refused = (int(cells[at].replace(",", "")) for at in (3, 4, 6))
        found[row.get_by_role("rowheader").inner_text()] = (read, written, refused)
    return found


def open_order(panel: Panel, order_id: int) -> None:
    visit_page(panel, "Orders")
    panel.get_by_label("Order number, e-mail address or name").fill(str(order_id))
    press(panel, "Search")
    expect(panel.get_by_role("heading", name=f"Order {order_id}", level=1)).to_be_visible()
