"""Which orders come down, and what becomes of names that are not mapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from wtforms import BooleanField, RadioField

from bigcommerce.db.stores import Store
from bigcommerce.domain.statuses import STATUSES
from bigcommerce.ui.fingerprints import fingerprint
from bigcommerce.ui.forms.fields import Checkboxes, DayField, NumberField, SettingsForm, TextField, choices, needed

COLUMNS = (
    "order_sync_enabled",
    "order_statuses_to_sync",
    "orders_since",
    "received_order_status",
    "unmapped_order_policy",
    "default_payment_method",
    "default_shipping_service",
    "orders_are_confirmed",
    "raw_order_retention_days",
)
RECEIVED_STATUSES = ("New", "Pick", "On Hold")


class OrdersForm(SettingsForm):
    order_sync_enabled = BooleanField("Enable order sync", description="Default: on. Off: no order is read.")
    order_statuses_to_sync = Checkboxes(
        "Order statuses to sync",
        [needed("Choose at least one status.")],
        coerce=int,
        description="An order is received once it is in one of these. Default: Awaiting Fulfillment, which is paid and "
        "not shipped yet. Orders in another status are kept aside until they are changed at BigCommerce.",
    )
    orders_since = DayField(
        "Receive orders placed since",
        description="The day begins at 00:00 UTC. Default: empty, which receives orders of any age.",
    )
    received_order_status = TextField(
        "Received order status",
        [needed("Enter the status that a received order gets in your back office.")],
        description="What a received order is called in your back office at first. Default: New.",
    )
    unmapped_order_policy = RadioField(
        "An order with a payment or shipping method that is not mapped",
        choices=choices(("on_hold", "is received On Hold and needs attention"), ("park", "waits, and is not received")),
        description="Default: it is received On Hold. Either way the next run completes it once the name is mapped.",
    )
    default_payment_method = TextField(
        "Default payment method",
        description="Used for every payment method that is not mapped. Default: empty, so such orders wait for you.",
    )
    default_shipping_service = TextField(
        "Default shipping service",
        description="Used for every shipping method that is not mapped. Default: empty, so such orders wait for you.",
    )
    orders_are_confirmed = BooleanField(
        "My back office confirms orders",
        description="On: units of an order stay reserved until the back office has accepted it and stock was counted "
        "after that. Default: off, until stock was counted after the order was received.",
    )
    raw_order_retention_days = NumberField(
        "Keep superseded order payloads for (days)",
        least=1,
        description="Older versions of an order go after so many days; the newest stays. Default: empty, keep all.",
    )

    @classmethod
    def of(
        cls,
        store: Store,
        labels: Mapping[int, str],
        counts: Mapping[int, int],
        names: Mapping[str, Sequence[str]],
        data: Any = None,
    ) -> OrdersForm:
        """labels: the merchant's own; counts: how often a status occurs; names: the back office's, by kind."""
        values = settings(store)
        form = cls(data, data=form_values(store), as_read=fingerprint(values))
        known = {status: labels.get(status, name) for status, name in STATUSES.items()}
        known |= {status: label for status, label in labels.items() if status != 0}
        known |= {status: f"Status {status}" for status in store.order_statuses_to_sync if status not in known}
        form.order_statuses_to_sync.choices = choices(
            *(
                (status, f"{label} ({counts[status]:,})" if counts.get(status) else label)
                for status, label in known.items()
            )
        )
        form.received_order_status.options = RECEIVED_STATUSES
        form.default_payment_method.options = names["payment"]
        form.default_shipping_service.options = names["shipping"]
        return form

    def chosen(self, store: Store) -> dict[str, Any]:
        """By column. A day that stays keeps the time it was given elsewhere."""
        values = {name: self.data[name] for name in COLUMNS}
        day, former = values["orders_since"], store.orders_since
        if day is not None:
            is_same = former is not None and former.astimezone(UTC).date() == day
            values["orders_since"] = former if is_same else datetime.combine(day, time(), UTC)
        values["order_statuses_to_sync"] = sorted(values["order_statuses_to_sync"])
        return values


def settings(store: Store) -> dict[str, Any]:
    values = {name: getattr(store, name) for name in COLUMNS}
    return values | {"order_statuses_to_sync": sorted(store.order_statuses_to_sync)}


def form_values(store: Store) -> dict[str, Any]:
    since = store.orders_since
    return settings(store) | {"orders_since": since and since.astimezone(UTC).date()}
