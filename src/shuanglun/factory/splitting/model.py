"""Splitting (拆单): many order lines to part and hardware specifications, all lines of a template at once.

Pure: lines and templates in, rows and findings out; the same input gives the same rows in the same order and the same hash.
A line with a stop finding gives no rows at all. Sizes are whole 0.1 mm, weights whole grams, half away from zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from shuanglun.engines.formula import evaluate
from shuanglun.factory.splitting.assembling import Assembling, Gathered, Group, collection_paused
from shuanglun.factory.splitting.checking import LARGEST_QUANTITY, check_line
from shuanglun.factory.splitting.rows import HardwareSpec, PartSpec, SplitFinding, SplitLine
from shuanglun.factory.templates import Template

ENGINE = "split-1"
FindTemplate = Callable[[str, int | None], Template | None]


@dataclass(frozen=True, slots=True)
class Split:
    """The result of splitting. ``stopped`` are the references of lines that cannot be made as ordered."""

    parts: tuple[PartSpec, ...]
    hardware: tuple[HardwareSpec, ...]
    findings: tuple[SplitFinding, ...]
    stopped: frozenset[str]
    templates: Mapping[str, int]
    input_hash: str
    engine: str = ENGINE


def split(lines: Sequence[SplitLine], find: FindTemplate) -> Split:
    """Split all lines; ``find`` gives a template by code and version (None: the newest).

    Nothing is raised for bad input: a line whose template is unknown, whose parameters are wrong or whose checks stop is told
    in the findings and gives no rows.
    """
    with collection_paused():
        return _split(lines, find)


def _split(lines: Sequence[SplitLine], find: FindTemplate) -> Split:
    parts, hardware, findings, inputs = (Gathered[Any]() for _ in range(4))
    groups = _group(lines, find, findings)
    for group in groups:
        params, places = [line.params for line in group.lines], [line.places for line in group.lines]
        assembling = Assembling(group, evaluate(group.template.compiled, params, places))
        inputs.add(group.places, assembling.inputs())
        assembling.run(parts, hardware, findings)
    told = findings.in_order()
    return Split(
        parts=parts.in_order(),
        hardware=hardware.in_order(),
        findings=told,
        stopped=frozenset(one.line for one in told if one.finding.level == "stop"),
        templates={group.template.code: group.template.version for group in groups},
        input_hash=_hash(groups, inputs.in_order()),
    )


def _group(lines: Sequence[SplitLine], find: FindTemplate, findings: Gathered[SplitFinding]) -> list[Group]:
    """Lines by template version; a line without a template or with a senseless quantity is told and left out."""
    wanted: dict[tuple[str, int | None], list[int]] = {}
    for place, line in enumerate(lines):
        wanted.setdefault((line.template, line.version), []).append(place)
    groups: dict[tuple[str, int], Group] = {}
    for (code, version), places in wanted.items():
        template = find(code, version)
        good = [at for at in places if template is not None and 1 <= lines[at].quantity <= LARGEST_QUANTITY]
        if len(good) < len(places):
            for at in sorted(set(places) - set(good)):
                wrong = check_line(code, lines[at].quantity, template is not None)
                findings.add([at] * len(wrong), [SplitFinding(lines[at].ref, one) for one in wrong])
        if template is None or not good:
            continue
        group = groups.setdefault((template.code, template.version), Group(template, [], []))
        group.places += good
        group.lines += [lines[at] for at in good]
    return [group.sorted() for group in groups.values()]


def _hash(groups: Sequence[Group], inputs: Sequence[Any]) -> str:
    """SHA-256 over templates, materials and the understood inputs of all lines in their order."""
    made_with = sorted(
        [g.template.code, g.template.version, g.template.checksum, g.template.materials.checksum] for g in groups
    )
    return hashlib.sha256(orjson.dumps([ENGINE, made_with, inputs])).hexdigest()
