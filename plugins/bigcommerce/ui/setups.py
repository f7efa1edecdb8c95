"""The wizard's frame: its steps in the guide's order, who saved which, and two people at the same one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.responses import Response

from bigcommerce.connectors.scopes import SCOPES
from bigcommerce.db.setups import lock_store, note_step, read_account_test, read_steps
from bigcommerce.db.stores import Store
from bigcommerce.domain.setup_warnings import state_of_account
from bigcommerce.ui.credentials import read_credentials
from bigcommerce.ui.fingerprints import fingerprint
from bigcommerce.ui.visit import Visit


@dataclass(frozen=True)
class Step:
    """code: the last part of its address."""

    code: str
    name: str


STEPS = (
    Step("account", "Account"),
    Step("orders", "Orders"),
    Step("pricing", "Pricing"),
    Step("stock", "Stock"),
    Step("payment-methods", "Payment methods"),
    Step("shipping-methods", "Shipping methods"),
    Step("carriers", "Carriers"),
    Step("review", "Review"),
)
STEP = {step.code: step for step in STEPS}


@dataclass(frozen=True)
class Difference:
    """One value that is saved otherwise. name: as the page shows it, or the setting's own."""

    name: str
    yours: Any
    saved: Any


def path_to(store: Store, step: str = "") -> str:
    return f"/stores/{store.store_code}/set-up" + (f"/{step}" if step else "")


def after(step: str) -> str:
    codes = [one.code for one in STEPS]
    return codes[codes.index(step) + 1]


def done_steps(visit: Visit, store: Store) -> set[str]:
    """A store that was completed, here or by SQL, has been through all of them."""
    if store.setup_completed_at is not None:
        return {step.code for step in STEPS}
    return set(read_steps(visit.db, store.store_code))


def last_test(visit: Visit, store: Store) -> dict[str, Any] | None:
    """Of the account as it is now: Airflow's own pages can change it, too."""
    account = read_credentials(store.connection_id).as_read
    return read_account_test(visit.db, store.store_code, account)


def account_state(visit: Visit, store: Store) -> str:
    vital = [scope.name for scope in SCOPES if scope.is_vital]
    return state_of_account(last_test(visit, store), vital)


def first_open(visit: Visit, store: Store) -> str:
    done = done_steps(visit, store)
    return next((step.code for step in STEPS if step.code not in done), "review")


def show_step(
    visit: Visit,
    store: Store,
    step: str,
    template: str,
    *,
    status: int = 200,
    differences: list[Difference] | None = None,
    **values: Any,
) -> Response:
    values |= {
        "store": store,
        "steps": STEPS,
        "step": STEP[step],
        "done": done_steps(visit, store),
        "account_state": account_state(visit, store),
        "path": path_to(store),
        "differences": differences or [],
        "has_account": read_credentials(store.connection_id).has_token,
        "saved": read_steps(visit.db, store.store_code).get(step),
    }
    return visit.show(f"setup/{template}.html", status=status, **values)


def submit(
    visit: Visit,
    store: Store,
    step: str,
    template: str,
    form: Any,
    values: Mapping[str, Any],
    *,
    chosen: Callable[[], Mapping[str, Any]],
    read: Callable[[], Mapping[str, Any]],
    write: Callable[[Mapping[str, Any]], None],
    ask: Callable[[Mapping[str, Any], list[Difference]], Response | None] | None = None,
    remark: Callable[[Mapping[str, Any]], str] = lambda wanted: "",
) -> Response:
    """The answer to a posted step: the next one; or the same page, where a value is not possible (400) or somebody else
    saved the step since it was shown (409, and nothing is written).

    chosen: the form's values; read: the saved ones by the same names, and perhaps more; ask: a question to be shown
    before these are written over what they change, None where there is none; remark: what is said of them once saved.
    """
    if not form.validate():
        return show_step(visit, store, step, template, status=400, **values)
    wanted = chosen()
    with visit.db.transaction():
        lock_store(visit.db, store.store_code)
        saved = read()
        differences = [] if form.as_read.data == fingerprint(saved) else differing(wanted, saved)
        if not differences:
            if ask is not None and (question := ask(wanted, differing(wanted, saved))) is not None:
                return question
            write(wanted)
            note_step(visit.db, store.store_code, step, visit.person.name)
            return step_saved(visit, store, step, remark(wanted))
    form.as_read.data = fingerprint(saved)
    named = [named_by(form, one) for one in differences]
    return show_step(visit, store, step, template, status=409, differences=named, **values)


def differing(yours: Mapping[str, Any], saved: Mapping[str, Any]) -> list[Difference]:
    return [Difference(name, value, saved.get(name)) for name, value in yours.items() if value != saved.get(name)]


def named_by(form: Any, difference: Difference) -> Difference:
    """By the labels of the form's field and choices."""
    if difference.name not in form:
        return difference
    field = form[difference.name]
    labels = {choice.value or None: choice.label for choice in getattr(field, "choices", None) or []}
    if difference.name in form.EMPTY:
        labels[None] = form.EMPTY[difference.name]

    def words(value: Any) -> Any:
        return [labels.get(one, one) for one in value] if isinstance(value, list) else labels.get(value, value)

    return Difference(field.label.text, words(difference.yours), words(difference.saved))


def step_saved(visit: Visit, store: Store, step: str, remark: str = "") -> Response:
    """To the next step."""
    return visit.go(path_to(store, after(step)), said=f"{STEP[step].name} saved. {remark}".strip())
