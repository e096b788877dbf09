"""Whatever bytes come, the codec answers with packets or with its one error; and what is right is read back as written."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shuanglun.faces.ingest.fastpath import Source, take_known
from shuanglun.faces.ingest.packets import Connect, Disconnect, Publish, Subscribe, decode_topic, read_packet
from shuanglun.faces.ingest.properties import FORMS, IN_CONNECT, Property, read_properties, write_properties
from shuanglun.faces.ingest.wire import Bounds, PacketError, Reader, packet, take_frame, take_varint, text, varint

LIMIT = 1 << 20
names = st.text(st.characters(exclude_characters="\0+#", exclude_categories=("Cs",)), min_size=1, max_size=30)
versions = st.sampled_from((4, 5))
firsts = st.sampled_from((0x10, 0x30, 0x32, 0x34, 0x3D, 0x82, 0xA2, 0xC0, 0xE0, 0x00, 0xF0))


def decode_all(data: bytes, version: int) -> list[object]:
    position, found = 0, []
    while (bounds := take_frame(data, position, LIMIT)) is not None:
        packet_ = read_packet(data[position], data, bounds, version)
        if isinstance(packet_, Publish):
            decode_topic(packet_.topic)
        found.append(packet_)
        position = bounds.end
    return found


def survives(data: bytes, version: int) -> None:
    reason = 0x80
    try:
        decode_all(data, version)
    except PacketError as error:
        reason = error.reason
    assert 0x80 <= reason <= 0xFF


@settings(max_examples=1500)
@given(st.binary(max_size=200), versions)
@example(b"\x30\x00", 5)
@example(b"\x32\x02\xff\xff", 5)
def test_random_bytes_never_crash_the_codec(data: bytes, version: int) -> None:
    survives(data, version)


@settings(max_examples=1500)
@given(firsts, st.binary(max_size=60), versions)
def test_random_bodies_of_known_packets_never_crash_the_codec(first: int, body: bytes, version: int) -> None:
    survives(packet(first, body), version)


@settings(max_examples=1000)
@given(st.data(), versions)
def test_a_right_packet_with_wrong_bytes_never_crashes_the_codec(data: st.DataObject, version: int) -> None:
    properties = b"\x00" if version == 5 else b""
    right = data.draw(
        st.sampled_from(
            (
                packet(
                    0x10,
                    text("MQTT"),
                    bytes([version, 0xEE, 0, 60]),
                    properties,
                    text("c"),
                    properties,
                    text("t"),
                    text("w"),
                    text("u"),
                    text("p"),
                ),
                packet(0x32, text("a/b"), b"\x00\x01", properties, b"payload"),
                packet(0x82, b"\x00\x01", properties, text("a/#"), b"\x01"),
            )
        )
    )
    wrong = bytearray(right)
    for _ in range(data.draw(st.integers(1, 4))):
        wrong[data.draw(st.integers(0, len(wrong) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(wrong[: data.draw(st.integers(0, len(wrong)))]), version)


@given(names, st.binary(max_size=300), st.integers(0, 1), st.integers(1, 65535), versions, st.binary(max_size=5))
def test_a_message_is_read_as_written(
    topic: str, payload: bytes, qos: int, packet_id: int, version: int, behind: bytes
) -> None:
    identity = packet_id.to_bytes(2, "big") if qos else b""
    data = packet(0x30 | qos << 1, text(topic), identity, b"\x00" if version == 5 else b"", payload)
    bounds = take_frame(data + behind, 0, LIMIT)
    assert bounds is not None
    assert bounds.end == len(data)
    found = read_packet(data[0], data + behind, bounds, version)
    assert found == Publish(topic.encode(), payload, qos, packet_id if qos else 0, False)
    assert decode_topic(topic.encode()) == topic


@given(
    st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40),
    st.binary(max_size=40),
    st.integers(0, 65535),
    st.booleans(),
    versions,
)
def test_a_sign_in_is_read_as_written(
    client_id: str, password: bytes, keep_alive: int, clean: bool, version: int
) -> None:
    head = text("MQTT") + bytes([version, 0xC0 | clean << 1]) + keep_alive.to_bytes(2, "big")
    secret = len(password).to_bytes(2, "big") + password
    data = packet(0x10, head, b"\x00" if version == 5 else b"", text(client_id), text("锯"), secret)
    assert decode_all(data, 4) == [Connect(version, client_id, clean, keep_alive, "锯", password, None, {})]


@given(st.lists(st.binary(max_size=50), max_size=6), st.data())
def test_packets_cut_anywhere_wait_for_the_rest(payloads: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(packet(0x30, text("t"), payload) for payload in payloads)
    cut = data.draw(st.integers(0, len(whole)))
    found = decode_all(whole[:cut], 4)
    used = sum(len(packet(0x30, text("t"), payload)) for payload in payloads[: len(found)])
    assert [p.payload for p in found + decode_all(whole[used:], 4)] == payloads  # type: ignore[attr-defined]


@given(st.integers(0, 268_435_455))
def test_variable_integers_are_read_as_written(value: int) -> None:
    encoded = varint(value)
    assert take_varint(encoded, 0, len(encoded)) == (value, len(encoded))
    assert take_varint(encoded[:-1], 0, len(encoded) - 1, partial=True) is None


@given(
    st.dictionaries(st.sampled_from([p for p in IN_CONNECT if isinstance(FORMS[p], int)]), st.just(1), max_size=5),
    names,
)
def test_properties_are_read_as_written(values: dict[Property, int | str], name: str) -> None:
    told = {**values, Property.AUTHENTICATION_METHOD: name}
    encoded = write_properties(told)
    assert read_properties(Reader(encoded, Bounds(0, len(encoded))), IN_CONNECT) == told


def test_other_packets_are_read_as_written() -> None:
    assert decode_all(packet(0x82, b"\x00\x05", text("a"), b"\x00", text("b"), b"\x01"), 4) == [Subscribe(5, 2)]
    assert decode_all(b"\xe0\x00", 4) == decode_all(b"\xe0\x00", 5) == [Disconnect(0)]
    assert decode_all(b"\xe0\x01\x04", 5) == [Disconnect(4)]


messages = st.tuples(
    st.sampled_from((0x30, 0x32, 0x32, 0x32, 0x31, 0x34, 0x3A, 0x82)),
    st.sampled_from((b"a/b", b"a/b", b"c", b"unknown")),
    st.sampled_from((b"\x00\x01", b"\xff\x00", b"\x00\x00", b"")),
    st.sampled_from((b"", b"\x00", b"\x02\x01\x01")),
    st.integers(0, 20) | st.integers(100, 400),
)


@settings(max_examples=1500)
@given(st.lists(messages, max_size=5), versions, st.integers(0, 6), st.binary(max_size=6), st.data())
def test_the_fast_path_takes_only_what_the_codec_reads_the_same_way(
    rows: list[tuple[int, bytes, bytes, bytes, int]], version: int, room: int, behind: bytes, data: st.DataObject
) -> None:
    whole = b"".join(packet(first, text(t.decode()), i, p, b"x" * n) for first, t, i, p, n in rows) + behind
    whole = whole[: data.draw(st.integers(0, len(whole)))]
    known = {b"a/b": "a/b", b"c": "c"}
    taken = take_known(whole, 0, Source(5, "t", "m"), known, room, 300, mqtt5=version == 5)
    assert len(taken.entries) <= room
    position, answers = 0, b""
    for entry in taken.entries:
        bounds = take_frame(whole, position, 300)
        assert bounds is not None
        found = read_packet(whole[position], whole, bounds, version)
        assert isinstance(found, Publish)
        assert (entry.topic.encode(), entry.payload) == (found.topic, found.payload)
        answers += b"\x40\x02" + found.packet_id.to_bytes(2, "big") if found.qos else b""
        position = bounds.end
    assert (taken.position, taken.answers) == (position, answers)
