"""What Neto answers to the page that sets it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bigcommerce.connectors import neto_offers
from bigcommerce.connectors.neto import NetoClient
from bigcommerce.connectors.neto_offers import ITEMS_LOOKED_AT, ItemNames
from bigcommerce.domain.standings import counted
from bigcommerce.errors import NotAuthorised
from bigcommerce.ui.neto_account import NetoAccount, patient_neto
from bigcommerce.ui.offers import Questions


@dataclass(frozen=True)
class Found:
    """payments, shipping, warehouses, items: None where Neto did not say. missing: why, a sentence each. is_refused:
    it does not take the key."""

    payments: list[str] | None = None
    shipping: list[str] | None = None
    warehouses: dict[str, str] | None = None
    items: ItemNames | None = None
    is_clock_off: bool = False
    is_refused: bool = False
    missing: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """What was found, for a person."""
        said = []
        if self.answers:
            said.append("The address and the key are right.")
            said.append(
                "Neto's clock and the server's differ by more than 5 minutes: stock may then be taken for newer or "
                "older than it is. Tell Neto's support."
                if self.is_clock_off
                else "Neto's clock agrees with the server's."
            )
        for names, one, many in (
            (self.warehouses, "warehouse", "warehouses"),
            (self.payments, "payment method in use", "payment methods in use"),
            (self.shipping, "shipping method in use", "shipping methods in use"),
        ):
            if names is not None:
                said.append(f"{counted(len(names), one, many)}{': ' if names else ''}{', '.join(names)}.")
        if self.items is not None:
            looked_at = f"the first {ITEMS_LOOKED_AT}" if self.items.items >= ITEMS_LOOKED_AT else self.items.items
            channels = ", ".join(self.items.channels) or "none"
            said.append(f"Sales channels named by {looked_at} active items: {channels}.")
        return said

    @property
    def answers(self) -> bool:
        return any(value is not None for value in (self.payments, self.shipping, self.warehouses, self.items))


def ask_neto(account: NetoAccount) -> Found:
    """Four requests at most; none where there is no key."""
    if not account.has_key:
        return Found()
    questions = Questions("Neto", lambda: patient_neto(account.conn_id))
    refusals = []

    def watch(read: Callable[[NetoClient], Any], client: NetoClient) -> Any:
        try:
            return read(client)
        except NotAuthorised as error:
            refusals.append(error)
            raise

    def ask(what: str, read: Callable[[NetoClient], Any]) -> Any:
        # Where the first gets no answer, four of the same sentence say no more than one.
        return questions.ask(what, partial(watch, read), None) if not questions.missing else None

    return Found(
        payments=ask("payment methods", neto_offers.payment_methods),
        shipping=ask("shipping methods", neto_offers.shipping_methods),
        warehouses=ask("warehouses", neto_offers.warehouses),
        items=ask("items", neto_offers.item_names),
        is_clock_off=questions.client is not None and questions.client.clock_was_doubted,
        is_refused=bool(refusals),
        missing=questions.missing,
    )
