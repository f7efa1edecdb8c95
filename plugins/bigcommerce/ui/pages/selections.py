"""*With selected*: approve or unapprove what is ticked, the page, or all that match, after the number was said."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response
from starlette.datastructures import FormData

from bigcommerce.db.approvals import Outcomes
from bigcommerce.db.stores import Store
from bigcommerce.domain.approval_warnings import approval_points
from bigcommerce.domain.problem_reruns import MOST_ITEMS
from bigcommerce.domain.product_filters import ProductFilter
from bigcommerce.errors import BadRequest
from bigcommerce.explain import approval_sums
from bigcommerce.selections import Preview, apply_selection, preview_approval, preview_selection
from bigcommerce.ui.approvals import look_up
from bigcommerce.ui.links import under_store
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.product_search import ProductSearch
from bigcommerce.ui.starts import start_dry_run
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter()

WHICH = {"ticked": "the ticked products", "page": "the products of the page", "matching": "all products that match"}
VERBS = {"approve": True, "unapprove": False}


@router.post("/stores/{store_code}/products")
def select(visit: InVisit, store: OfStore, posted: Posted) -> Response:
    """action: approve or unapprove; which: of WHICH; sku, page_sku: repeated; the search's own fields.
    look: "yes" shows first what approving would change."""
    search = ProductSearch(posted)
    which, verb = str(posted.get("which", "")), str(posted.get("action", ""))
    if which not in WHICH or verb not in VERBS or not search.validate():
        raise HTTPException(400, "This form is not one of the page's: go back to the products and choose again.")
    skus = named_skus(posted, which)
    back = (under_store(store.store_code, "products"), search.query)
    if skus == ():
        return visit.go(back[0], "No product is ticked, so nothing was changed.", **back[1])
    wanted = search.wanted if skus is None else ProductFilter(skus=skus)
    if posted.get("look") == "yes" and VERBS[verb]:
        return see_first(visit, store, posted, search, wanted)
    if posted.get("sure") != "yes":
        return ask(visit, store, posted, search, wanted)
    return apply(visit, store, posted, search, wanted)


def named_skus(posted: FormData, which: str) -> tuple[str, ...] | None:
    """None: all that match."""
    if which == "matching":
        return None
    skus = posted.getlist("sku" if which == "ticked" else "page_sku")
    return tuple(dict.fromkeys(sku for sku in skus if isinstance(sku, str) and "\0" not in sku))


def see_first(visit: Visit, store: Store, posted: FormData, search: ProductSearch, wanted: ProductFilter) -> Response:
    """A dry run for exactly those that would be approved; nothing is changed."""
    preview = preview_approval(visit.db, store.store_code, wanted)
    if not preview.may_be_tried:
        return ask(visit, store, posted, search, wanted)
    return start_dry_run(visit, store.store_code, list(preview.to_approve), as_if_approved=True)


def apply(visit: Visit, store: Store, posted: FormData, search: ProductSearch, wanted: ProductFilter) -> Response:
    approve, confirmed = VERBS[str(posted["action"])], str(posted.get("confirmed", ""))
    if not confirmed.isdecimal() or len(confirmed) > 18:
        return ask(visit, store, posted, search, wanted)
    try:
        outcomes = apply_selection(
            visit.db, store.store_code, wanted, approve=approve, changed_by=visit.person.name, confirmed=int(confirmed)
        )
    except BadRequest as error:
        return ask(visit, store, posted, search, wanted, str(error))
    done = f"{'Approved' if approve else 'Unapproved'} {count(outcomes.changed_count)}."
    if approve:
        done += " " + look_up(visit, store.store_code, wanted.skus)
    return visit.go(under_store(store.store_code, "products"), done, **search.query)


def ask(
    visit: Visit,
    store: Store,
    posted: FormData,
    search: ProductSearch,
    wanted: ProductFilter,
    refused: str | None = None,
) -> Response:
    """refused: why what was confirmed before was not done."""
    verb, which = str(posted["action"]), str(posted["which"])
    preview = look_at(visit, store, wanted, approve=VERBS[verb])
    outcomes = preview.outcomes
    path = under_store(store.store_code, "products")
    if not outcomes.changed_count:
        return visit.go(path, nothing_to_do(verb, outcomes), **search.query)
    fields: dict[str, Any] = search.query | {"action": verb, "which": which, "confirmed": outcomes.changed_count}
    if wanted.skus is not None:
        fields["sku" if which == "ticked" else "page_sku"] = list(wanted.skus)
    number = count(outcomes.changed_count)
    values = {
        "title": f"{verb.capitalize()} {number}?",
        "question": question(verb, which_of(which, search), outcomes, refused),
    }
    return visit.show(
        "confirm_selection.html", 409 if refused else 200, **values, action=path, fields=fields,
        button=f"{verb.capitalize()} {number}", back=f"{path}?{urlencode(search.query)}", store=store,
        points=points(visit, store, preview), may_be_tried=preview.may_be_tried, most=MOST_ITEMS,
        firsts=[sku for _, sku in outcomes.examples.get("approved", ())],
    )  # fmt: skip


def look_at(visit: Visit, store: Store, wanted: ProductFilter, *, approve: bool) -> Preview:
    """What would become of them."""
    if approve:
        return preview_approval(visit.db, store.store_code, wanted)
    return Preview(preview_selection(visit.db, store.store_code, wanted, approve=False))


def points(visit: Visit, store: Store, preview: Preview) -> list[str]:
    """What a person should know before: in sums where they are few enough to be worked out while the page waits."""
    sums = approval_sums(visit.db, store, preview.to_approve) if preview.may_be_tried else []
    sends_prices = store.prices_managed_in == "backoffice"
    return sums + approval_points(preview.outcomes.approved, preview.lacking, sends_prices=sends_prices)


def which_of(which: str, search: ProductSearch) -> str:
    return "all products" if which == "matching" and not search.query else WHICH[which]


def question(verb: str, which: str, outcomes: Outcomes, refused: str | None) -> str:
    """which: in words."""
    said = f"Of {which}, {count(outcomes.changed_count)} will be {verb}d"
    said += (
        f" and {outcomes.unchanged:,} {'is' if outcomes.unchanged == 1 else 'are'} so already."
        if outcomes.unchanged
        else "."
    )
    if outcomes.rejected_count:
        said += f" {outcomes.rejected_count:,} left the back office meanwhile."
    then = (
        "Approved products are looked up in BigCommerce, and their prices and stock are sent there."
        if verb == "approve"
        else "Unapproved products stay in BigCommerce as they are; nothing more is sent for them."
    )
    return " ".join(filter(None, [refused, said, then]))


def nothing_to_do(verb: str, outcomes: Outcomes) -> str:
    if not outcomes.unchanged:
        return "No product matches, so nothing was changed."
    return (
        f"Nothing to change: {count(outcomes.unchanged)} {'is' if outcomes.unchanged == 1 else 'are'} {verb}d already."
    )


def count(number: int) -> str:
    return f"{number:,} product{'' if number == 1 else 's'}"
