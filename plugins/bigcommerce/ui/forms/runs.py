"""What a person chooses before starting a run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from wtforms import BooleanField, DateField, Form, SelectField, TextAreaField
from wtforms.fields import DateTimeLocalField
from wtforms.validators import InputRequired, Optional, ValidationError

from bigcommerce.domain.order_searches import read_order_id
from bigcommerce.errors import Invalid
from bigcommerce.ui.forms.fields import choices

# What fits into a run's parameters with ease; more is a run of everything.
MOST_ITEMS = 5_000
# A run a day: Airflow counts and makes them while the page waits.
MOST_DAYS = 1_100
FORMAT = "%Y-%m-%dT%H:%M"


class LinesField(TextAreaField):
    """One item a line; empty: all. lines: trimmed, each once."""

    @property
    def lines(self) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in (self.data or "").splitlines() if line.strip()))

    def pre_validate(self, form: Any) -> None:
        if len(self.lines) > MOST_ITEMS:
            raise ValidationError(f"At most {MOST_ITEMS:,} lines; leave it empty for all.")


class OrderIdsField(LinesField):
    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        for line in self.lines:
            try:
                read_order_id(line)
            except Invalid:
                raise ValidationError(f'"{line[:40]}" is no order number: enter whole numbers, one a line.') from None

    @property
    def order_ids(self) -> list[int]:
        return [read_order_id(line) for line in self.lines]


class MomentField(DateTimeLocalField):
    """In UTC."""

    data: datetime | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, validators=[Optional()], format=[FORMAT, FORMAT + ":%S"], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a date and a time, such as 2026-03-01 14:00.") from None
        if self.data:
            self.data = self.data.replace(tzinfo=UTC)


class DayField(DateField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, validators=[InputRequired("Choose a day.")], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a day, such as 2026-03-01.") from None


DRY_RUN = "Works everything out and shows what would be sent; sends nothing."
SKUS = "One a line. Empty: all that are due."


class ExportForm(Form):
    dag_id = "bigcommerce_price_stock_export"
    what = SelectField(
        "What", choices=choices(("both", "Prices, then stock"), ("prices", "Prices"), ("stock", "Stock"))
    )
    skus = LinesField("SKUs", description=f"{SKUS} Nothing is sent of a SKU that is not approved.")
    dry_run = BooleanField("Dry run", description=DRY_RUN)
    as_if_approved = BooleanField(
        "As if approved", description="Only in a dry run for SKUs: shows what would be sent once they are approved."
    )
    full = BooleanField(
        "Full", description="Compares with what BigCommerce holds now and repairs what differs, as every night."
    )

    def validate_as_if_approved(self, field: BooleanField) -> None:
        if field.data and not (self.dry_run.data and self.skus.lines):
            raise ValidationError("Tick Dry run and enter SKUs too: nothing is ever sent so.")
        if field.data and self.full.data:
            raise ValidationError("It does not go with Full: choose one of them.")

    def params(self) -> dict[str, Any]:
        skus = {"skus": self.skus.lines} if self.skus.lines else {}
        as_if_approved = {"as_if_approved": True} if self.as_if_approved.data else {}
        return {
            "what": self.what.data,
            "dry_run": self.dry_run.data,
            "full": self.full.data,
            **skus,
            **as_if_approved,
        }


class TrackingForm(Form):
    dag_id = "bigcommerce_tracking_export"
    order_ids = OrderIdsField("Order numbers", description="BigCommerce's, one a line. Empty: all that are due.")
    dry_run = BooleanField("Dry run", description="Works everything out, says it in the run's log, sends nothing.")

    def params(self) -> dict[str, Any]:
        order_ids = {"order_ids": self.order_ids.order_ids} if self.order_ids.lines else {}
        return {"dry_run": self.dry_run.data, **order_ids}


class LinksForm(Form):
    dag_id = "bigcommerce_product_link_refresh"
    skus = LinesField("SKUs", description="One a line. Empty: what changed in BigCommerce since the last time.")
    full = BooleanField("Full", description="Walks the whole catalogue, as every night.")

    def params(self) -> dict[str, Any]:
        skus = {"skus": self.skus.lines} if self.skus.lines else {}
        return {"full": self.full.data, **skus}


class OrdersForm(Form):
    dag_id = "bigcommerce_order_ingest"
    order_ids = OrderIdsField(
        "Order numbers", description="BigCommerce's, one a line: exactly these are read, however old."
    )
    by = SelectField("Or all orders", choices=choices(("modified", "changed"), ("placed", "placed, however old")))
    start = MomentField("From (UTC)")
    end = MomentField("To (UTC)", description="This moment itself is not included. Empty: now.")

    def validate_end(self, field: MomentField) -> None:
        if field.data and not self.start.data:
            raise ValidationError("Choose a beginning too.")
        if field.data and self.start.data and field.data <= self.start.data:
            raise ValidationError("The end must be after the beginning.")

    def validate_order_ids(self, field: OrderIdsField) -> None:
        if field.lines and self.start.data:
            raise ValidationError("Enter either order numbers or a time, not both.")

    def params(self) -> dict[str, Any]:
        """None chosen: what changed since the last run."""
        if self.order_ids.lines:
            return {"order_ids": self.order_ids.order_ids}
        bounds = {"from": self.start.data, "to": self.end.data}
        return {f"{self.by.data}_{side}": bound.isoformat() for side, bound in bounds.items() if bound}


class NetoItemsForm(Form):
    dag_id = "neto_catalog_import"
    skus = LinesField("SKUs", description="One a line. Empty: what changed in Neto since the last time.")
    full = BooleanField("Full", description="Reads every product, as every night.")

    def params(self) -> dict[str, Any]:
        return {"full": self.full.data, **({"skus": self.skus.lines} if self.skus.lines else {})}


class NetoOrdersForm(Form):
    dag_id = "neto_order_push"
    order_ids = OrderIdsField("Order numbers", description="BigCommerce's, one a line. Empty: all that wait.")

    def params(self) -> dict[str, Any]:
        return {"order_ids": self.order_ids.order_ids} if self.order_ids.lines else {}


class NetoParcelsForm(NetoOrdersForm):
    dag_id = "neto_consignment_import"
    order_ids = OrderIdsField(
        "Order numbers", description="BigCommerce's, one a line. Empty: what was dispatched since the last time."
    )


class NetoApprovalsForm(Form):
    dag_id = "neto_approval_push"
    skus = LinesField("SKUs", description="One a line. Empty: all that Neto does not know yet.")

    def params(self) -> dict[str, Any]:
        return {"skus": self.skus.lines} if self.skus.lines else {}


class BackfillForm(Form):
    start = DayField("From", description="The first day, in UTC.")
    end = DayField(
        "To", description=f"The last day, that day included; yesterday at the latest. {MOST_DAYS:,} days at most."
    )

    def validate_end(self, field: DayField) -> None:
        if field.data and field.data >= today():
            raise ValidationError("Choose yesterday at the latest: today's orders come with the ordinary runs.")
        if field.data and self.start.data and field.data < self.start.data:
            raise ValidationError("The last day must not be before the first.")
        if field.data and self.start.data and (field.data - self.start.data).days >= MOST_DAYS:
            raise ValidationError(
                f"At most {MOST_DAYS:,} days at once, which is three years: start with the latest of them, and the "
                "earlier ones once these are done."
            )


def today() -> date:
    return datetime.now(UTC).date()


def yesterday() -> date:
    return today() - timedelta(days=1)
