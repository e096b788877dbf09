"""Text of a formula to a syntax tree: a tokeniser and a Pratt parser.

Precedence and associativity are Excel's: unary minus, %, ^, * /, + -, &, comparison; everything groups to the left, so
``-2^2`` is 4 and ``2^3^2`` is 64. Names are Chinese or English words (letters, digits, "_", "." inside); there are no cell
addresses. What a Chinese input method types is accepted: （ ） ， “ ” × ÷ ≥ ≤ ≠. Limits are Excel's too: 8,192 characters and
64 levels of nesting; past them the parser answers with a problem, never with a recursion error.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from shuanglun.engines.formula.names import function_name
from shuanglun.engines.formula.problems import Problem, problem

LONGEST = 8192
DEEPEST = 64

Shape = Literal["number", "text", "yesno", "name", "call"]


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A node of the tree; ``value`` is the literal, the name, or the operator or proper function name of a call."""

    shape: Shape
    value: str
    start: int
    end: int
    args: tuple[Node, ...] = ()

    def __repr__(self) -> str:
        return f"Node({self.shape} {self.value!r} at {self.start})"


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: the text as it was given and its tree."""

    text: str
    root: Node


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["number", "text", "name", "mark", "end"]
    value: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>[^\W\d]\w*(?:\.\w+)*)
    | "(?P<text>(?:[^"]|"")*)"
    | (?P<mark><=|>=|<>|[-+*/^&=<>%(),\ue000-\ue002])
    )""",
    re.VERBOSE,
)
_AS_TYPED = str.maketrans(
    {"×": "*", "÷": "/", "−": "-", "–": "-", "≤": "\ue000", "≥": "\ue001", "≠": "\ue002", "、": ",", "“": '"', "”": '"'}
)
_TWO_MARKS = {"\ue000": "<=", "\ue001": ">=", "\ue002": "<>"}
_YES_NO = {"true": True, "false": False, "是": True, "否": False}

_COMPARE = frozenset({"=", "<>", "<", ">", "<=", ">="})
_BINDING = {**dict.fromkeys(_COMPARE, 10), "&": 20, "+": 30, "-": 30, "*": 40, "/": 40, "^": 50, "%": 60}
_UNARY = 70


def fold(name: str) -> str:
    """A name in the form names are matched: full-width made plain, case ignored."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _tokens(text: str) -> list[_Token]:
    """Cut the text into tokens; positions count the characters of the text as given."""
    plain = "".join(_plain(c) for c in text)
    found: list[_Token] = []
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            if not plain[at:].strip():
                break
            at += len(plain[at:]) - len(plain[at:].lstrip())
            raise problem(
                "FORMULA-CHARACTER",
                f"第 {at + 1} 个字符“{text[at]}”不能用在公式里",
                f'character {at + 1} "{text[at]}" cannot stand in a formula',
                at,
            )
        kind = match.lastgroup or "mark"
        value = match.group(kind)
        start, at = match.end() - len(match.group().lstrip()), match.end()
        value = text[start + 1 : at - 1].replace('""', '"') if kind == "text" else _TWO_MARKS.get(value, value)
        found.append(_Token(kind, value, start, at))  # type: ignore[arg-type]
    return [*found, _Token("end", "", len(text), len(text))]


def _plain(character: str) -> str:
    """One character for one character, so that positions stay those of the text as given."""
    folded = unicodedata.normalize("NFKC", character).translate(_AS_TYPED)
    return folded if len(folded) == 1 else character


class _Parser:
    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def take(self) -> _Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def peek(self) -> _Token:
        return self.tokens[self.at]

    def wrong(self, expected_zh: str, expected_en: str) -> Problem:
        token = self.peek()
        if token.kind == "end":
            return problem(
                "FORMULA-SYNTAX",
                f"公式没有写完：末尾还缺{expected_zh}",
                f"the formula ends where {expected_en} is expected",
                token.start,
            )
        shown = self.text[token.start : token.end]
        return problem(
            "FORMULA-SYNTAX",
            f"第 {token.start + 1} 个字符“{shown}”处应是{expected_zh}",
            f'{expected_en} is expected at character {token.start + 1}, not "{shown}"',
            token.start,
        )

    def expect(self, mark: str) -> _Token:
        if self.peek().kind != "mark" or self.peek().value != mark:
            raise self.wrong(f"“{mark}”", f'"{mark}"')
        return self.take()

    def expression(self, binding: int) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise problem(
                "FORMULA-DEPTH",
                f"公式嵌套超过 {DEEPEST} 层，请拆成中间值",
                f"the formula nests deeper than {DEEPEST} levels; split it into intermediate values",
                self.peek().start,
            )
        left = self.operand()
        while True:
            mark = self.peek()
            strength = _BINDING.get(mark.value, 0) if mark.kind == "mark" else 0
            if strength <= binding:
                break
            self.take()
            if mark.value == "%":
                left = Node("call", "%", left.start, mark.end, (left,))
            else:
                right = self.expression(strength)
                left = Node("call", mark.value, left.start, right.end, (left, right))
        self.depth -= 1
        return left

    def operand(self) -> Node:
        token = self.peek()
        if token.kind in {"number", "text"}:
            self.take()
            return Node("number" if token.kind == "number" else "text", token.value, token.start, token.end)
        if token.kind == "name":
            return self.name(self.take())
        if token.kind == "mark" and token.value in {"-", "+"}:
            self.take()
            inner = self.expression(_UNARY)
            return Node("call", f"u{token.value}", token.start, inner.end, (inner,))
        if token.kind == "mark" and token.value == "(":
            self.take()
            inner = self.expression(0)
            self.expect(")")
            return inner
        raise self.wrong("数、名称或“(”", 'a number, a name or "("')

    def name(self, token: _Token) -> Node:
        if self.peek().kind == "mark" and self.peek().value == "(":
            self.take()
            args = self.arguments()
            return Node("call", function_name(token.value), token.start, self.expect(")").end, args)
        truth = _YES_NO.get(token.value.casefold())
        if truth is not None:
            return Node("yesno", "TRUE" if truth else "FALSE", token.start, token.end)
        return Node("name", token.value, token.start, token.end)

    def arguments(self) -> tuple[Node, ...]:
        if self.peek().kind == "mark" and self.peek().value == ")":
            return ()
        args = [self.expression(0)]
        while self.peek().kind == "mark" and self.peek().value == ",":
            self.take()
            args.append(self.expression(0))
        return tuple(args)


def parse(text: str) -> Formula:
    """Parse a formula; a leading "=" is optional.

    Raises:
        Problem: the text is no formula; the problem says where and why. Nothing else is ever raised.
    """
    if len(text) > LONGEST:
        raise problem(
            "FORMULA-LENGTH", f"公式超过 {LONGEST} 个字符", f"the formula is longer than {LONGEST} characters", 0
        )
    tokens = _tokens(text)
    parser = _Parser(text, tokens[1:] if tokens[0].value == "=" and tokens[0].kind == "mark" else tokens)
    root = parser.expression(0)
    if parser.peek().kind != "end":
        raise parser.wrong("运算符或结尾", "an operator or the end")
    return Formula(text, root)


def postorder(root: Node) -> list[Node]:
    """All nodes, arguments before their call; no recursion, so that a long chain of operators is no risk."""
    waiting, found = [root], []
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(node.args)
    return found[::-1]
