"""Checking a log: every checksum, every offset, the chain from the first byte to the last, and against a head kept elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from shuanglun.kernel.findings import Finding, Level, Where, has_stop
from shuanglun.kernel.text import Text
from shuanglun.storage.log.files import LogFiles
from shuanglun.storage.log.reading import find_end
from shuanglun.storage.log.record import (
    CHAIN_START,
    HEADER_SIZE,
    RECORD,
    SEAL,
    Head,
    SegmentHeader,
    find_frame,
    first_chain,
    frames,
    next_chain,
    read_header,
    read_offset,
    read_seal,
)

_TODO = Text(
    "保留文件原样，从备份恢复并查明原因", "keep the files as they are, restore from a copy, and find the cause"
)
_SAYS: dict[str, tuple[Level, Text]] = {
    "LOG-HEADER": ("stop", Text("段文件头无法读取", "the segment's header cannot be read")),
    "LOG-FRAME": ("stop", Text("记录损坏（校验和不符）", "a record is damaged (wrong checksum)")),
    "LOG-ORDER": ("stop", Text("记录编号不连续", "record numbers are not consecutive")),
    "LOG-CHAIN": (
        "stop",
        Text("哈希链断裂：内容被改动、调换或删除", "the hash chain is broken: changed, swapped or removed"),
    ),
    "LOG-START": ("stop", Text("日志开头的段文件缺失", "the first segments of the log are missing")),
    "LOG-CUT": ("stop", Text("日志末尾被截断或替换", "the end of the log was cut off or replaced")),
    "LOG-TORN": ("info", Text("末尾有未完成的一批（未确认）", "an unfinished batch at the end (never acknowledged)")),
}


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what was found."""

    segments: int
    records: int
    head: Head
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """True when nothing kept is damaged, changed or missing."""
        return not has_stop(self.findings)


@dataclass
class _Walk:
    head: Head = field(default_factory=lambda: Head(0, CHAIN_START))
    records: int = 0
    seals: set[Head] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def find(self, code: str, segment: str, position: int) -> None:
        level, what = _SAYS[code]
        where = Where(file=segment, field=f"byte {position}")
        self.findings.append(Finding(code, level, what, _TODO, where))


def verify(files: LogFiles, anchor: Head | None = None) -> Verification:
    """Check a whole log; ``anchor`` is a head it once had, kept where a forger has no hand."""
    walk = _Walk()
    names = files.names()
    for name in names:
        _check_segment(walk, name, files.read(name), last=name == names[-1])
    if anchor is not None and anchor not in walk.seals and anchor != Head(0, CHAIN_START):
        walk.find("LOG-CUT", names[-1] if names else "", 0)
    return Verification(len(names), walk.records, walk.head, tuple(walk.findings))


def _check_segment(walk: _Walk, name: str, data: bytes, *, last: bool) -> None:
    header = read_header(data)
    if header is None:
        if last and find_frame(data, 0) is None:
            walk.find("LOG-TORN", name, 0)
        else:
            walk.find("LOG-HEADER", name, 0)
        return
    _check_link(walk, name, header)
    walk.head = Head(header.first_offset, first_chain(data[:HEADER_SIZE]))
    walk.seals.add(walk.head)
    position = _check_batches(walk, name, data)
    if position == len(data):
        return
    end = find_end(data)
    torn = last and end is not None and not end.lost_batches
    walk.find("LOG-TORN" if torn else "LOG-FRAME", name, position)


def _check_link(walk: _Walk, name: str, header: SegmentHeader) -> None:
    """A segment continues the one before, or an earlier seal of it when its last batch was given up after a failed sync."""
    before = Head(header.first_offset, header.previous_chain)
    if before == walk.head or before in walk.seals:
        walk.records -= walk.head.next_offset - header.first_offset
    elif not walk.seals and header.first_offset > 0:
        walk.find("LOG-START", name, 0)
    else:
        walk.find("LOG-CHAIN", name, 0)


def _check_batches(walk: _Walk, name: str, data: bytes) -> int:
    """Check batch after batch; where the last sealed one ends."""
    start, expected = HEADER_SIZE, walk.head.next_offset
    for frame in frames(data, HEADER_SIZE):
        if frame.mark == RECORD:
            if read_offset(data, frame) != expected:
                walk.find("LOG-ORDER", name, frame.start)
            expected = read_offset(data, frame) + 1
        elif frame.mark == SEAL:
            seal, before = read_seal(data, frame), walk.head
            if seal.head != Head(expected, next_chain(before.chain, data[start : frame.start])):
                walk.find("LOG-CHAIN", name, frame.start)
            walk.records += seal.head.next_offset - before.next_offset
            walk.head = seal.head
            walk.seals.add(seal.head)
            start = frame.end
    return start
