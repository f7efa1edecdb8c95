"""Neto as the back office: its account, its names, its settings, and the switch. For admins only."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response

from bigcommerce.db.neto.settings import NetoSettings, read_settings
from bigcommerce.db.neto.setups import (
    accept_orders_before,
    add_names,
    count_waiting_orders,
    delete_settings,
    lock_settings,
    save_settings,
    store_of_prefix,
)
from bigcommerce.db.setups import read_backoffice_names
from bigcommerce.db.stores import list_stores, read_store
from bigcommerce.domain.standings import counted
from bigcommerce.errors import NotAuthorised, SyncError
from bigcommerce.ui.fingerprints import fingerprint
from bigcommerce.ui.forms.neto import DEFAULT, NetoAccountForm, NetoSettingsForm, OldOrdersForm, settings
from bigcommerce.ui.guard import admins_only
from bigcommerce.ui.neto_account import NetoAccount, read_account, save_account, try_entered
from bigcommerce.ui.neto_offers import Found, ask_neto
from bigcommerce.ui.neto_questions import (
    ask_about_marks,
    ask_about_move,
    ask_about_orders,
    ask_unanswered,
    left_behind,
    said_of,
)
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.setups import Difference, differing, named_by
from bigcommerce.ui.visit import InVisit, Visit

log = logging.getLogger(__name__)
router = APIRouter(prefix="/neto", dependencies=[Depends(admins_only)])


def account_of(saved: NetoSettings | None) -> NetoAccount:
    return read_account((saved or DEFAULT).connection_id)


def show_page(
    visit: Visit,
    saved: NetoSettings | None,
    found: Found,
    status: int = 200,
    *,
    account_form: NetoAccountForm | None = None,
    settings_form: NetoSettingsForm | None = None,
    differences: list[Difference] | None = None,
) -> Response:
    """found: what Neto offers now. A form that was sent and is not right yet is shown again, the other as saved."""
    account = account_of(saved)
    known = read_backoffice_names(visit.db)
    new_names = {
        kind: [name for name in names or [] if name not in known[kind]]
        for kind, names in (("payment", found.payments), ("shipping", found.shipping))
    }
    return visit.show(
        "neto.html",
        status,
        neto=saved,
        account=account,
        found=found,
        new_names=new_names,
        account_form=account_form or NetoAccountForm.of(account),
        settings_form=settings_form or settings_form_of(visit, saved, found),
        has_stores=bool(list_stores(visit.db)),
        differences=differences or [],
        saved=None,
    )


def settings_form_of(visit: Visit, saved: NetoSettings | None, found: Found, data: Any = None) -> NetoSettingsForm:
    channels = found.items.channels if found.items else []
    return NetoSettingsForm.of(saved, list_stores(visit.db), channels, found.warehouses, data)


@router.get("")
def show(visit: InVisit) -> Response:
    saved = read_settings(visit.db)
    return show_page(visit, saved, ask_neto(account_of(saved)))


@router.post("/account")
def save(visit: InVisit, data: Posted) -> Response:
    """Nothing is saved where Neto refuses the key; where it does not answer, nobody knows."""
    saved = read_settings(visit.db)
    former = account_of(saved)
    if former.kept_in:
        raise HTTPException(409, f"The connection {former.conn_id} cannot be changed here. {former.kept_in}")
    form = NetoAccountForm.of(former, data)
    if not form.validate():
        return show_page(visit, saved, Found(), 400, account_form=form)
    is_new = not former.exists or form.key or form.values != former.values
    said = "The account is saved: see below what Neto answered."
    if is_new and form.as_read.data == former.as_read:
        try:
            try_entered(former, form.values, form.key)
        except NotAuthorised as error:
            kept = "The former key is kept." if former.has_key else "Nothing is saved."
            form.api_key.errors = [f"Neto refused this key: {error} {kept}"]
            return show_page(visit, saved, Found(), 400, account_form=form)
        except SyncError as error:
            said = f"The account is saved, but it could not be tested: {error}"
        former = account_of(saved)
    if form.as_read.data != former.as_read:
        form.as_read.data = former.as_read
        return show_page(visit, saved, Found(), 409, account_form=form, differences=changed_meanwhile(form, former))
    if is_new:
        save_account(visit.request, former, form.values, form.key)
    return visit.go("/neto", said=said)


def changed_meanwhile(form: NetoAccountForm, former: NetoAccount) -> list[Difference]:
    """The key is never shown: that it may differ is all that is said."""
    found = [named_by(form, one) for one in differing(form.values, former.values)]
    return [*found, Difference("API key", "enter it again", "may be another than before")]


@router.post("/test")
def try_account(visit: InVisit) -> Response:
    """The page itself asks Neto anew."""
    return visit.go("/neto", said="Tested: see below what Neto answered.")


@router.post("/names")
def take_names_over(visit: InVisit) -> Response:
    found = ask_neto(account_of(read_settings(visit.db)))
    if found.payments is None and found.shipping is None:
        why = " ".join(found.missing) or "Enter its account first."
        raise HTTPException(502, f"Neto did not say its names, so none was taken over. {why}")
    with visit.db.transaction():
        payments = add_names(visit.db, "payment", found.payments or [])
        services = add_names(visit.db, "shipping", found.shipping or [])
    return visit.go(
        "/neto",
        said=f"{counted(payments, 'payment method', 'payment methods')} and "
        f"{counted(services, 'shipping service', 'shipping services')} were added; none was taken away.",
    )


@router.post("/settings")
def switch_on(visit: InVisit, data: Posted) -> Response:
    """Saved at once, unless Neto does not answer or orders wait that it would be sent: then a person is asked first."""
    saved = read_settings(visit.db)
    account = account_of(saved)
    if not account.has_key:
        raise HTTPException(409, "There is no account yet, so Neto cannot be switched on: enter its API key first.")
    found = ask_neto(account)
    form = settings_form_of(visit, saved, found, data)
    is_right = form.validate()
    wanted = form.chosen()
    if other := store_of_prefix(visit.db, wanted["store_code"], wanted["order_id_prefix"]):
        form.order_id_prefix.errors = [
            f"Orders of store {other} are at Neto under {wanted['order_id_prefix']} already, with numbers that this "
            "store has too: choose another prefix."
        ]
    if not is_right or other:
        return show_page(visit, saved, found, 400, settings_form=form)
    old_orders = OldOrdersForm(data, prefix="old-")
    with visit.db.transaction():
        lock_settings(visit.db)
        former = read_settings(visit.db)
        if form.as_read.data != fingerprint(former and settings(former)):
            return told(visit, former, found, form, wanted)
        is_new = former is None or former.store_code != wanted["store_code"]
        if is_new and found.is_refused:
            raise HTTPException(409, f"Neto refuses the key, so it is not switched on. {' '.join(found.missing)}")
        if former and is_new and data.get("moved") != "yes":
            return ask_about_move(visit, data, former.store_code, wanted["store_code"], found)
        waiting = count_waiting_orders(visit.db, wanted["store_code"]) if is_new else {"orders": 0}
        which = data.get("asked")
        if waiting["orders"] and which != "all" and (which != "older" or not old_orders.validate()):
            status = 400 if old_orders.errors else 200
            return ask_about_orders(visit, data, wanted["store_code"], waiting, old_orders, found, status)
        if is_new and not found.answers and not waiting["orders"] and data.get("sure") != "yes":
            return ask_unanswered(visit, data, wanted["store_code"], found)
        before = old_orders.moment if waiting["orders"] and which == "older" else None
        if before and data.get("sure") != "yes":
            return ask_about_marks(visit, data, wanted["store_code"], before, waiting["orders"])
        marked = accept_orders_before(visit.db, wanted["store_code"], before) if before else 0
        was_confirmed = read_store(visit.db, wanted["store_code"]).orders_are_confirmed
        save_settings(visit.db, {"connection_id": account.conn_id, **wanted})
    if marked:
        log.info(
            "%s marked %d orders of store %s, placed before %s, as accepted: Neto is not sent them",
            visit.person.name, marked, wanted["store_code"], before,
        )  # fmt: skip
    said = said_of(wanted["store_code"], is_new, was_confirmed, marked)
    if former and is_new:
        said += [f"No order of store {former.store_code} is sent to Neto any more.", left_behind(former.store_code)]
    return visit.go("/neto", said=" ".join(said))


def told(
    visit: Visit, former: NetoSettings | None, found: Found, form: NetoSettingsForm, wanted: Mapping[str, Any]
) -> Response:
    """Somebody else saved meanwhile, and nothing was written."""
    kept = settings(former) if former else {}
    form.as_read.data = fingerprint(former and kept)
    differences = [named_by(form, one) for one in differing(wanted, kept)]
    return show_page(visit, former, found, 409, settings_form=form, differences=differences)


@router.post("/off")
def switch_off(visit: InVisit, data: Posted) -> Response:
    saved = read_settings(visit.db)
    if saved is None:
        return visit.go("/neto", said="Neto is switched off already.")
    if data.get("sure") != "yes":
        return visit.ask(
            "Switch Neto off",
            f"Nothing is read from Neto any more, and no order of store {saved.store_code} is sent to it, until it is "
            "switched on again. These settings are forgotten; the account, and all products, orders and parcels that "
            f"are here, stay. {left_behind(saved.store_code)}",
            action="/neto/off",
            fields={},
            button="Switch Neto off",
            back="/neto",
        )
    with visit.db.transaction():
        lock_settings(visit.db)
        delete_settings(visit.db)
    return visit.go("/neto", said="Neto is switched off.")
