"""Why is this leaf 800 wide? One step at a time from a value down to the parameters and the order cells they came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shuanglun.engines.formula.branches import Asked, Followed, follow
from shuanglun.engines.formula.cell import CellKind
from shuanglun.engines.formula.columns import LookupHit
from shuanglun.engines.formula.compiling import Compiled
from shuanglun.engines.formula.evaluating import Evaluation, evaluate
from shuanglun.engines.formula.inputs import Line
from shuanglun.engines.formula.syntax import Node, fold
from shuanglun.kernel.findings import Where
from shuanglun.kernel.text import Text

_ANSWERS = {
    True: Text("成立", "holds"),
    False: Text("不成立", "does not hold"),
    "other": Text("是其他", "is another"),
    "fault": Text("算不出", "cannot be computed"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One cell: what was computed with names and with the values put in, the cells it reads, the result.

    ``formula`` is as written; ``used`` is the branch that counted, ``because`` the conditions that chose it. ``wrong`` says
    why there is no result, ``lookups`` what tables answered, ``where`` is a parameter's order cell.
    """

    key: str
    kind: CellKind
    label: Text
    unit: str
    result: Text
    formula: str | None = None
    used: Text | None = None
    filled: Text | None = None
    because: tuple[Text, ...] = ()
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
    queue, steps = [key], []
    for one in queue:
        step = _step(evaluation, one, places or {})
        steps.append(step)
        queue.extend(use for use in step.inputs if use not in queue)
    return Explanation(key, tuple(steps))


def _step(evaluation: Evaluation, key: str, places: Mapping[str, Where]) -> Step:
    cell = evaluation.compiled.cells[key]
    fault = evaluation.fault(key, 0)
    result, wrong = shown_text(evaluation, key), None if fault is None else fault.what
    if cell.formula is None:
        where = places.get(key) if cell.kind == "parameter" else None
        return Step(key, cell.kind, cell.label, cell.unit, result, note=cell.note, wrong=wrong, where=where)
    followed = follow(evaluation, cell.formula)
    tables = {
        evaluation.compiled.scope.tables[name].name
        for name in followed.tables() & set(evaluation.compiled.scope.tables)
    }
    return Step(
        key,
        cell.kind,
        cell.label,
        cell.unit,
        result,
        formula=cell.formula,
        used=_with_names(followed, followed.formula.root),
        filled=_with_values(followed),
        because=tuple(_reason(followed, asked) for asked in followed.asked),
        inputs=tuple(followed.names()),
        lookups=tuple(hit for hit in evaluation.hits.get(key, ()) if hit.table in tables),
        note=cell.note,
        wrong=wrong,
    )


def shown_text(evaluation: Evaluation, key: str) -> Text:
    """A value as people read it; a choice by its label."""
    text = evaluation.shown(key, 0)
    for parameter in evaluation.compiled.table.parameters:
        if parameter.name == key:
            return next((option.label for option in parameter.options if option.code == text), Text(text, text))
    return Text(text, text)


def _with_names(followed: Followed, node: Node) -> Text:
    """A formula with every cell by its name in both languages."""
    compiled = followed.evaluation.compiled

    def write(leaf: Node, language: str) -> str:
        key = compiled.names.get(fold(leaf.value)) if leaf.shape == "name" else None
        if key is None:
            return followed.formula.text[leaf.start : leaf.end]
        aliases = compiled.cells[key].aliases
        return aliases[0] if language == "zh" and aliases else key

    return _both(followed, node, write)


def _with_values(followed: Followed) -> Text:
    """A formula with every cell by its value."""

    def write(leaf: Node, language: str) -> str:
        key = followed.evaluation.compiled.names.get(fold(leaf.value)) if leaf.shape == "name" else None
        if key is None:
            return followed.formula.text[leaf.start : leaf.end]
        return shown_text(followed.evaluation, key).in_language(language)

    return _both(followed, followed.formula.root, write)


def _both(followed: Followed, node: Node, write: Callable[[Node, str], str]) -> Text:
    return Text(
        followed.write(node, lambda leaf: write(leaf, "zh")), followed.write(node, lambda leaf: write(leaf, "en"))
    )


def _reason(followed: Followed, asked: Asked) -> Text:
    """What chose the branch, in words."""
    written = [_with_names(followed, node) for node in asked.nodes]
    answer = _ANSWERS[asked.answer]
    return Text(f"{'='.join(t.zh for t in written)} {answer.zh}", f"{'='.join(t.en for t in written)} {answer.en}")


def _sentence(step: Step, language: str) -> str:
    unit = "" if step.unit in {"1", "text", "yes/no"} else f" {step.unit}"
    label, result = step.label.in_language(language), step.result.in_language(language)
    chain = [label, *(text.in_language(language) for text in (step.used, step.filled) if text is not None), result]
    different = [text for text, before in zip(chain, [None, *chain], strict=False) if text != before]
    words = [f"{' = '.join(different if len(different) > 1 else chain[-2:])}{unit}"]
    words += [f"[{reason.in_language(language)}]" for reason in step.because]
    for hit in step.lookups:
        words.append(f"[{hit.label.in_language(language)}: {hit.row.in_language(language) if hit.row else '—'}]")
    words += [f"({note.in_language(language)})" for note in (step.wrong, step.note) if note is not None]
    if step.where is not None:
        words.append(f"<- {' '.join(str(part) for part in step.where.as_dict().values())}")
    return "  ".join(words)
