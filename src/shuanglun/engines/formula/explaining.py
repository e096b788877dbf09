"""Why is this leaf 800 wide? One step at a time from a value down to the parameters and the order cells they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuanglun.engines.formula.cells import CellKind
from shuanglun.engines.formula.columns import LookupHit
from shuanglun.engines.formula.compiling import Compiled
from shuanglun.engines.formula.evaluating import Evaluation, evaluate
from shuanglun.engines.formula.inputs import Line
from shuanglun.engines.formula.syntax import fold, parse, postorder
from shuanglun.kernel.findings import Where
from shuanglun.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One cell: its formula as written and with the values put in, the cells it reads, the result.

    ``wrong`` says why there is no result; ``lookups`` what tables answered; ``where`` is a parameter's order cell.
    """

    key: str
    kind: CellKind
    label: Text
    unit: str
    result: str
    formula: str | None = None
    filled: str | None = None
    inputs: tuple[str, ...] = ()
    lookups: tuple[LookupHit, ...] = ()
    note: Text | None = None
    wrong: Text | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The asked cell first, then every cell it rests on, each once, nearest first."""

    key: str
    steps: tuple[Step, ...]

    def lines(self, language: str = "zh") -> list[str]:
        """The steps as plain sentences, for a foreman's paper."""
        return [_sentence(step, language) for step in self.steps]


def explain(compiled: Compiled, line: Line, name: str, places: Mapping[str, Where] | None = None) -> Explanation:
    """Explain one value of one line; ``name`` is a cell's key or any of its names.

    Raises:
        KeyError: the table has no such cell.
    """
    key = compiled.key_of(name)
    if key is None:
        raise KeyError(name)
    evaluation = evaluate(compiled, [line], None if places is None else [places], trace=True)
    return Explanation(key, tuple(_step(evaluation, cell, places or {}) for cell in _walk(compiled, key)))


def _walk(compiled: Compiled, start: str) -> list[str]:
    """Breadth first from the asked cell, each cell once."""
    queue = [start]
    seen = {start}
    for key in queue:
        fresh = [use for use in _inputs(compiled, key) if use not in seen]
        seen.update(fresh)
        queue.extend(fresh)
    return queue


def _inputs(compiled: Compiled, key: str) -> tuple[str, ...]:
    """The cells a formula reads, in the order they are written."""
    formula = compiled.cells[key].formula
    if formula is None:
        return ()
    names = (compiled.names.get(fold(node.value)) for node in postorder(parse(formula).root) if node.shape == "name")
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _step(evaluation: Evaluation, key: str, places: Mapping[str, Where]) -> Step:
    compiled = evaluation.compiled
    cell = compiled.cells[key]
    fault = evaluation.fault(key, 0)
    return Step(
        key=key,
        kind=cell.kind,
        label=cell.label,
        unit=cell.unit,
        result=evaluation.shown(key, 0),
        formula=cell.formula,
        filled=None if cell.formula is None else _filled(evaluation, cell.formula),
        inputs=_inputs(compiled, key),
        lookups=evaluation.hits.get(key, ()),
        note=cell.note,
        wrong=None if fault is None else fault.what,
        where=places.get(key) if cell.kind == "parameter" else None,
    )


def _filled(evaluation: Evaluation, formula: str) -> str:
    """The formula with every name replaced by its value."""
    names = [node for node in postorder(parse(formula).root) if node.shape == "name"]
    text = formula
    for node in sorted(names, key=lambda one: one.start, reverse=True):
        key = evaluation.compiled.names.get(fold(node.value))
        if key is not None:
            text = text[: node.start] + evaluation.shown(key, 0) + text[node.end :]
    return text.strip().removeprefix("=")


def _sentence(step: Step, language: str) -> str:
    unit = "" if step.unit in {"1", "text", "yes/no"} else f" {step.unit}"
    text = f"{step.label.in_language(language)} = "
    if step.formula is not None:
        written = step.formula.strip().removeprefix("=")
        text += f"{written} = " if step.filled == written else f"{written} = {step.filled} = "
    text += f"{step.result}{unit}"
    for hit in step.lookups:
        text += f"  [{hit.table}: {hit.row or '—'}]"
    for note in (step.wrong, step.note):
        if note is not None:
            text += f"  ({note.in_language(language)})"
    if step.where is not None:
        text += f"  <- {' '.join(str(part) for part in step.where.as_dict().values())}"
    return text
