"""An uploaded CSV on its way: its columns, a preview, the run that applies it, and where its result is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response
from wtforms import Form, RadioField, SelectField, validators

from bigcommerce.approval_imports import Reading, look_at_columns, preview_file, read_columns
from bigcommerce.db.approval_imports import find_import_of_file
from bigcommerce.db.approvals import Outcomes
from bigcommerce.db.stores import Store
from bigcommerce.domain.approval_warnings import approval_points
from bigcommerce.domain.approvals import ADVICE, FileColumns
from bigcommerce.errors import BadRequest
from bigcommerce.hooks.uploads import Upload, known_upload
from bigcommerce.ui.airflow_api import start_run
from bigcommerce.ui.forms.fields import choices
from bigcommerce.ui.links import under_store
from bigcommerce.ui.pages.progress import wait_for
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/imports/uploads/{folder}/{name}")

BULK_APPROVAL = "bigcommerce_bulk_approval"
VALUES = {
    "Y": "Yes: approve every SKU of the file",
    "N": "No: unapprove every SKU of the file",
    "column": "A column of the file says so for each",
}
NO_VALUE = "Choose yes, no or a column."
NOT_A_COLUMN = "Choose one of the file's columns."
# What becomes of a row that is not rejected.
ACCEPTED = {
    "approved": "will be approved",
    "unapproved": "will be unapproved",
    "unchanged": "are so already",
}


def upload_of(folder: str, name: str) -> Upload:
    try:
        return known_upload(folder, name)
    except BadRequest as error:
        raise HTTPException(404, str(error)) from None


OfUpload = Annotated[Upload, Depends(upload_of)]


class Columns(Form):
    """Which column has the SKUs, and what is to become of them. columns: those of the file."""

    sku_column = SelectField("Column of the SKUs", validate_choice=False)
    value = RadioField(
        "Approved for BigCommerce", choices=choices(*VALUES.items()), default="Y", validate_choice=False,
        validators=[validators.InputRequired(NO_VALUE), validators.AnyOf(VALUES, NO_VALUE)],
    )  # fmt: skip
    approved_column = SelectField(
        "Column of the value",
        validate_choice=False,
        description="Y, N, Yes, No, 1, 0, true or false in each row. Only where a column says so.",
    )

    def __init__(self, given: Any, columns: Sequence[str]) -> None:
        super().__init__(given)
        self.sku_column.choices = list(columns)
        self.approved_column.choices = ["", *columns]

    @classmethod
    def proposed(cls, found: FileColumns) -> Columns:
        """Before anybody chose. A file that may say which of its rows are meant is never proposed to be approved as a
        whole: where no single column says so, a person chooses."""
        form = cls(None, found.names)
        form.sku_column.data = next((name for name in found.names if name.casefold() == "sku"), found.names[0])
        saying, hinting = ([name for name in names if name != form.sku_column.data] for names in found[1:])
        if len(saying) == 1:
            form.value.data, form.approved_column.data = "column", saying[0]
        elif saying or hinting:
            form.value.data = None
        return form

    def validate_sku_column(self, field: SelectField) -> None:
        if field.data not in (field.choices or ()):
            raise validators.ValidationError(NOT_A_COLUMN)

    def validate_approved_column(self, field: SelectField) -> None:
        if self.value.data != "column":
            return
        if not field.data or field.data not in (field.choices or ()):
            raise validators.ValidationError(NOT_A_COLUMN)
        if field.data == self.sku_column.data:
            raise validators.ValidationError("This column has the SKUs already: choose another.")

    @property
    def reading(self) -> Reading:
        if self.value.data == "column":
            return Reading(self.sku_column.data, approved_column=self.approved_column.data)
        return Reading(self.sku_column.data, self.value.data)

    @property
    def params(self) -> dict[str, str]:
        """Of the DAG, which knows the value's column or the value for all, not both."""
        reading = self.reading
        if reading.approved_column is not None:
            return {"sku_column": reading.sku_column, "approved_column": reading.approved_column}
        return {"sku_column": reading.sku_column, "approved_value": reading.approved_value}


def path_of(store: Store, upload: Upload, *more: str) -> str:
    return under_store(store.store_code, "imports", "uploads", upload.folder, upload.name, *more)


@router.get("")
def columns(visit: InVisit, store: OfStore, upload: OfUpload) -> Response:
    return show_columns(visit, store, upload, Columns.proposed(look_at_columns(upload.file)))


def show_columns(visit: Visit, store: Store, upload: Upload, form: Columns, wrong: str | None = None) -> Response:
    """wrong: with the file, read like this."""
    status = 400 if wrong or form.errors else 200
    return visit.show(
        "import_columns.html", status, store=store, upload=upload, form=form, wrong=wrong,
        path=path_of(store, upload), back=under_store(store.store_code, "imports"),
    )  # fmt: skip


@router.get("/preview")
def preview(visit: InVisit, store: OfStore, upload: OfUpload) -> Response:
    form = Columns(visit.request.query_params, read_columns(upload.file))
    if not form.validate():
        return show_columns(visit, store, upload, form)
    try:
        outcomes, lacking = preview_file(visit.db, upload.file, store.store_code, form.reading)
    except BadRequest as error:
        return show_columns(visit, store, upload, form, str(error))
    return visit.show(
        "import_preview.html", store=store, upload=upload, form=form, outcomes=outcomes, rows=table(outcomes),
        path=path_of(store, upload), firsts=[sku for _, sku in outcomes.examples.get("approved", ())],
        points=approval_points(outcomes.approved, lacking, sends_prices=store.prices_managed_in == "backoffice"),
    )  # fmt: skip


def table(outcomes: Outcomes) -> list[dict[str, Any]]:
    """What will change first, what is rejected last."""
    order = [*ACCEPTED, *ADVICE]
    return [
        {"outcome": name, "count": count, "means": ACCEPTED.get(name), "advice": ADVICE.get(name, ""),
         "first": outcomes.examples.get(name, [])}
        for name, count in sorted(outcomes.counts.items(), key=lambda item: order.index(item[0]))
    ]  # fmt: skip


@router.post("/process")
def process(visit: InVisit, store: OfStore, upload: OfUpload, posted: Posted) -> Response:
    form = Columns(posted, read_columns(upload.file))
    if not form.validate():
        return show_columns(visit, store, upload, form)
    run = start_run(visit.request, BULK_APPROVAL, {"store": store.store_code, "file": upload.file} | form.params)
    return wait_for(visit, BULK_APPROVAL, run, path_of(store, upload, "result"))


@router.get("/result")
def result(visit: InVisit, store: OfStore, upload: OfUpload) -> Response:
    """Of the newest run that applied it; the file itself may be gone by then."""
    import_id = find_import_of_file(visit.db, store.store_code, upload.file)
    if import_id is not None:
        return visit.go(under_store(store.store_code, "imports", import_id))
    return visit.show("import_result.html", store=store, upload=upload, path=path_of(store, upload))
