"""Shipments V2. Source: order_shipments.v2."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import orders, shipments
from sandbox.bigcommerce.answers import answer, body_of, empty, paging, store_of, v2_list

router = APIRouter(prefix="/stores/{store_hash}/v2/orders/{order_id:int}/shipments")


@router.get("")
def list_shipments(request: Request, order_id: int) -> Response:
    """getOrderShipments: 204 when there are none."""
    store = store_of(request)
    orders.load(store, order_id)
    page, limit = paging(request)
    found = shipments.listed(store, order_id)[(page - 1) * limit : page * limit]
    return v2_list([shipments.show(shipment) for shipment in found])


@router.post("")
def create_shipment(request: Request, order_id: int) -> Response:
    """createOrderShipments."""
    return answer(shipments.create(store_of(request), order_id, body_of(request)), 201)


@router.delete("")
def delete_shipments(request: Request, order_id: int) -> Response:
    """deleteOrderShipments."""
    shipments.delete(store_of(request), order_id, None)
    return empty()


@router.get("/count")
def count_shipments(request: Request, order_id: int) -> Response:
    """getOrderShipmentsCount."""
    orders.load(store_of(request), order_id)
    return answer({"count": len(shipments.listed(store_of(request), order_id))})


@router.get("/{shipment_id:int}")
def get_shipment(request: Request, order_id: int, shipment_id: int) -> Response:
    """getOrderShipment."""
    return answer(shipments.show(shipments.load(store_of(request), order_id, shipment_id)))


@router.put("/{shipment_id:int}")
def put_shipment(request: Request, order_id: int, shipment_id: int) -> Response:
    """updateOrderShipment."""
    return answer(shipments.change(store_of(request), order_id, shipment_id, body_of(request)))


@router.delete("/{shipment_id:int}")
def delete_shipment(request: Request, order_id: int, shipment_id: int) -> Response:
    """deleteOrderShipment."""
    shipments.delete(store_of(request), order_id, shipment_id)
    return empty()
