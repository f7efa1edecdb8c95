"""From the shopper's order to Neto and with its parcel back to the shopper: whole DAGs, twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from bigcommerce.assets import CONSIGNMENTS, ORDERS
from bigcommerce.operators.neto.consignments import ImportConsignments
from bigcommerce.operators.orders import IngestOrders
from tests.conftest import SandboxStore
from tests.journeys.neto_world import NetoWorld
from tests.journeys.order_world import OrderWorld
from tests.neto_account import NetoAccount

FLOWS = ("bigcommerce_order_ingest", "neto_order_push", "neto_consignment_import", "bigcommerce_tracking_export")


@pytest.mark.slow
def test_an_order_goes_to_neto_and_its_parcel_back_to_the_shopper(
    commerce: psycopg.Connection,
    sandbox: SandboxStore,
    neto_sandbox: NetoAccount,
    run_dag: Callable[..., str],
    digest: Callable[[], dict[str, Any]],
) -> None:
    shop = OrderWorld(commerce, sandbox)
    commerce.execute("insert into neto.settings default values")
    neto_sandbox.set(payment_methods=["Card"], shipping_methods=["Parcel"])
    neto_sandbox.put({"SKU": "TEE", "Name": "Tee", "IsActive": "True", "DefaultPrice": "22.00"})
    commerce.execute("insert into bigcommerce.carrier_map values ('default', 'eParcel', 'exact', 'australia-post')")
    lines = [{"name": "Tee", "sku": "TEE", "price": "22.00", "quantity": 3}]
    number = shop.place(lines=lines, discount="2.00", shipping_method="Standard", payment_method="Credit Card")
    assert [run_dag(flow) for flow in FLOWS[:2]] == ["success"] * 2
    (order,) = neto_sandbox.orders()
    ((total, is_accepted),) = commerce.execute("select total_inc_tax, accepted_at is not null from backoffice.orders")
    assert (order["OrderID"], float(order["GrandTotal"]), is_accepted) == (f"BC{number}", float(total), True)
    assert [float(payment["AmountPaid"]) for payment in neto_sandbox.payments()] == [float(total)]
    neto_sandbox.dispatch(order["OrderID"], tracking="33ABC", service="eParcel")
    assert [run_dag(flow) for flow in FLOWS[2:]] == ["success"] * 2
    (shipment,) = sandbox.control("GET", "state/shipments")
    assert (shipment["order_id"], shipment["tracking_number"]) == (number, "33ABC")
    assert shipment["tracking_carrier"] == "australia-post" and shipment["items"][0]["quantity"] == 3
    # What has nothing to do leaves both sides alone. The ingest sees what the shipment did to the order.
    assert run_dag(FLOWS[0]) == "success"
    before = digest(), sandbox.writes(), neto_sandbox.writes()
    assert [run_dag(flow) for flow in FLOWS] == ["success"] * 4
    assert (digest(), sandbox.writes(), neto_sandbox.writes()) == before


def test_without_neto_its_flows_are_skipped(
    commerce: psycopg.Connection, sandbox: SandboxStore, run_dag: Callable[..., str]
) -> None:
    OrderWorld(commerce, sandbox)
    for flow in FLOWS[1:3]:
        assert run_dag(flow) == "success"
    assert commerce.execute("select * from bigcommerce.sync_runs").fetchall() == []


def test_only_what_is_new_starts_the_next_flow(commerce: psycopg.Connection, sandbox: SandboxStore) -> None:
    shop = OrderWorld(commerce, sandbox)
    shop.place()
    tasks = [IngestOrders(task_id=f"ingest_{number}", store="default", outlets=[ORDERS]) for number in (1, 2)]
    for task in tasks:
        shop.run(task, {})
    assert [task.outlets for task in tasks] == [[ORDERS], []]
    shop.set_store(order_sync_enabled=False)
    off = IngestOrders(task_id="ingest_3", store="default", outlets=[ORDERS])
    shop.run(off, {})
    assert off.outlets == []


def test_only_new_consignments_start_the_tracking_export(
    commerce: psycopg.Connection, neto_sandbox: NetoAccount
) -> None:
    world = NetoWorld(commerce, neto_sandbox)
    world.receive(7)
    world.push()
    world.neto.dispatch("BC7", tracking="T1", service="eParcel")
    arguments = {"outlets": [CONSIGNMENTS]}
    assert world.outlets(ImportConsignments, arguments) == [CONSIGNMENTS]
    assert world.outlets(ImportConsignments, arguments) == []
