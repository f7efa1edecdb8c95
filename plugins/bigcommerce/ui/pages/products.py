"""Products: searched, narrowed, paged, and approved or unapproved with selected."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from bigcommerce.db.products import LOOKED, START, Found, Place, find_products
from bigcommerce.db.stores import Store
from bigcommerce.ui.keys import pack, read_key
from bigcommerce.ui.links import under_store
from bigcommerce.ui.paging import PAGE_SIZE, Rows
from bigcommerce.ui.product_search import ProductSearch
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter()

KEY = ("name", "sku")


@router.get("/stores/{store_code}/products")
def products(visit: InVisit, store: OfStore, after: str = "", look: str = "") -> Response:
    """look: "on" looks through all the rest for the next that matches."""
    search = ProductSearch(visit.request.query_params)
    if not search.validate():
        return show_products(visit, store, search, Found([], None, False), status=400)
    place = Place(*(value or "" for value in read_key(after, len(KEY)))) if after else START
    looked = None if look == "on" else LOOKED
    found = find_products(visit.db, store.store_code, search.wanted, place, PAGE_SIZE, looked)
    return show_products(visit, store, search, found, is_first=place == START)


def show_products(
    visit: Visit, store: Store, search: ProductSearch, found: Found, status: int = 200, is_first: bool = True
) -> Response:
    after = pack(found.after._asdict(), *KEY) if found.after else None
    return visit.show(
        "products.html", status, store=store, search=search, page=Rows(found.rows, after), is_partial=found.is_partial,
        looked=LOOKED, is_first=is_first, path=under_store(store.store_code, "products"),
    )  # fmt: skip
