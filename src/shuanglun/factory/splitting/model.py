"""Splitting (拆单): many order lines to part and hardware specifications, all lines of a template at once.

Pure: lines and templates in, rows and findings out; the same input gives the same rows in the same order and the same hash.
A line with a stop finding gives no rows at all. Sizes are whole 0.1 mm, weights whole grams, half away from zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import orjson

from shuanglun.engines.formula import SIDES, Evaluation, LineFinding, Part, evaluate
from shuanglun.engines.formula import Hardware as HardwareRow
from shuanglun.factory.splitting.checking import check_line, check_rows
from shuanglun.factory.templates import Template
from shuanglun.kernel.findings import Finding, Where

ENGINE = "split-1"
FindTemplate = Callable[[str, int | None], Template | None]


@dataclass(frozen=True, slots=True)
class SplitLine:
    """An order line to split. ``version`` None takes the newest; ``places`` says which order cell a parameter came from."""

    ref: str
    template: str
    params: Mapping[str, object]
    quantity: int = 1
    version: int | None = None
    places: Mapping[str, Where] = field(default_factory=dict)


class Edges(NamedTuple):
    """Edge band thickness by side, 0.1 mm; 0 is no band."""

    front: int
    back: int
    left: int
    right: int


class PartSpec(NamedTuple):
    """One part of one line: ``quantity`` units of ``qty_per_unit`` each. An assembly has no material and no cut size."""

    line: str
    quantity: int
    row_key: str
    role: str
    name_zh: str
    name_en: str
    qty_per_unit: int
    length: int
    width: int
    thickness: int
    cut_length: int
    cut_width: int
    grain: str
    edges: Edges
    material_role: str
    material_code: str | None
    colour: str | None
    route: tuple[str, ...]
    pack_group: str
    into: str | None
    weight_g: int
    handle: str


class HardwareSpec(NamedTuple):
    """One bought item of one line; strips count in whole mm (``unit``)."""

    line: str
    quantity: int
    row_key: str
    item: str
    name_zh: str
    name_en: str
    qty_per_unit: int
    unit: str
    pack_group: str
    handle: str


class SplitFinding(NamedTuple):
    """A finding about one line, by the line's reference."""

    line: str
    finding: Finding


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


@dataclass(slots=True)
class _Group:
    """The lines of one template version: their places among all lines."""

    template: Template
    places: list[int]
    lines: list[SplitLine]


@dataclass(slots=True)
class _Gathered:
    """Rows with the place of their line, to bring them back into the order of the lines."""

    parts: list[tuple[int, PartSpec]] = field(default_factory=list)
    hardware: list[tuple[int, HardwareSpec]] = field(default_factory=list)
    findings: list[tuple[int, SplitFinding]] = field(default_factory=list)


def split(lines: Sequence[SplitLine], find: FindTemplate) -> Split:
    """Split all lines; ``find`` gives a template by code and version (None: the newest).

    Nothing is raised for bad input: a line whose template is unknown, whose parameters are wrong or whose checks stop is told
    in the findings and gives no rows.
    """
    gathered = _Gathered()
    inputs: list[tuple[int, list[Any]]] = []
    groups = _group(lines, find, gathered)
    for group in groups:
        evaluation = evaluate(
            group.template.compiled, [one.params for one in group.lines], [one.places for one in group.lines]
        )
        inputs += zip(group.places, _inputs(group, evaluation), strict=True)
        _Splitter(group, evaluation, gathered).run()
    stopped = frozenset(one.line for _, one in gathered.findings if one.finding.level == "stop")
    return Split(
        parts=tuple(_in_order(gathered.parts)),
        hardware=tuple(_in_order(gathered.hardware)),
        findings=tuple(_in_order(gathered.findings)),
        stopped=stopped,
        templates={group.template.code: group.template.version for group in groups},
        input_hash=_hash(groups, inputs),
    )


def _group(lines: Sequence[SplitLine], find: FindTemplate, gathered: _Gathered) -> list[_Group]:
    """Lines by template version; a line without a template or with a senseless quantity is told and left out."""
    groups: dict[tuple[str, int], _Group] = {}
    known: dict[tuple[str, int | None], Template | None] = {}
    for place, line in enumerate(lines):
        wanted = line.template, line.version
        if wanted not in known:
            known[wanted] = find(*wanted)
        template = known[wanted]
        wrong = check_line(line.template, line.quantity, template is not None)
        gathered.findings += [(place, SplitFinding(line.ref, one)) for one in wrong]
        if template is None or wrong:
            continue
        group = groups.setdefault((template.code, template.version), _Group(template, [], []))
        group.places.append(place)
        group.lines.append(line)
    return list(groups.values())


def _in_order(rows: list[tuple[int, Any]]) -> Iterator[Any]:
    """Rows in the order of their lines; rows of one line stay in the order of the template."""
    order = np.argsort(np.fromiter((place for place, _ in rows), dtype=np.int64, count=len(rows)), kind="stable")
    return (rows[index][1] for index in order.tolist())


def _inputs(group: _Group, evaluation: Evaluation) -> Iterable[list[Any]]:
    """What the split of a line rests on: the parameters as understood, so that 880, "880" and 880.0 are the same."""
    columns = [evaluation.data(p.name).tolist() for p in group.template.table.parameters]
    quantities = (line.quantity for line in group.lines)
    refs = (line.ref for line in group.lines)
    return (
        [ref, group.template.code, quantity, *values]
        for ref, quantity, *values in zip(refs, quantities, *columns, strict=True)
    )


def _hash(groups: Sequence[_Group], inputs: list[tuple[int, list[Any]]]) -> str:
    """SHA-256 over templates, materials and the understood inputs of all lines in their order."""
    ordered = [values for _, values in sorted(inputs, key=lambda one: one[0])]
    made_with = sorted(
        [g.template.code, g.template.version, g.template.checksum, g.template.materials.checksum] for g in groups
    )
    return hashlib.sha256(orjson.dumps([ENGINE, made_with, ordered])).hexdigest()


class _Splitter:
    """Turns the evaluated columns of one template into rows."""

    def __init__(self, group: _Group, evaluation: Evaluation, gathered: _Gathered) -> None:
        self.group = group
        self.template = group.template
        self.evaluation = evaluation
        self.gathered = gathered
        self.good = ~evaluation.stopped
        self.texts = {p.name: evaluation.data(p.name) for p in self.template.table.parameters if p.unit == "text"}
        self.places = np.array(group.places, dtype=np.int64)

    def run(self) -> None:
        wrong = check_rows(self.template.table, self.evaluation)
        for one in wrong:
            self.good[one.line] = False
        self._tell([*self.evaluation.findings, *wrong])
        for part in self.template.table.parts:
            self._parts(part)
        for item in self.template.table.hardware:
            self._hardware(item)

    def _tell(self, findings: Iterable[LineFinding]) -> None:
        group = self.group
        self.gathered.findings += [
            (group.places[one.line], SplitFinding(group.lines[one.line].ref, one.finding)) for one in findings
        ]

    def _made(self, key: str) -> list[int]:
        """The lines that get this row: usable ones with a quantity."""
        return np.flatnonzero(self.good & (self.evaluation.data(f"{key}.qty") != 0)).tolist()

    def _whole(self, key: str, at: list[int], decimals: int) -> list[int]:
        """A cell of the lines ``at``; a cell the template does not have is 0."""
        if key not in self.evaluation.columns:
            return [0] * len(at)
        found: list[int] = self.evaluation.whole(key, decimals)[at].tolist()
        return found

    def _parts(self, part: Part) -> None:
        at = self._made(part.key)
        if not at:
            return
        label = part.label_name or part.label
        assembly = part.material == "none"
        zero = [0] * len(at)
        materials, colours = self._materials(part, at)
        columns: tuple[Iterable[Any], ...] = (
            [self.group.lines[i].ref for i in at],
            [self.group.lines[i].quantity for i in at],
            repeat(part.key),
            repeat(part.role),
            repeat(label.zh),
            repeat(label.en),
            self._whole(f"{part.key}.qty", at, 0),
            self._whole(f"{part.key}.length", at, 1),
            self._whole(f"{part.key}.width", at, 1),
            self._whole(f"{part.key}.thickness", at, 1),
            zero if assembly else self._whole(f"{part.key}.cut_length", at, 1),
            zero if assembly else self._whole(f"{part.key}.cut_width", at, 1),
            self._grain(part, at),
            map(Edges._make, zip(*(self._whole(f"{part.key}.edge_{side}", at, 1) for side in SIDES), strict=True)),
            repeat(part.material),
            materials,
            colours,
            repeat(tuple(part.route.split(">"))),
            repeat("" if part.into is not None else part.pack_group or ""),
            repeat(part.into),
            self._whole(f"{part.key}.weight", at, 3),
            repeat(handle(self.template, part.key)),
        )
        rows = map(PartSpec._make, zip(*columns, strict=False))
        self.gathered.parts += zip(self.places[at].tolist(), rows, strict=True)

    def _grain(self, part: Part, at: list[int]) -> Iterable[str]:
        if not part.grain.startswith("="):
            return repeat(part.grain)
        found: list[str] = self.evaluation.data(f"{part.key}.grain")[at].tolist()
        return found

    def _materials(self, part: Part, at: list[int]) -> tuple[Iterable[str | None], Iterable[str | None]]:
        """Material code and colour by line; each combination is resolved once."""
        if part.material == "none":
            return repeat(None), repeat(None)
        role = self.template.materials.roles[part.material]
        name = role.parameter or ("colour" if role.decor == "line" else None)
        if name is None:
            return repeat(self.template.materials.code(part.material, {})), repeat(None)
        values: list[str] = self.texts[name][at].tolist()
        codes = {value: self.template.materials.code(part.material, {name: value}) for value in set(values)}
        return map(codes.__getitem__, values), values if role.decor == "line" else repeat(None)

    def _hardware(self, item: HardwareRow) -> None:
        at = self._made(item.key)
        lines = self.group.lines
        quantities = self._whole(f"{item.key}.qty", at, 0)
        explains = handle(self.template, item.key)
        self.gathered.hardware += [
            (
                self.group.places[i],
                HardwareSpec(
                    lines[i].ref,
                    lines[i].quantity,
                    item.key,
                    item.item,
                    item.label.zh,
                    item.label.en,
                    qty,
                    item.unit,
                    item.pack_group or "",
                    explains,
                ),
            )
            for i, qty in zip(at, quantities, strict=True)
        ]


def handle(template: Template, row_key: str) -> str:
    """What asks for an explanation of a row's values: "single_door@1/leaf"."""
    return f"{template.code}@{template.version}/{row_key}"


def read_handle(text: str) -> tuple[str, int, str]:
    """Template code, version and row key of a handle."""
    code, _, rest = text.partition("@")
    version, _, row_key = rest.partition("/")
    return code, int(version), row_key
