"""Random formulas written twice: in the formula language and as a spreadsheet has it. For tests against spreadsheets.

The two texts differ only in what must differ: names against cell addresses, LOOKUP over a table against the conditions it
stands for, and what a Chinese keyboard types against plain punctuation. Precedence is left as it falls: sub-formulas are
often joined without parentheses.

Numbers that are rounded, compared or written into texts come from the grid of eighths, on which a spreadsheet's doubles are
exact too; ties (.5) are frequent. Numbers that leave that grid (thirds, roots, sines) only reach functions without jumps.
``tenths`` adds numbers of one decimal to what may be compared and rounded: for spreadsheets that take 0.1+0.2 for 0.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from shuanglun.engines.formula import FormulaTable, Lookup, LookupKey, Parameter, Steps
from shuanglun.engines.formula.names import CHINESE
from shuanglun.kernel.text import Text

NUMBERS = 6
TEXTS = 4
TRUTHS = 2
_LABEL = Text("键", "key")
LOOKUPS = (
    Steps("步进表", Text("步进", "steps"), "1", LookupKey(_LABEL, "1"), -100, 1000, 20, -20),
    Lookup("上限表", Text("上限", "limits"), "1", (LookupKey(_LABEL, "1", "up_to"),), ((10, 1), (500.5, 2), (2000, 4))),
    Lookup(
        "型号表", Text("型号", "styles"), "1", (LookupKey(_LABEL, "text"),), (("TX01", 80), ("tx02", 70), ("左", 3))
    ),
)
_EIGHTHS = [0, 0.5, -0.5, 1, -1, 1.5, 2.5, -2.5, 0.125, 0.375, -0.625, 3, 7, -7, 12, 25, 100, 880.5, 1250, -1250, 2050]
_TENTHS = [0.1, 0.2, 0.3, 0.7, 1.1, 2.3, 880.3, -12.7, 0.05]
_WORDS = ["", "a", "A", "abc", "ABC", "左", "左内开", "TX01", "tx02", " x  y ", "12.5", "-3", "b-b", "暖白"]
_FORMATS = ["0", "0.0", "0.00", "000", "#,##0", "#,##0.00", "0%", "0.0%"]
_NEW = {"SWITCH", "IFS", "XOR", "CONCAT"}
_WIDE = str.maketrans("(),+-*/<>=&", "（），＋－×÷＜＞＝＆")


@dataclass(frozen=True)
class Written:
    """A formula in the language and as a spreadsheet has it; the row says which input line it is for."""

    ours: str
    sheet: str
    kind: str = "1"
    row: int = 0


def parameters() -> tuple[Parameter, ...]:
    """The names formulas use: numbers n0…, texts t0…, yes/no y0…"""
    kinds = [("数", "1", NUMBERS), ("文", "text", TEXTS), ("真", "yes/no", TRUTHS)]
    return tuple(
        Parameter(f"{name}{place}", Text(f"{name}{place}", f"{name}{place}"), unit, "" if unit == "text" else None)
        for name, unit, count in kinds
        for place in range(count)
    )


def input_lines(random: Random, count: int, *, tenths: bool = False) -> list[dict[str, Any]]:
    """Values for all names, many of them edges."""
    numbers = _EIGHTHS + _TENTHS if tenths else _EIGHTHS
    return [
        {
            **{f"数{place}": random.choice(numbers) for place in range(NUMBERS)},
            **{f"文{place}": random.choice(_WORDS) for place in range(TEXTS)},
            **{f"真{place}": random.random() < 0.5 for place in range(TRUTHS)},
        }
        for _ in range(count)
    ]


def table_of(formulas: Sequence[Written]) -> FormulaTable:
    """A formula table with every formula as a value r0, r1, …"""
    from support.formula_tables import value

    values = tuple(value(f"r{place}", one.ours, one.kind) for place, one in enumerate(formulas))
    return FormulaTable(parameters(), lookups=LOOKUPS, values=values)


@dataclass
class Writer:
    """Writes random formulas; ``used`` counts every function and operator written. ``without`` are not written."""

    random: Random
    rows: int
    tenths: bool = False
    without: frozenset[str] = frozenset()
    used: Counter[str] = field(default_factory=Counter)
    deepest: int = 4
    row: int = 0

    def formula(self) -> Written:
        """A formula of any kind for a random row."""
        self.row = self.random.randrange(self.rows)
        kind = self.random.choice(["1", "1", "1", "1", "text", "text", "yes/no"])
        depth = self.random.randint(1, self.deepest)
        made = {"1": self.number, "text": self.text, "yes/no": self.truth}[kind](depth)
        return Written(made.ours, made.sheet, kind, self.row)

    def distinct(self, count: int) -> list[Written]:
        """So many formulas, no two the same."""
        found: dict[Written, None] = {}
        while len(found) < count:
            found[self.formula()] = None
        return list(found)

    def mixture(self) -> Written:
        """A comparison of a text with a number, which a spreadsheet computes and the language refuses."""
        self.row = self.random.randrange(self.rows)
        pair = [self.exact(1), self.text_leaf()]
        self.random.shuffle(pair)
        made = self.put(f"({{0}}){self.random.choice(['=', '<>', '<', '>', '<=', '>='])}({{1}})", *pair)
        return Written(made.ours, made.sheet, "yes/no", self.row)

    # ------------------------------------------------------------ pieces

    def put(self, shape: str, *parts: Written) -> Written:
        """The parts put into a shape, in both texts."""
        return Written(shape.format(*(p.ours for p in parts)), shape.format(*(p.sheet for p in parts)))

    def call(self, name: str, *parts: Written) -> Written:
        """A function call; in the language sometimes by its Chinese name, in another case or with full-width marks."""
        self.used[name] += 1
        inside = self.put(",".join(f"{{{place}}}" for place in range(len(parts))), *parts)
        spelling = self.random.random()
        chinese = [alias for alias, proper in CHINESE.items() if proper == name]
        ours = self.random.choice(chinese) if chinese and spelling < 0.2 else name.lower() if spelling < 0.3 else name
        opening, closing = ("（", "）") if self.random.random() < 0.1 else ("(", ")")
        sheet = f"_xlfn.{name}" if name in _NEW else name
        return Written(f"{ours}{opening}{inside.ours}{closing}", f"{sheet}({inside.sheet})")

    def joined(self, left: Written, mark: str, right: Written) -> Written:
        """Two parts with an operator, each in parentheses or as it stands."""
        self.used[mark] += 1
        left, right = self.wrapped(left), self.wrapped(right)
        ours = mark.translate(_WIDE) if self.random.random() < 0.1 else mark
        return Written(f"{left.ours}{ours}{right.ours}", f"{left.sheet}{mark}{right.sheet}")

    def wrapped(self, part: Written) -> Written:
        return self.put("({0})", part) if self.random.random() < 0.5 else part

    def one_of(self, *choices: tuple[str, Callable[[], Written]]) -> Written:
        usable = [make for name, make in choices if name not in self.without]
        return self.random.choice(usable)()

    def formatted(self, depth: int) -> Written:
        """A number for TEXT: with ties for the format to round, or whole and not negative."""
        if "ties in TEXT" in self.without:
            return self.call("ABS", self.call("ROUND", self.exact(depth - 1), self.literal(0)))
        return self.call("ROUND", self.exact(depth - 1), self.literal(2))

    def base(self) -> Written:
        leaf = self.number_leaf()
        return self.call("ABS", leaf) if "roots of negatives" in self.without else leaf

    def without_zero(self) -> set[str]:
        return {"FLOOR"} if "FLOOR by zero" in self.without else set()

    def formats(self) -> list[str]:
        return [one for one in _FORMATS if "thousands" not in self.without or "," not in one]

    def named(self, name: str, place: int, first: int) -> Written:
        return Written(f"{name}{place}", f"${chr(ord('A') + first + place)}${self.row + 1}")

    def literal(self, value: object) -> Written:
        text = '"' + value.replace('"', '""') + '"' if isinstance(value, str) else f"{value}"
        return Written(text, text)

    # ------------------------------------------------------------ numbers

    def number_leaf(self) -> Written:
        if self.random.random() < 0.6:
            return self.named("数", self.random.randrange(NUMBERS), 0)
        pool = _EIGHTHS + _TENTHS if self.tenths else _EIGHTHS
        return self.literal(abs(self.random.choice(pool)))

    def small(self) -> Written:
        return self.literal(self.random.choice([0, 1, 2, 3, 1.5]))

    def exact(self, depth: int) -> Written:
        """A number a spreadsheet's doubles hold exactly."""
        if depth <= 0:
            return self.number_leaf()
        one, few = (
            (lambda: self.exact(depth - 1)),
            (lambda: [self.exact(depth - 1) for _ in range(self.random.randint(1, 3))]),
        )
        step = lambda: self.literal(self.random.choice([0.5, 1, 2, 5, 20, 0.125]))  # noqa: E731
        digits = lambda: self.literal(self.random.choice([0, 0, 1, 2, -1, -2]))  # noqa: E731
        rounding = self.random.choice(["ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC"])
        multiple = self.random.choice(["CEILING", "FLOOR", "MOD", "QUOTIENT"])
        several = self.random.choice(["MIN", "MAX", "SUM"])
        single = self.random.choice(["ABS", "INT", "EVEN", "ODD", "SIGN", "N"])
        return self.one_of(
            ("+", lambda: self.joined(one(), "+", one())),
            ("-", lambda: self.joined(one(), "-", one())),
            ("*", lambda: self.joined(one(), "*", self.literal(self.random.choice([0.5, 2, 3])))),
            ("/", lambda: self.joined(one(), "/", self.literal(self.random.choice([2, 4])))),
            ("^", lambda: self.joined(self.number_leaf(), "^", self.literal(2))),
            ("u-", lambda: self.put("-{0}", self.counted("u-", self.wrapped(one())))),
            ("u+", lambda: self.put("+{0}", self.counted("u+", self.wrapped(one())))),
            (rounding, lambda: self.call(rounding, one(), digits())),
            (multiple, lambda: self.call(multiple, one(), step())),
            (
                multiple,
                lambda: self.call(multiple, one(), step() if multiple in self.without_zero() else self.number_leaf()),
            ),
            # Spreadsheets differ over MROUND of numbers with different signs; Excel's answer has a test of its own.
            ("MROUND", lambda: self.call("MROUND", self.call("ABS", one()), step())),
            ("MROUND", lambda: self.call("MROUND", self.put("-{0}", self.call("ABS", one())), self.literal(-2.5))),
            (several, lambda: self.call(several, *few())),
            (single, lambda: self.call(single, one())),
            (single, lambda: self.call(single, one())),
            ("IF", lambda: self.call("IF", self.truth(depth - 1), one(), one())),
            ("IFS", lambda: self.call("IFS", self.truth(depth - 1), one(), self.truth(depth - 1), one())),
            (
                "SWITCH",
                lambda: self.call("SWITCH", self.number_leaf(), self.number_leaf(), one(), self.small(), one(), one()),
            ),
            (
                "SWITCH of text",
                lambda: self.call("SWITCH", self.text_leaf(), self.text_leaf(), one(), self.text_leaf(), one()),
            ),
            ("IFERROR", lambda: self.call("IFERROR", self.tried(depth), one())),
            ("SUM of yes/no", lambda: self.call("SUM", self.truth(depth - 1), self.truth(depth - 1))),
            ("COUNT", lambda: self.call("COUNT", one(), one())),
            ("N", lambda: self.call("N", self.truth(depth - 1))),
            ("LEN", lambda: self.call("LEN", self.text(depth - 1))),
            (
                "FIND",
                lambda: self.call(
                    "FIND", self.literal(self.random.choice(["a", "b", "左", "x"])), self.text(depth - 1)
                ),
            ),
            ("VALUE", lambda: self.call("VALUE", self.text_leaf())),
            ("LOOKUP", self.looked_up),
        )

    def counted(self, name: str, part: Written) -> Written:
        self.used[name] += 1
        return part

    def tried(self, depth: int) -> Written:
        """A number that may not be there."""
        return self.one_of(
            ("MOD", lambda: self.call("MOD", self.exact(depth - 1), self.number_leaf())),
            ("CEILING", lambda: self.call("CEILING", self.exact(depth - 1), self.number_leaf())),
            ("LOOKUP", self.looked_up),
            ("FIND", lambda: self.call("FIND", self.literal("a"), self.text_leaf())),
            ("VALUE", lambda: self.call("VALUE", self.text_leaf())),
        )

    def looked_up(self) -> Written:
        """A table in the language, the conditions it stands for in the spreadsheet."""
        self.used["LOOKUP"] += 1
        table = self.random.choice(LOOKUPS)
        key = self.text_leaf() if table.name == "型号表" else self.exact(1)
        k = key.sheet
        if isinstance(table, Steps):
            inside = f"INT((({k})-({table.first}))/{table.step})*{table.step}+({table.first})+({table.offset})"
            sheet = f"IF(AND(({k})>={table.first},({k})<={table.last}),{inside},1/0)"
        else:
            mark = "=" if table.name == "型号表" else "<="
            sheet = "1/0"
            for entry, result in reversed(table.rows):
                shown = f'"{entry}"' if isinstance(entry, str) else entry
                sheet = f"IF(({k}){mark}{shown},{result},{sheet})"
        return Written(f"LOOKUP({table.name},{key.ours})", sheet)

    def number(self, depth: int) -> Written:
        """A number that may leave the grid."""
        if depth <= 0 or self.random.random() < 0.45:
            return self.exact(depth)
        one = lambda: self.number(depth - 1)  # noqa: E731
        two = self.random.choice(["AVERAGE", "MEDIAN", "PRODUCT", "SUM", "MIN", "MAX"])
        turn = self.random.choice(["SIN", "COS", "TAN", "ATAN"])
        return self.one_of(
            ("/", lambda: self.joined(one(), "/", self.literal(self.random.choice([3, 7, 0.7])))),
            ("/", lambda: self.joined(one(), "/", self.number_leaf())),
            ("*", lambda: self.joined(one(), "*", one())),
            ("%", lambda: self.put("({0})%", self.counted("%", one()))),
            ("+", lambda: self.joined(one(), "+", one())),
            ("-", lambda: self.joined(one(), "-", one())),
            (
                "^",
                lambda: self.put(
                    "({0})^{1}", self.counted("^", self.base()), self.literal(self.random.choice([0.5, 3, 1.5]))
                ),
            ),
            ("POWER", lambda: self.call("POWER", self.base(), self.literal(self.random.choice([0.5, 2, 3])))),
            ("SQRT", lambda: self.call("SQRT", one())),
            ("PI", lambda: self.call("PI")),
            (turn, lambda: self.call(turn, self.number_leaf())),
            ("DEGREES", lambda: self.call("RADIANS", self.call("DEGREES", one()))),
            (turn, lambda: self.call(turn, self.call("RADIANS", self.number_leaf()))),
            (two, lambda: self.call(two, one(), one(), one())),
            (two, lambda: self.call(two, one(), one(), one())),
            ("IF", lambda: self.call("IF", self.truth(depth - 1), one(), one())),
            ("IFERROR", lambda: self.call("IFERROR", one(), one())),
        )

    # ------------------------------------------------------------ yes/no and text

    def truth(self, depth: int) -> Written:
        if depth <= 0:
            return self.random.choice(
                [
                    lambda: self.named("真", self.random.randrange(TRUTHS), NUMBERS + TEXTS),
                    lambda: self.call(self.random.choice(["TRUE", "FALSE"])),
                    lambda: self.compared(0),
                ]
            )()
        logic = self.random.choice(["AND", "OR", "XOR"])
        return self.one_of(
            ("<", lambda: self.compared(depth)),
            ("<", lambda: self.compared(depth)),
            ("=", self.same_text),
            (logic, lambda: self.call(logic, self.truth(depth - 1), self.truth(depth - 1))),
            ("NOT", lambda: self.call("NOT", self.truth(depth - 1))),
            ("IF", lambda: self.call("IF", self.truth(depth - 1), self.truth(depth - 1), self.truth(depth - 1))),
            ("ISERROR", lambda: self.call("ISERROR", self.tried(depth))),
            ("EXACT", lambda: self.call("EXACT", self.text_leaf(), self.text_leaf())),
        )

    def compared(self, depth: int) -> Written:
        mark = self.random.choice(["=", "<>", "<", ">", "<=", ">="])
        self.used[mark] += 1
        made = self.put(f"{{0}}{mark}{{1}}", self.exact(depth - 1), self.exact(depth - 1))
        if self.random.random() < 0.15:
            wide = {"<>": "≠", "<=": "≤", ">=": "≥"}.get(mark)
            made = Written(made.ours if wide is None else made.ours.replace(mark, wide), made.sheet)
        return self.put("({0})", made)

    def same_text(self) -> Written:
        mark = self.random.choice(["=", "<>"])
        self.used[mark] += 1
        return self.put(f"({{0}}{mark}{{1}})", self.text_leaf(), self.text(1))

    def text_leaf(self) -> Written:
        if self.random.random() < 0.6:
            return self.named("文", self.random.randrange(TEXTS), NUMBERS)
        return self.literal(self.random.choice(_WORDS))

    def text(self, depth: int) -> Written:
        if depth <= 0:
            return self.text_leaf()
        one = lambda: self.text(depth - 1)  # noqa: E731
        plain = lambda: self.call("ROUND", self.exact(depth - 1), self.literal(2))  # noqa: E731
        cut = self.random.choice(["LEFT", "RIGHT"])
        case = self.random.choice(["UPPER", "LOWER", "TRIM"])
        return self.one_of(
            ("&", lambda: self.joined(one(), "&", one())),
            ("&", lambda: self.joined(one(), "&", plain())),
            ("CONCAT", lambda: self.call("CONCAT", one(), plain(), one())),
            ("CONCATENATE", lambda: self.call("CONCATENATE", one(), one())),
            (
                "TEXT",
                lambda: self.call("TEXT", self.formatted(depth), self.literal(self.random.choice(self.formats()))),
            ),
            (cut, lambda: self.call(cut, one(), self.small())),
            (cut, lambda: self.call(cut, one())),
            ("MID", lambda: self.call("MID", one(), self.small(), self.small())),
            (case, lambda: self.call(case, one())),
            ("REPT", lambda: self.call("REPT", one(), self.small())),
            (
                "SUBSTITUTE",
                lambda: self.call("SUBSTITUTE", one(), self.literal(self.random.choice(["a", "-", "左"])), one()),
            ),
            ("IF", lambda: self.call("IF", self.truth(depth - 1), one(), one())),
            ("SWITCH of text", lambda: self.call("SWITCH", self.text_leaf(), self.text_leaf(), one(), one())),
            ("IFERROR", lambda: self.call("IFERROR", self.call("MID", one(), self.small(), self.small()), one())),
        )
