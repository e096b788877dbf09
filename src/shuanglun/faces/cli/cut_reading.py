"""What ``shuanglun cut`` is given: two CSV tables, or cutting problems as JSON. Bad input comes back as findings."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import orjson

from shuanglun.engines.cutting import Plan, Problem, Saw, check_problem, problem_from_dict
from shuanglun.engines.cutting.tables import read_tables
from shuanglun.kernel.findings import Finding, Where, has_stop
from shuanglun.kernel.text import Text

AGAIN = Text("改正后再运行", "correct it and run again")


@dataclass
class Given:
    """Problems to plan (none when a finding stops), findings, thickness by material where it is known."""

    problems: tuple[Problem, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    thickness: Mapping[str, int] = field(default_factory=dict)


def read_given(parts: Path, stock: Path | None, saw: Saw, offcuts_first: bool) -> Given:
    """Read the files of the command; a JSON file holds its own boards and saw."""
    data = parts.read_bytes()
    if data.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:1] in (b"{", b"["):
        return read_json(data, parts.name)
    if stock is None:
        what = Text("缺少板材表", "the table of boards is missing")
        return Given(
            (), [Finding("CUT-FILE-STOCK", "stop", what, Text("加上 --stock 板材表.csv", "add --stock boards.csv"))]
        )
    texts = [(path.name, text_of(path)) for path in (parts, stock)]
    damaged = [_not_text(name) for name, text in texts if text is None]
    if damaged:
        return Given((), damaged)
    (parts_name, part_text), (stock_name, stock_text) = texts
    tables = read_tables(
        part_text or "",
        stock_text or "",
        saw,
        use_offcuts_first=offcuts_first,
        parts_name=parts_name,
        stock_name=stock_name,
    )
    problems = tuple(
        replace(problem, thickness=tables.thickness.get(problem.material, 0)) for problem in tables.problems
    )
    return Given(problems, tables.findings, tables.thickness)


def text_of(path: Path) -> str | None:
    """The text by its mark, as UTF-8, else as GB18030 (which holds GBK); None when it is no text."""
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = [] if b"\0" in data else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _not_text(name: str) -> Finding:
    what = Text(f"{name} 不是文本文件", f"{name} is no text file")
    return Finding("CUT-FILE-TEXT", "stop", what, Text("另存为 CSV UTF-8", "save it as CSV UTF-8"), Where(file=name))


def read_json(data: bytes, name: str) -> Given:
    """A problem, a list of problems, or ``{"problems": [...]}`` as ``plans.json`` holds it; lengths are 0.1 mm."""
    try:
        read = orjson.loads(data.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        what = Text(f"不是完好的 JSON: {error}", f"this is no sound JSON: {error}")
        return Given((), [Finding("CUT-FILE-JSON", "stop", what, AGAIN, Where(file=name, row=error.lineno))])
    rows = read if isinstance(read, list) else read.get("problems", [read])
    problems: list[Problem] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
        try:
            problem = _checked(row)
        except (KeyError, TypeError, ValueError, AttributeError, msgspec.ValidationError) as error:
            said = f"{type(error).__name__}: {error}"
            what = Text(f"第 {number + 1} 个问题读不出: {said}", f"problem {number + 1} cannot be read: {said}")
            findings.append(
                Finding("CUT-FILE-PROBLEM", "stop", what, AGAIN, Where(file=name, field=f"problems[{number}]"))
            )
            continue
        problems.append(problem)
        findings += check_problem(problem)
    return Given(() if has_stop(findings) else tuple(problems), findings)


def _checked(row: Mapping[str, Any]) -> Problem:
    """A problem whose every member has the type it must have.

    Raises:
        KeyError, TypeError, ValueError, AttributeError, msgspec.ValidationError: it has not.
    """
    return msgspec.convert(msgspec.to_builtins(problem_from_dict(row)), Problem)


def unplaced(problem: Problem, plan: Plan) -> Iterator[Finding]:
    """A stop for every part that found no board, with how many pieces of it."""
    left = set(plan.unplaced)
    for part in problem.parts if left else ():
        number = sum(piece in left for piece in part.piece_names())
        if number:
            zh, en = f"{number} 件没有板材可开", f"{number} pieces found no board"
            todo = Text("加板材数量或减少板件", "add boards or take parts out")
            where = Where(field=f"{problem.material} {part.key}")
            yield Finding("CUT-UNPLACED", "stop", Text(zh, en), todo, where)
