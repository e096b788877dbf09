"""MQTT 5 properties (MQTT 5, section 2.2.2): which exist, in which packet, and how they are written."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

from shuanglun.faces.ingest.wire import MALFORMED, PROTOCOL_ERROR, PacketError, Reader, text, varint

Form = Literal[1, 2, 4, "varint", "text", "binary", "pair"]
Value = int | str | bytes | tuple[str, str]
Properties = dict[int, Value]


class Property(IntEnum):
    """Identifiers of the properties."""

    PAYLOAD_FORMAT = 0x01
    MESSAGE_EXPIRY = 0x02
    CONTENT_TYPE = 0x03
    RESPONSE_TOPIC = 0x08
    CORRELATION_DATA = 0x09
    SUBSCRIPTION_IDENTIFIER = 0x0B
    SESSION_EXPIRY = 0x11
    ASSIGNED_CLIENT_IDENTIFIER = 0x12
    SERVER_KEEP_ALIVE = 0x13
    AUTHENTICATION_METHOD = 0x15
    AUTHENTICATION_DATA = 0x16
    REQUEST_PROBLEM_INFORMATION = 0x17
    WILL_DELAY = 0x18
    REQUEST_RESPONSE_INFORMATION = 0x19
    SERVER_REFERENCE = 0x1C
    REASON_STRING = 0x1F
    RECEIVE_MAXIMUM = 0x21
    TOPIC_ALIAS_MAXIMUM = 0x22
    TOPIC_ALIAS = 0x23
    MAXIMUM_QOS = 0x24
    RETAIN_AVAILABLE = 0x25
    USER_PROPERTY = 0x26
    MAXIMUM_PACKET_SIZE = 0x27
    WILDCARD_SUBSCRIPTION_AVAILABLE = 0x28
    SUBSCRIPTION_IDENTIFIERS_AVAILABLE = 0x29
    SHARED_SUBSCRIPTION_AVAILABLE = 0x2A


P = Property
FORMS: dict[int, Form] = {
    P.PAYLOAD_FORMAT: 1,
    P.MESSAGE_EXPIRY: 4,
    P.CONTENT_TYPE: "text",
    P.RESPONSE_TOPIC: "text",
    P.CORRELATION_DATA: "binary",
    P.SUBSCRIPTION_IDENTIFIER: "varint",
    P.SESSION_EXPIRY: 4,
    P.ASSIGNED_CLIENT_IDENTIFIER: "text",
    P.SERVER_KEEP_ALIVE: 2,
    P.AUTHENTICATION_METHOD: "text",
    P.AUTHENTICATION_DATA: "binary",
    P.REQUEST_PROBLEM_INFORMATION: 1,
    P.WILL_DELAY: 4,
    P.REQUEST_RESPONSE_INFORMATION: 1,
    P.SERVER_REFERENCE: "text",
    P.REASON_STRING: "text",
    P.RECEIVE_MAXIMUM: 2,
    P.TOPIC_ALIAS_MAXIMUM: 2,
    P.TOPIC_ALIAS: 2,
    P.MAXIMUM_QOS: 1,
    P.RETAIN_AVAILABLE: 1,
    P.USER_PROPERTY: "pair",
    P.MAXIMUM_PACKET_SIZE: 4,
    P.WILDCARD_SUBSCRIPTION_AVAILABLE: 1,
    P.SUBSCRIPTION_IDENTIFIERS_AVAILABLE: 1,
    P.SHARED_SUBSCRIPTION_AVAILABLE: 1,
}
_MESSAGE = {P.PAYLOAD_FORMAT, P.MESSAGE_EXPIRY, P.CONTENT_TYPE, P.RESPONSE_TOPIC, P.CORRELATION_DATA, P.USER_PROPERTY}
IN_CONNECT = frozenset(
    {
        P.SESSION_EXPIRY,
        P.RECEIVE_MAXIMUM,
        P.MAXIMUM_PACKET_SIZE,
        P.TOPIC_ALIAS_MAXIMUM,
        P.REQUEST_RESPONSE_INFORMATION,
        P.REQUEST_PROBLEM_INFORMATION,
        P.USER_PROPERTY,
        P.AUTHENTICATION_METHOD,
        P.AUTHENTICATION_DATA,
    }
)
IN_WILL = frozenset(_MESSAGE | {P.WILL_DELAY})
IN_PUBLISH = frozenset(_MESSAGE | {P.TOPIC_ALIAS})
IN_SUBSCRIBE = frozenset({P.SUBSCRIPTION_IDENTIFIER, P.USER_PROPERTY})
IN_UNSUBSCRIBE = frozenset({P.USER_PROPERTY})
IN_DISCONNECT = frozenset({P.SESSION_EXPIRY, P.REASON_STRING, P.USER_PROPERTY})
_NEVER_ZERO = frozenset({P.RECEIVE_MAXIMUM, P.MAXIMUM_PACKET_SIZE, P.TOPIC_ALIAS, P.SUBSCRIPTION_IDENTIFIER})
_FLAGS = frozenset({P.PAYLOAD_FORMAT, P.REQUEST_RESPONSE_INFORMATION, P.REQUEST_PROBLEM_INFORMATION})


def read_properties(reader: Reader, allowed: frozenset[Property]) -> Properties:
    """The properties that follow, checked for place, number and range; of user properties the last is kept."""
    part = reader.part(reader.varint())
    found: Properties = {}
    while part.left():
        number = part.varint()
        if number not in allowed:
            raise PacketError(PROTOCOL_ERROR if number in FORMS else MALFORMED, f"property {number:#x} not allowed")
        if number in found and number != P.USER_PROPERTY:
            raise PacketError(PROTOCOL_ERROR, f"property {number:#x} twice")
        value = _read_value(part, FORMS[number])
        if (number in _NEVER_ZERO and value == 0) or (number in _FLAGS and value not in (0, 1)):
            raise PacketError(PROTOCOL_ERROR, f"property {number:#x} out of range")
        found[number] = value
    return found


def _read_value(part: Reader, form: Form) -> Value:
    if form == "text":
        return part.text()
    if form == "binary":
        return part.binary()
    if form == "pair":
        return part.text(), part.text()
    return part.varint() if form == "varint" else part.number(form)


def write_properties(values: dict[Property, int | str]) -> bytes:
    """Properties with their length before them."""
    parts = []
    for number, value in values.items():
        form = FORMS[number]
        parts.append(bytes([number]))
        parts.append(text(value) if isinstance(value, str) else value.to_bytes(form if isinstance(form, int) else 4))
    body = b"".join(parts)
    return varint(len(body)) + body
