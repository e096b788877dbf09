"""PTX handed out only when it was read back and replayed to the very plan it was written from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shuanglun.engines.cutting.model import Pattern
from shuanglun.engines.machine_files.profile import MachineProfile
from shuanglun.engines.machine_files.ptx_read import PtxFile, read_ptx
from shuanglun.engines.machine_files.ptx_replay import Freed, ReplayError, replay
from shuanglun.engines.machine_files.ptx_write import PtxJob, PtxWriter, Written
from shuanglun.engines.machine_files.result import MachineFile, differs, finding
from shuanglun.kernel.findings import Finding, has_stop
from shuanglun.kernel.text import Text

Rectangle = tuple[int, int, int, int]


def plan_ptx(job: PtxJob, profile: MachineProfile) -> MachineFile:
    """A plan as PTX. Nothing is handed out when the format cannot hold it, or when it is read back differently."""
    written = PtxWriter(job, profile).write()
    findings = [*written.findings, *_unplaced(job)]
    name = f"{job.title}{profile.suffix}.ptx"
    if has_stop(findings):
        return MachineFile(name, None, tuple(findings))
    try:
        content = written.text.encode(profile.ptx.charset)
    except UnicodeEncodeError as error:
        what = finding(
            "PTX-CHARSET", f"字符不在 {profile.ptx.charset}", f"not in {profile.ptx.charset}: {error}", _NAMES
        )
        return MachineFile(name, None, (*findings, what))
    findings += verify_ptx(content, job, profile, written)
    return MachineFile(name, None if has_stop(findings) else content, tuple(findings))


_NAMES = Text("请在机床配置里改字符集", "change the character set in the machine profile")


def _unplaced(job: PtxJob) -> Iterator[Finding]:
    if job.plan.unplaced:
        count = len(job.plan.unplaced)
        zh, en = f"{count} 块板件因缺料未排入，文件中没有", f"{count} pieces found no board and are not in the file"
        yield finding("PTX-UNPLACED", zh, en, Text("请补板后重新排版", "add boards and plan again"), level="warn")


def verify_ptx(content: bytes, job: PtxJob, profile: MachineProfile, written: Written) -> list[Finding]:
    """Findings where the bytes, read by the independent reader and replayed, are not the plan."""
    file, faults = read_ptx(content, profile.ptx.charset)
    if file is None:
        return [differs("PTX", faults[0].what.en), *faults]
    found = list(_lists_differ(file, job, written))
    if len(file.patterns) != len(job.plan.patterns):
        return [*found, differs("PTX", f"{len(file.patterns)} patterns")]
    for number, (pattern, read) in enumerate(zip(job.plan.patterns, file.patterns, strict=True), 1):
        try:
            freed = replay(file, read)
        except ReplayError as error:
            found.append(differs("PTX", str(error), f"pattern {number}"))
            continue
        board = file.boards[read.board - 1]
        if read.run != pattern.run or not _same(freed, pattern, written, board.material):
            found.append(differs("PTX", "parts lie elsewhere", f"pattern {number}"))
    return found


def _lists_differ(file: PtxFile, job: PtxJob, written: Written) -> Iterator[Finding]:
    parts = {part.key: part for part in job.problem.parts}
    if len(file.parts) != len(written.parts):
        yield differs("PTX", f"{len(file.parts)} parts")
        return
    for read, (material, key, _) in zip(file.parts, written.parts, strict=True):
        part = parts[key]
        grain = ("none", "length", "width")[read.grain]
        if (read.material, read.length, read.width, grain) != (material, part.length, part.width, part.grain):
            yield differs("PTX", "a part has another size", key)
    pieces = sum(pattern.run * len(pattern.root.of_kind("part")) for pattern in job.plan.patterns)
    if sum(read.qty for read in file.parts) != pieces:
        yield differs("PTX", "another number of parts")
    kept = Counter((offcut.length, offcut.width) for offcut in job.plan.offcuts)
    told: Counter[tuple[int, int]] = Counter()
    for offcut in file.offcuts:
        told[offcut.length, offcut.width] += offcut.qty
    if kept != told:
        yield differs("PTX", "other off-cuts")
    boards = {board.code: board for board in job.problem.stock}
    wanted = Counter((boards[p.stock].length, boards[p.stock].width) for p in job.plan.patterns for _ in range(p.run))
    used: Counter[tuple[int, int]] = Counter()
    for board in file.boards:
        used[board.length, board.width] += board.used
    if wanted != used:
        yield differs("PTX", "other boards")


def _same(freed: list[Freed], pattern: Pattern, written: Written, material: int) -> bool:
    """The same rectangles hold the same parts, over all sheets of the pattern."""
    pieces = len(written.parts) and bool(written.parts[0][2])
    index = {one: number for number, one in enumerate(written.parts, 1)}
    wanted: dict[Rectangle, Counter[int]] = {}
    for one in pattern.placements():
        place = one.x, one.y, one.length, one.width
        part = index[material, one.part, one.piece if pieces else ""]
        wanted.setdefault(place, Counter())[part] += 1
    parts = {(one.x, one.y, one.length, one.width): Counter(dict(one.parts)) for one in freed if one.parts}
    rests = Counter((one.x, one.y, one.length, one.width) for one in freed if one.offcut)
    kept = Counter((node.x, node.y, node.length, node.width) for node in pattern.root.of_kind("offcut"))
    return parts == wanted and rests == kept
