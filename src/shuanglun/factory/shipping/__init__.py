"""Shipping: a shipment is one lorry; it leaves with whole orders, or with a reason."""

from shuanglun.factory.shipping.commands import create_shipment, leave, unload
from shuanglun.factory.shipping.gate import ship_scan
from shuanglun.factory.shipping.queries import list_shipments, shipment_view

__all__ = ["create_shipment", "leave", "list_shipments", "ship_scan", "shipment_view", "unload"]
