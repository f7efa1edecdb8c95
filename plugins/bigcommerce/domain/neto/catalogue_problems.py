"""What is said of Neto's catalogue where something is wrong with it."""

from __future__ import annotations

from bigcommerce.domain.neto.items import DEFAULT_GROUP
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Invalid


def invalid_item(key: str, error: Invalid) -> Problem:
    return Problem(
        key,
        "neto_invalid_item",
        f'Item "{key}" of Neto was not imported: {error}. Correct it in Neto; it is read again when it changes there.',
        {"field": error.field},
    )


def clock_differs() -> Problem:
    return Problem(
        "clock",
        "neto_clock_differs",
        "Neto's clock is more than 5 minutes off, so its numbers are dated by the earlier of two clocks, and units on "
        "orders may stay reserved for longer. Set this machine's clock; if that is right, tell Neto's support.",
    )


def another_default_group(code: str, name: str) -> Problem:
    return Problem(
        DEFAULT_GROUP,
        "neto_other_default_group",
        f'"{name}" is the default price group here, so Neto\'s default prices, the group "{DEFAULT_GROUP}", are not. '
        f'Choose "{DEFAULT_GROUP}" as the price group of each store that is to have them, or take the mark off '
        f'"{name}": the next import then sets it.',
        {"price_group": code},
    )


def no_channel(name: str) -> Problem:
    return Problem(
        name[:60],
        "neto_no_sales_channel",
        f'No item of Neto names the sales channel "{name}", so no approval was imported. Correct the name in Neto\'s '
        "settings, or let approvals live here.",
    )
