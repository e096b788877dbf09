"""Which branch of a formula counted in a line: IF, IFS and SWITCH are followed, the rest is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from shuanglun.engines.formula.checking import check
from shuanglun.engines.formula.columns import Run, execute
from shuanglun.engines.formula.evaluating import Evaluation
from shuanglun.engines.formula.kinds import YESNO
from shuanglun.engines.formula.syntax import Formula, Node, fold, parse

_ATOMS = frozenset({"number", "text", "yesno", "name"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that chose a branch: one condition, or a SWITCH's subject and case, or what IFERROR tried.

    The answer "other": no case was the subject; "fault": what IFERROR tried could not be computed.
    """

    nodes: tuple[Node, ...]
    answer: bool | Literal["other", "fault"]


@dataclass(slots=True)
class Followed:
    """A formula of one line with its choices made, and what was asked to make them."""

    formula: Formula
    evaluation: Evaluation
    asked: list[Asked] = field(default_factory=list)
    chosen: dict[Node, Node] = field(default_factory=dict)

    def names(self) -> list[str]:
        """The cells that counted, those of the formula first, then those of the conditions."""
        roots = [self.formula.root, *(node for asked in self.asked for node in asked.nodes)]
        written = (node.value for root in roots for node in self._leaves(root) if node.shape == "name")
        found = (self.evaluation.compiled.names.get(fold(name)) for name in written)
        return list(dict.fromkeys(name for name in found if name is not None))

    def tables(self) -> set[str]:
        """The folded names of the lookup tables that counted."""
        return {fold(node.value) for node in self._leaves(self.formula.root) if node.shape == "name"}

    def write(self, node: Node, leaf: Callable[[Node], str]) -> str:
        """The text of a node with branches followed and every leaf written by ``leaf``."""
        node = self._end(node)
        if node.shape in _ATOMS:
            return leaf(node)
        pieces, at = [], node.start
        for arg in node.args:
            text = self.write(arg, leaf)
            if arg in self.chosen and self._end(arg).shape not in _ATOMS:
                text = f"({text})"
            pieces += [self.formula.text[at : arg.start], text]
            at = arg.end
        return "".join([*pieces, self.formula.text[at : node.end]])

    def _end(self, node: Node) -> Node:
        """What a chain of choices ends at."""
        while node in self.chosen:
            node = self.chosen[node]
        return node

    def _leaves(self, root: Node) -> list[Node]:
        """Leaves from left to right."""
        waiting, found = [root], []
        while waiting:
            node = waiting.pop()
            if node in self.chosen:
                waiting.append(self.chosen[node])
            elif node.args:
                waiting.extend(reversed(node.args))
            else:
                found.append(node)
        return found


def follow(evaluation: Evaluation, text: str) -> Followed:
    """Follow a formula for the one line of an evaluation."""
    followed = Followed(parse(text), evaluation)
    waiting = [followed.formula.root]
    while waiting:
        node = waiting.pop()
        branch = _branch(followed, node)
        if branch is not None:
            followed.chosen[node] = branch
            waiting.append(branch)
        else:
            waiting.extend(node.args)
    return followed


def _branch(followed: Followed, node: Node) -> Node | None:
    """The argument that gives the node's value; None when the node chooses nothing or cannot tell."""
    if node.shape != "call" or node.value not in {"IF", "IFS", "SWITCH", "IFERROR"}:
        return None
    args = node.args
    if node.value in {"SWITCH", "IFERROR"}:
        return _switch(followed, args) if node.value == "SWITCH" else _tried(followed, args)
    for condition, result in [(args[0], args[1])] if node.value == "IF" else zip(args[::2], args[1::2], strict=True):
        answer = _ask(followed, condition)
        if answer is None:
            return None
        followed.asked.append(Asked((condition,), answer))
        if answer:
            return result
    return args[2] if node.value == "IF" else None


def _tried(followed: Followed, args: tuple[Node, ...]) -> Node:
    """What IFERROR gives: what it tried, or the other value when that could not be computed."""
    if not _ask(followed, Node("call", "ISERROR", args[0].start, args[0].end, args[:1])):
        return args[0]
    followed.asked.append(Asked(args[:1], "fault"))
    return args[1]


def _switch(followed: Followed, args: tuple[Node, ...]) -> Node | None:
    for case, result in zip(args[1::2], args[2::2], strict=False):
        answer = _ask(followed, Node("call", "=", case.start, case.end, (args[0], case)))
        if answer is None:
            return None
        if answer:
            followed.asked.append(Asked((args[0], case), True))
            return result
    if len(args) % 2:
        return None
    followed.asked.append(Asked((args[0],), "other"))
    return args[-1]


def _ask(followed: Followed, condition: Node) -> bool | None:
    """Whether a condition holds in the line; None when it could not be computed."""
    compiled = followed.evaluation.compiled
    program = check(Formula(followed.formula.text, condition), compiled.scope, YESNO).program
    with np.errstate(all="ignore"):
        column = execute(program, Run(1, dict(followed.evaluation.columns)))
    if column.errors is not None and column.errors.any():
        return None
    return bool(column.data[0])
