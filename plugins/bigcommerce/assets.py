"""What one flow changes and the next one waits for; Airflow draws them in its asset graph.

A task that changed nothing announces nothing: nobody need look.
"""

from __future__ import annotations

from airflow.sdk import Asset

APPROVALS = Asset("bigcommerce://approvals", group="bigcommerce")
LINKS = Asset("bigcommerce://links", group="bigcommerce")
ORDERS = Asset("bigcommerce://orders", group="bigcommerce")
CATALOGUE = Asset("neto://catalogue", group="neto")
CONSIGNMENTS = Asset("neto://consignments", group="neto")
