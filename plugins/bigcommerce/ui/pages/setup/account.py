"""Step 1: the API account, and what it may do."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from bigcommerce.connectors.scopes import SCOPES, Account, probe_account
from bigcommerce.db.setups import keep_account_test, note_step
from bigcommerce.db.stock import save_stock_api
from bigcommerce.db.stores import Store, connections_of_others
from bigcommerce.errors import SyncError
from bigcommerce.ui.credentials import Credentials, read_credentials, said_of_double, save_credentials, who_has
from bigcommerce.ui.entered_accounts import why_refused
from bigcommerce.ui.forms.accounts import AccountForm
from bigcommerce.ui.offers import patient_client
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.setups import Difference, differing, last_test, path_to, show_step, step_saved
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/set-up/account")


def page(
    visit: Visit, store: Store, form: AccountForm, status: int = 200, differences: list[Difference] | None = None
) -> Response:
    return show_step(
        visit,
        store,
        "account",
        "account",
        status=status,
        differences=differences,
        form=form,
        credentials=form.former,
        scopes=SCOPES,
        test=last_test(visit, store),
    )


@router.get("")
def show(visit: InVisit, store: OfStore) -> Response:
    return page(visit, store, AccountForm.of(read_credentials(store.connection_id)))


@router.post("")
def save(visit: InVisit, store: OfStore, data: Posted) -> Response:
    former = read_credentials(store.connection_id)
    if former.kept_in:
        raise HTTPException(409, f"The connection {former.conn_id} cannot be changed here. {former.kept_in}")
    form = AccountForm.of(former, data)
    if not form.validate():
        return page(visit, store, form, 400)
    wanted = form.values
    if other := who_has(wanted["store_hash"], connections_of_others(visit.db, store.store_code)):
        form.api_path.errors = [f"{said_of_double(other)} Enter the account of another one."]
        return page(visit, store, form, 400)
    if form.as_read.data != former.as_read:
        differences = changed_meanwhile(form, former)
        form.as_read.data = former.as_read
        return page(visit, store, form, 409, differences)
    is_new = not former.exists or form.token or form.secret or form.values != former.values
    if is_new and store.is_enabled and (refusal := why_refused(former, wanted, form.token)):
        # A live store would stop at its next run.
        form.access_token.errors = [
            f"{refusal}, and the store is live: nothing is saved, and the former account stays. Enter it once more, or "
            "switch the store off first."
        ]
        return page(visit, store, form, 400)
    if is_new:
        save_credentials(visit.request, former, form.values, form.token, form.secret)
        # Another account may have another scope: the next run finds out.
        save_stock_api(visit.db, store.store_code, None)
    note_step(visit.db, store.store_code, "account", visit.person.name)
    return run_test(visit, store) if form.then.data == "test" else step_saved(visit, store, "account")


@router.post("/test")
def run_test(visit: InVisit, store: OfStore) -> Response:
    # Read before it is tested: one that is changed meanwhile counts as not tested.
    account = read_credentials(store.connection_id).as_read
    try:
        found = probe_account(patient_client(store))
    except SyncError as error:
        found = Account(str(error))
    keep_account_test(visit.db, store.store_code, account, visit.person.name, asdict(found))
    return visit.go(path_to(store, "account"), said="Tested: see below what was found.")


def changed_meanwhile(form: AccountForm, former: Credentials) -> list[Difference]:
    """Secrets are never shown: that they may differ is all that is said."""
    labels = {"store_hash": "Store hash", "client_id": "Client ID", "host": "API address"}
    found = [Difference(labels[one.name], one.yours, one.saved) for one in differing(form.values, former.values)]
    return [*found, Difference("Access token and client secret", "enter them again", "may be others than before")]
