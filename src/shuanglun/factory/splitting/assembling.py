"""From the evaluated columns of one template to rows, a whole column at a time.

A row is a tuple of plain values. The rows of one part are made by zipping its columns together, which never runs Python code
for a single row; values that are the same in every line are not repeated in memory.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from shuanglun.engines.formula import SIDES, Evaluation, LineFinding, Part
from shuanglun.engines.formula import Hardware as HardwareRow
from shuanglun.factory.splitting.checking import check_rows
from shuanglun.factory.splitting.machining_check import check_machining
from shuanglun.factory.splitting.rows import Edges, HardwareSpec, PartSpec, SplitFinding, SplitLine
from shuanglun.factory.templates import Template

Row = TypeVar("Row")


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause Python's search for circular garbage while a great many rows are made.

    Rows refer to nothing that refers back to them; to walk over all of them again and again while they are made takes as
    long as making them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(slots=True)
class Group:
    """The lines of one template version: their places among all lines."""

    template: Template
    places: list[int]
    lines: list[SplitLine]

    def sorted(self) -> Group:
        """The same with the lines in their order."""
        order = sorted(range(len(self.places)), key=self.places.__getitem__)
        return Group(self.template, [self.places[at] for at in order], [self.lines[at] for at in order])


class Gathered(Generic[Row]):
    """Rows with the place of their line, to bring them back into the order of the lines."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._places: list[NDArray[np.int64]] = []

    def add(self, places: Sequence[int] | NDArray[np.int64], rows: Iterable[Row]) -> None:
        """Add rows, each with the place of its line."""
        self._rows.extend(rows)
        self._places.append(np.asarray(places, dtype=np.int64))

    def in_order(self) -> tuple[Row, ...]:
        """All rows in the order of their lines; rows of one line stay in the order they were added."""
        if not self._places:
            return ()
        order = np.argsort(np.concatenate(self._places), kind="stable")
        return tuple(map(self._rows.__getitem__, order.tolist()))


class Assembling:
    """Turns the evaluated columns of one template into rows."""

    def __init__(self, group: Group, evaluation: Evaluation) -> None:
        self.template = group.template
        self.lines = group.lines
        self.evaluation = evaluation
        self.good = ~evaluation.stopped
        self.places = np.array(group.places, dtype=np.int64)
        self.refs = [line.ref for line in group.lines]
        self.quantities = [line.quantity for line in group.lines]
        self.texts = {p.name: evaluation.data(p.name) for p in self.template.table.parameters if p.unit == "text"}

    def inputs(self) -> Iterable[tuple[Any, ...]]:
        """What the split of a line rests on: the parameters as understood, so that 880, "880" and 880.0 are the same."""
        columns = [self.evaluation.data(p.name).tolist() for p in self.template.table.parameters]
        return zip(self.refs, repeat(self.template.code), self.quantities, *columns, strict=False)

    def run(
        self, parts: Gathered[PartSpec], hardware: Gathered[HardwareSpec], findings: Gathered[SplitFinding]
    ) -> None:
        """Add the rows and findings of all lines."""
        table = self.template.table
        wrong = [*check_rows(table, self.evaluation), *check_machining(table, self.evaluation)]
        for one in wrong:
            self.good[one.line] = False
        self._tell(findings, [*self.evaluation.findings, *wrong])
        for part in table.parts:
            at = self._made(part.key)
            if len(at):
                parts.add(self.places[at], self._parts(part, at))
        for item in table.hardware:
            at = self._made(item.key)
            if len(at):
                hardware.add(self.places[at], self._hardware(item, at))

    def _tell(self, findings: Gathered[SplitFinding], found: Sequence[LineFinding]) -> None:
        rows = [SplitFinding(self.refs[one.line], one.finding) for one in found]
        findings.add(self.places[[one.line for one in found]], rows)

    def _made(self, key: str) -> NDArray[np.int64]:
        """The lines that get this row: usable ones with a quantity."""
        return np.flatnonzero(self.good & (self.evaluation.values(f"{key}.qty") != 0))

    def _at(self, values: list[Any], at: NDArray[np.int64]) -> Iterable[Any]:
        """Values of the lines ``at``."""
        return values if len(at) == len(values) else map(values.__getitem__, at.tolist())

    def _whole(self, key: str, at: NDArray[np.int64], decimals: int) -> Iterable[int]:
        """A number cell of the lines ``at``; a cell the template does not have is 0."""
        if key not in self.evaluation.columns:
            return repeat(0)
        values = self.evaluation.whole_values(key, decimals)
        if len(values) == 1:
            return repeat(int(values[0]))
        found: list[int] = (values if len(at) == len(values) else values[at]).tolist()
        return found

    def _parts(self, part: Part, at: NDArray[np.int64]) -> Iterable[PartSpec]:
        label = part.label_name or part.label
        assembly = part.material == "none"
        materials, colours = self._materials(part, at)
        columns: tuple[Iterable[Any], ...] = (
            self._at(self.refs, at),
            self._at(self.quantities, at),
            repeat(part.key),
            repeat(part.role),
            repeat(label.zh),
            repeat(label.en),
            self._whole(f"{part.key}.qty", at, 0),
            self._whole(f"{part.key}.length", at, 1),
            self._whole(f"{part.key}.width", at, 1),
            self._whole(f"{part.key}.thickness", at, 1),
            repeat(0) if assembly else self._whole(f"{part.key}.cut_length", at, 1),
            repeat(0) if assembly else self._whole(f"{part.key}.cut_width", at, 1),
            self._grain(part, at),
            self._edges(part, at),
            repeat(part.material),
            materials,
            colours,
            repeat(tuple(part.route.split(">"))),
            repeat("" if part.into is not None else part.pack_group or ""),
            repeat(part.into),
            self._whole(f"{part.key}.weight", at, 3),
            repeat(handle(self.template, part.key)),
        )
        return map(tuple.__new__, repeat(PartSpec), zip(*columns, strict=False))

    def _edges(self, part: Part, at: NDArray[np.int64]) -> Iterable[Edges]:
        """The edge bands by line; mostly the same in every line."""
        sides = [self._whole(f"{part.key}.edge_{side}", at, 1) for side in SIDES]
        if all(isinstance(side, repeat) for side in sides):
            return repeat(Edges(*(next(iter(side)) for side in sides)))
        return map(Edges, *sides)

    def _grain(self, part: Part, at: NDArray[np.int64]) -> Iterable[str]:
        if not part.grain.startswith("="):
            return repeat(part.grain)
        found: list[str] = self.evaluation.data(f"{part.key}.grain")[at].tolist()
        return found

    def _materials(self, part: Part, at: NDArray[np.int64]) -> tuple[Iterable[str | None], Iterable[str | None]]:
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

    def _hardware(self, item: HardwareRow, at: NDArray[np.int64]) -> Iterable[HardwareSpec]:
        columns: tuple[Iterable[Any], ...] = (
            self._at(self.refs, at),
            self._at(self.quantities, at),
            repeat(item.key),
            repeat(item.item),
            repeat(item.label.zh),
            repeat(item.label.en),
            self._whole(f"{item.key}.qty", at, 0),
            repeat(item.unit),
            repeat(item.pack_group or ""),
            repeat(handle(self.template, item.key)),
        )
        return map(tuple.__new__, repeat(HardwareSpec), zip(*columns, strict=False))


def handle(template: Template, row_key: str) -> str:
    """What asks for an explanation of a row's values: "single_door@1/leaf"."""
    return f"{template.code}@{template.version}/{row_key}"


def read_handle(text: str) -> tuple[str, int, str]:
    """Template code, version and row key of a handle."""
    code, _, rest = text.partition("@")
    version, _, row_key = rest.partition("/")
    return code, int(version), row_key
