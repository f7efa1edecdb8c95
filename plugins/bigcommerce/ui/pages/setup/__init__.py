"""The set-up wizard: one module a step, for admins only."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from bigcommerce.ui.guard import admins_only
from bigcommerce.ui.pages.setup import account, carriers, names, new, orders, pricing, review, stock

STEPS = (new, account, orders, pricing, stock, names, carriers, review)
router = APIRouter(dependencies=[Depends(admins_only)])
for page in STEPS:
    router.include_router(page.router)
