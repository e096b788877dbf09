"""The common case without detours: whole messages on topics already known. Everything else is left to ``packets``.

This must accept nothing that ``packets.read_publish`` would not read the same way (a property test holds them together);
it exists because a pipelining machine spends most of its time here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shuanglun.storage.log import LogEntry

_QOS_0 = 0x30
_QOS_1 = 0x32
_NO_PACKET_ID = b"\x00\x00"


class Taken(NamedTuple):
    """Messages taken off the buffer, their answers as sent, and where the rest begins."""

    entries: list[LogEntry]
    answers: bytes
    position: int


class Source(NamedTuple):
    """On whose behalf, and when."""

    received_us: int
    tenant_id: str
    machine_id: str


def take_known(
    data: bytes, position: int, source: Source, topics: Mapping[bytes, str], room: int, limit: int, mqtt5: bool
) -> Taken:
    """Up to ``room`` messages of QoS 0 or 1 of at most ``limit`` bytes, up to the first packet that is anything else."""
    entries: list[LogEntry] = []
    answers: list[bytes] = []
    size = len(data)
    received_us, tenant_id, machine_id = source
    while len(entries) < room and position + 4 <= size:
        first, length, start = data[position], data[position + 1], position + 2
        if length > 0x7F:
            high = data[start]
            if not 0 < high <= 0x7F:
                break
            length, start = length & 0x7F | high << 7, start + 1
        end = start + length
        if end > size or end - position > limit or length < 2 or first not in (_QOS_0, _QOS_1):
            break
        behind = start + 2 + (data[start] << 8 | data[start + 1])
        topic = topics.get(data[start + 2 : behind])
        payload = behind + (2 if first == _QOS_1 else 0) + mqtt5
        packet_id = data[behind : behind + 2]
        if topic is None or payload > end or (mqtt5 and data[payload - 1]) or packet_id == _NO_PACKET_ID:
            break
        if first == _QOS_1:
            answers.append(b"\x40\x02" + packet_id)
        entries.append(LogEntry(received_us, tenant_id, machine_id, topic, data[payload:end]))
        position = end
    return Taken(entries, b"".join(answers), position)
