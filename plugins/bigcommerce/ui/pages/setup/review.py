"""The last step: every choice in words, and the switch."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from bigcommerce.connectors.offers import count_orders, entered_with_tax
from bigcommerce.connectors.scopes import SCOPES
from bigcommerce.db import setups
from bigcommerce.db.names import count_payment_names, count_services, count_shipping_names, read_carriers
from bigcommerce.db.neto.settings import read_settings
from bigcommerce.db.stores import Store, connections_of_others
from bigcommerce.domain import setup_warnings
from bigcommerce.domain import setups as words
from bigcommerce.domain.mappings import Coverage, coverage
from bigcommerce.ui.airflow_schedules import read_schedules
from bigcommerce.ui.credentials import Credentials, read_credentials, said_of_double, who_has
from bigcommerce.ui.offers import Offers
from bigcommerce.ui.pages.setup.names import PAYMENT, SHIPPING, mapped_names
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.seen import LATELY, lately
from bigcommerce.ui.setups import account_state, last_test, path_to, show_step
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/set-up")
WANTED = {scope.name: scope.without for scope in SCOPES if not scope.is_optional}


def review(visit: Visit, store: Store, status: int = 200) -> Response:
    code, db = store.store_code, visit.db
    credentials = read_credentials(store.connection_id)
    test = last_test(visit, store)
    payments, shipping = mapped_names(visit, store, PAYMENT), mapped_names(visit, store, SHIPPING)
    payment_cover = coverage(count_payment_names(db, code, lately()), payments, store.default_payment_method)
    shipping_cover = coverage(count_shipping_names(db, code, lately()), shipping, store.default_shipping_service)
    known = setups.read_backoffice_names(db)
    carriers = read_carriers(db, code)
    offers = Offers(store)
    waiting = first_orders(store, offers) if is_new(store) else None
    chosen = {
        "account": account_words(credentials, test),
        "orders": words.order_words(store, waiting),
        "pricing": words.price_words(store, setups.read_price_lists(db, code)),
        "stock": words.stock_words(store),
        "payment-methods": words.name_words(payments, payment_cover, LATELY),
        "shipping-methods": words.name_words(shipping, shipping_cover, LATELY),
        "carriers": words.tracking_words(store, len(carriers)),
    }
    warnings = [
        *setup_warnings.account_warnings(credentials.has_token, test, WANTED),
        *(setup_warnings.first_order_warnings(store, waiting) if is_new(store) else []),
        *setup_warnings.tax_warnings(store, offers.ask("own settings", entered_with_tax, None)),
        *setup_warnings.setting_warnings(store, setups.read_review(db, code), datetime.now(UTC)),
        *setup_warnings.name_warnings(
            "Payment methods",
            "payment-methods",
            payment_cover,
            payments,
            known["payment"],
            store.default_payment_method,
        ),
        *setup_warnings.name_warnings(
            "Shipping methods",
            "shipping-methods",
            shipping_cover,
            shipping,
            known["shipping"],
            store.default_shipping_service,
        ),
        *setup_warnings.service_warnings(store, service_cover(visit, store), len(carriers)),
        *setup_warnings.pause_warnings(read_schedules(visit.request).paused),
    ]
    return show_step(
        visit,
        store,
        "review",
        "review",
        status=status,
        chosen=chosen,
        warnings=warnings,
        can_start=credentials.has_token,
        neto=read_settings(db),
    )


def is_new(store: Store) -> bool:
    """Nothing of it has come down yet."""
    return not store.is_enabled and store.setup_completed_at is None


def first_orders(store: Store, offers: Offers) -> int | None:
    """How many orders the first run would bring; None where BigCommerce does not say, or none is read."""
    if not store.order_sync_enabled:
        return None
    statuses, since = store.order_statuses_to_sync, store.orders_since
    found: int | None = offers.ask("orders", lambda client: count_orders(client, statuses, since), None)
    return found


def account_words(credentials: Credentials, test: dict[str, object] | None) -> list[str]:
    if not credentials.has_token:
        return ["No account is entered."]
    said = [f"Store {credentials.store_hash} at {credentials.host}, in the connection {credentials.conn_id}."]
    if test and not test["problem"] and test["store_name"]:
        said.append(f"{test['store_name']}, currency {test['currency']}.")
    return said


def service_cover(visit: Visit, store: Store) -> Coverage:
    services = count_services(visit.db, store.store_code, lately())
    is_mapped = {row["name"]: row["name"] for row in services if row["is_mapped"]}
    return coverage({row["name"]: row["consignments"] for row in services}, is_mapped, None)


@router.get("/review")
def show(visit: InVisit, store: OfStore) -> Response:
    return review(visit, store)


@router.post("/complete")
def complete(visit: InVisit, store: OfStore, data: Posted) -> Response:
    account = read_credentials(store.connection_id)
    if not account.has_token:
        raise HTTPException(409, "There is no account yet, so nothing can start: finish the step Account first.")
    if other := who_has(account.store_hash, connections_of_others(visit.db, store.store_code)):
        raise HTTPException(409, f"{said_of_double(other)} Change the account of one of them first.")
    state = account_state(visit, store)
    if state != "ok" and data.get("sure") != "yes":
        return visit.ask(
            f"Complete the set-up of store {store.store_code}?",
            "The test of the account failed:" if state == "failed" else "The account is not tested:",
            action=f"{path_to(store)}/complete",
            fields={},
            button="Complete set-up all the same",
            back=f"{path_to(store)}/account",
            points=setup_warnings.what_will_not_work(last_test(visit, store), WANTED),
            store=store,
        )
    with visit.db.transaction():
        setups.complete_setup(visit.db, store.store_code)
        setups.note_step(visit.db, store.store_code, "review", visit.person.name)
    return visit.go(
        f"{path_to(store)}/review", said=f"Set-up is complete: store {store.store_code} is live from the next run on."
    )


@router.post("/pause")
def pause(visit: InVisit, store: OfStore, data: Posted) -> Response:
    if data.get("sure") != "yes":
        return visit.ask(
            f"Switch store {store.store_code} off",
            "No order is read and no price, stock or tracking number is sent until it is switched on again. Nothing is "
            "deleted, and orders placed meanwhile are read then.",
            action=f"{path_to(store)}/pause",
            fields={},
            button="Switch the store off",
            back=f"{path_to(store)}/review",
            store=store,
        )
    setups.pause_store(visit.db, store.store_code)
    return visit.go(f"{path_to(store)}/review", said=f"Store {store.store_code} is switched off.")
