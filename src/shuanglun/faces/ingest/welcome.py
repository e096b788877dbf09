"""What is checked in a CONNECT, and what a machine that is let in is told."""

from __future__ import annotations

from typing import NamedTuple

from shuanglun.faces.ingest.model import Limits
from shuanglun.faces.ingest.packets import V5, Connect
from shuanglun.faces.ingest.properties import Property
from shuanglun.faces.ingest.replies import connack
from shuanglun.faces.ingest.wire import PacketError
from shuanglun.kernel.ids import new_id

CLIENT_ID_NOT_VALID = 0x85
_QOS_NOT_SUPPORTED = 0x9B
_LARGEST_CLIENT_ID = 256


class Welcome(NamedTuple):
    """The answer to CONNECT, and what was settled with it."""

    answer: bytes
    client_id: str
    keep_alive: int


def check_connect(packet: Connect) -> None:
    """[3.1.3-8: no client id needs a clean session; 3.2.2-12: no will of a QoS that is not offered]

    Raises:
        PacketError: the machine cannot be let in, whoever it is.
    """
    if (not packet.client_id and not packet.clean and packet.version != V5) or len(
        packet.client_id
    ) > _LARGEST_CLIENT_ID:
        raise PacketError(CLIENT_ID_NOT_VALID, "client id is missing or too long")
    if packet.will and packet.will.qos == 2 and packet.version == V5:
        raise PacketError(_QOS_NOT_SUPPORTED, "will of QoS 2 is not offered")


def accept(packet: Connect, limits: Limits) -> Welcome:
    """The limits the endpoint keeps, in the words of MQTT 5; MQTT 3.1.1 has none."""
    client_id = packet.client_id or new_id()
    if packet.version != V5:
        return Welcome(connack(packet.version, 0), client_id, packet.keep_alive)
    told: dict[Property, int | str] = {
        Property.RECEIVE_MAXIMUM: min(limits.unacknowledged, 0xFFFF),
        Property.MAXIMUM_QOS: 1,
        Property.MAXIMUM_PACKET_SIZE: limits.packet_bytes,
        Property.WILDCARD_SUBSCRIPTION_AVAILABLE: 0,
        Property.SUBSCRIPTION_IDENTIFIERS_AVAILABLE: 0,
        Property.SHARED_SUBSCRIPTION_AVAILABLE: 0,
    }
    keep_alive = packet.keep_alive
    if not 0 < keep_alive <= limits.keep_alive_seconds:
        keep_alive = told[Property.SERVER_KEEP_ALIVE] = limits.keep_alive_seconds
    if packet.properties.get(Property.SESSION_EXPIRY):
        told[Property.SESSION_EXPIRY] = 0
    if not packet.client_id:
        told[Property.ASSIGNED_CLIENT_IDENTIFIER] = client_id
    return Welcome(connack(V5, 0, told), client_id, keep_alive)
