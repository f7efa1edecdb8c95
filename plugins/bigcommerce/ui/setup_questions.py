"""The question before a store is set otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi.responses import Response
from starlette.datastructures import FormData

from bigcommerce.db.stores import Store
from bigcommerce.ui.formats import shown
from bigcommerce.ui.setups import Difference, path_to
from bigcommerce.ui.visit import Visit


def ask_first(
    visit: Visit,
    store: Store,
    step: str,
    data: FormData,
    title: str,
    changes: Sequence[Difference],
    points: Sequence[str],
) -> Response | None:
    """What would be saved, and what then is sent; None where that was answered. title: with {} for the store's code;
    data: the form, which travels on with the mark of what it showed; points: what follows from the changes."""
    if data.get("sure") == "yes":
        return None
    path = path_to(store, step)
    told = [f"{one.name}: {shown(one.saved)} becomes {shown(one.yours)}." for one in changes]
    return visit.ask(
        title.format(store.store_code),
        "The store is live." if store.is_enabled else "The store is not live yet.",
        action=path,
        fields={name: data.getlist(name) for name in data},
        button="Save it",
        back=path,
        points=[*told, *points],
        store=store,
    )
