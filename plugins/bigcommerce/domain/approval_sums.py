"""What approving many SKUs would change at BigCommerce, in sums, out of the rules' rows as if they were approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bigcommerce.domain.approval_effects import price_now
from bigcommerce.domain.explanations import Held, money

Row = Mapping[str, Any]

# A price that moves by more is worth a word.
MUCH = 10
EXAMPLES = 5
NOT_ASKED = Held()


def link_sums(to_approve: Mapping[str, str | None]) -> list[str]:
    """What is not known, or not there. to_approve: {SKU: how its last look-up ended, None: there was none}."""
    states = list(to_approve.values())
    unknown, absent = states.count(None), sum(state not in (None, "linked") for state in states)
    sentences = []
    if unknown:
        it = "it" if unknown == 1 else "they"
        sentences.append(
            f"{products(unknown)} {was(unknown)} not looked up in BigCommerce yet, so what {it} would change there is "
            "not known: refresh the product links first to know it."
        )
    if absent:
        sentences.append(
            f"{products(absent)} {was(absent)} not found in BigCommerce, or found twice: nothing would be sent."
        )
    return sentences


def price_sums(rows: Sequence[Row] | None) -> list[str]:
    """rows: of the price rule, with its workings; None: prices are managed in BigCommerce."""
    if rows is None:
        return ["No price would be sent: the prices of this store are managed in BigCommerce."]
    own = [row for row in rows if row["target"] == "catalog"]
    sent = [row for row in own if row["verdict"] == "send"]
    held = sum(row["verdict"] == "price_change_too_large" for row in own)
    stuck = sum(row["verdict"] not in ("send", "unchanged", "price_change_too_large") for row in own)
    listed = sum(row["target"] != "catalog" and row["verdict"] == "send" for row in rows)
    sentences = [*sent_prices(sent), *biggest_moves(own)]
    if held:
        it = "it" if held == 1 else "them"
        sentences.append(
            f"{counted(held, 'price moves', 'prices move')} further than the store allows: a person has to let {it} "
            "pass first."
        )
    if stuck:
        sentences.append(f"{products(stuck)} {'has' if stuck == 1 else 'have'} no price that can be sent.")
    if listed:
        sentences.append(
            f"Besides, {counted(listed, 'price', 'prices')} would be sent to price lists; what those hold now is not "
            "in these figures."
        )
    return sentences


def sent_prices(sent: Sequence[Row]) -> list[str]:
    if not sent:
        return ["No price would be sent."]
    known = [row for row in sent if former(row) is not None]
    sentences = [f"The price of {products(len(sent))} would be sent."]
    if known:
        moved, much = sum(former(row) != row["price"] for row in known), sum(moves_much(row) for row in known)
        sentences[0] += (
            f" {moved:,} of them {'differs' if moved == 1 else 'differ'} from the last price known at BigCommerce, "
            f"{much:,} by more than {MUCH} %; BigCommerce was not asked for this."
        )
    if unread := len(sent) - len(known):
        sentences.append(
            f"BigCommerce's own price of {products(unread)} was never read, so how far it would move is not known."
        )
    if on_sale := sum(row["sale_price"] is not None for row in sent):
        sentences.append(f"{products(on_sale)} would be on sale.")
    return sentences


def biggest_moves(rows: Iterable[Row]) -> list[str]:
    """The biggest rise, and the biggest fall, of what is sent or waits for a person."""
    moves = [
        (percent, row)
        for row in rows
        if row["verdict"] in ("send", "price_change_too_large") and (percent := percent_of(row))
    ]
    if not moves:
        return []
    (most, risen), (least, fallen) = max(moves, key=percent_first), min(moves, key=percent_first)
    return [
        *([f"The biggest rise: {move(most, risen)}."] if most > 0 else []),
        *([f"The biggest fall: {move(least, fallen)}."] if least < 0 else []),
    ]


def percent_first(found: tuple[Decimal, Row]) -> Decimal:
    return found[0]


def move(percent: Decimal, row: Row) -> str:
    return f'SKU "{row["sku"]}" from {money(former(row))} to {money(row["price"])}, {percent:+.2f} %'


def former(row: Row) -> Any:
    """As it was last accepted or seen at BigCommerce; None: never."""
    return price_now(row, NOT_ASKED)[0]


def moves_much(row: Row) -> bool:
    """From a price of 0 every other is far."""
    before = former(row)
    return abs(row["price"] - before) * 100 > MUCH * before


def percent_of(row: Row) -> Decimal | None:
    """None: no former price above 0 is known."""
    before = former(row)
    return (row["price"] - before) * 100 / before if before else None


def stock_sums(rows: Sequence[Row] | None) -> list[str]:
    """rows: of the stock rule, with its workings; None: no stock is sent for the store."""
    if rows is None:
        return [
            "No stock would be sent: the stock of this store is managed in BigCommerce, or its sync is switched off."
        ]
    sent = [row for row in rows if row["verdict"] == "send"]
    stuck = sum(row["verdict"] not in ("send", "unchanged") for row in rows)
    sentences = [f"The stock of {products(len(sent))} would be sent." if sent else "No stock would be sent."]
    if none_left := [row["sku"] for row in sent if row["quantity"] == 0]:
        shown = ", ".join(none_left[:EXAMPLES]) + (" …" if len(none_left) > EXAMPLES else "")
        sentences.append(
            f"{products(len(none_left))} would be offered with stock 0, so shoppers cannot buy "
            f"{'it' if len(none_left) == 1 else 'them'}: {shown}."
        )
    if stuck:
        sentences.append(f"{products(stuck)} {'has' if stuck == 1 else 'have'} no stock that can be sent.")
    return sentences


def products(number: int) -> str:
    return counted(number, "product", "products")


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def was(number: int) -> str:
    return "was" if number == 1 else "were"
