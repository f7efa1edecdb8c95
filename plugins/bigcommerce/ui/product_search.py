"""What a list of products is narrowed by, as its address says it and its form shows it."""

from __future__ import annotations

from typing import Any

from wtforms import Form, SearchField, SelectField, validators

from bigcommerce.domain.product_filters import ProductFilter
from bigcommerce.ui.forms.fields import choices

ANY, YES, NO = "", "yes", "no"
NOT_A_CHOICE = "Choose one of those offered."


def choice(label: str, **offered: str) -> SelectField:
    return SelectField(
        label, choices=choices((ANY, "Any"), *offered.items()), default=ANY, validate_choice=False,
        validators=[validators.AnyOf([ANY, *offered], NOT_A_CHOICE)],
    )  # fmt: skip


class ProductSearch(Form):
    q = SearchField(
        "Search",
        [
            validators.Length(max=100, message="Search for 100 characters at most."),
            validators.Regexp(r"[^\0]*\Z", message="It holds a character that no text has."),
        ],
        default="",
        description="How a SKU or a name begins, in any case.",
    )
    by = SelectField("By", choices=choices(("sku", "SKU"), ("name", "Name")), default="sku", validate_choice=False,
                     validators=[validators.AnyOf(["sku", "name"], NOT_A_CHOICE)])  # fmt: skip
    approved = choice("Approved", yes="Yes", no="No")
    link = choice("In BigCommerce", linked="Linked", missing="Missing", ambiguous="Ambiguous", none="Not looked up yet")
    problem = choice("Open problem", yes="Yes", no="No")
    parent = choice("Parent with options", yes="Yes", no="No")

    @property
    def query(self) -> dict[str, str]:
        """What narrows, for an address or for hidden fields."""
        given = {name: value for name, value in self.data.items() if value}
        return given if given.get("q") else {name: value for name, value in given.items() if name != "by"}

    @property
    def wanted(self) -> ProductFilter:
        searched: dict[str, Any] = {}
        if self.q.data:
            by_name = self.by.data == "name"
            searched = {"name_prefix": self.q.data} if by_name else {"sku_prefix": self.q.data, "is_any_case": True}
        return ProductFilter(
            is_approved=said(self.approved.data),
            link_state=self.link.data or None,
            has_problem=said(self.problem.data),
            is_parent=said(self.parent.data),
            **searched,
        )


def said(choice: str | None) -> bool | None:
    return {YES: True, NO: False}.get(choice or ANY)
