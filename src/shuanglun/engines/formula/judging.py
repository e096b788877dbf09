"""Checking the arguments of one operator or function: their number, kinds and units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from shuanglun.engines.formula.columns import Column, Run, Unused
from shuanglun.engines.formula.kinds import LITERAL, NUMBER, Base, Kind
from shuanglun.engines.formula.numbers import read_number
from shuanglun.engines.formula.problems import Problem, problem
from shuanglun.engines.formula.syntax import Node, fold
from shuanglun.engines.formula.units import PLAIN, Unit, symbol
from shuanglun.kernel.text import Text

_LARGEST_POWER = 18
_LARGEST_EXPONENT = 6


class Judging:
    """The call under judgement. A judge returns the kind of the result and may ask for conversions on the way.

    ``shifts`` are powers of ten applied to the arguments, ``shift`` to the result, ``codes`` replaces a text literal by the
    code of the option it names. ``growths`` say of every argument how many times the largest number it may be, as long as it
    is sure to be whole millionths; None when it may lie between them.
    """

    def __init__(self, node: Node, kinds: Sequence[Kind], growths: Sequence[float | None]) -> None:
        self.node = node
        self.kinds = list(kinds)
        self.growths = list(growths)
        self.shifts = [0] * len(kinds)
        self.shift = 0
        self.codes: dict[int, str] = {}

    @property
    def name(self) -> str:
        """The operator or function as the user sees it."""
        return self.node.value.removeprefix("u")

    def wrong(self, index: int, wanted: Text) -> Problem:
        """The problem that an argument is of the wrong kind."""
        seen = self.kinds[index].shown
        return problem(
            "FORMULA-KIND",
            f"“{self.name}”的第 {index + 1} 项应是{wanted.zh}，却是{seen.zh}",
            f'item {index + 1} of "{self.name}" must be {wanted.en}, not {seen.en}',
            self.node.args[index].start,
        )

    def base(self, base: Base, indices: Iterable[int]) -> None:
        """All these arguments must be of one base kind."""
        for index in indices:
            if self.kinds[index].base != base:
                raise self.wrong(index, Kind(base).shown)

    def plain(self, index: int) -> None:
        """The argument must be a number without a unit."""
        self.base("number", [index])
        unit = self.kinds[index].unit
        if unit is not None and unit.dimension != PLAIN.dimension:
            raise self.wrong(index, Kind("number", PLAIN).shown)

    def common(self, indices: Sequence[int]) -> Kind:
        """One kind for all these arguments; numbers are converted to the first unit seen, literals adapt."""
        base = self.kinds[indices[0]].base
        self.base(base, indices)
        if base != "number":
            return Kind(base)
        units = [(index, unit) for index in indices if (unit := self.kinds[index].unit) is not None]
        if not units:
            return LITERAL
        first = units[0][1]
        for index, unit in units:
            if unit.dimension != first.dimension:
                raise problem(
                    "FORMULA-UNIT",
                    f"“{self.name}”不能把 {symbol(first)} 和 {symbol(unit)} 放在一起",
                    f'"{self.name}" cannot bring {symbol(first)} and {symbol(unit)} together',
                    self.node.args[index].start,
                )
            self.shifts[index] = unit.power - first.power
        return Kind("number", next((unit for _, unit in units if unit.counted), first))

    def result(self, unit: Unit) -> Kind:
        """The kind of a result; a plain number carries no power of ten."""
        if abs(unit.power) > _LARGEST_POWER or max(map(abs, unit.dimension)) > _LARGEST_EXPONENT:
            raise problem("FORMULA-UNIT", "单位的幂次太高", "the unit has too high a power", self.node.start)
        if unit.dimension != PLAIN.dimension:
            return Kind("number", unit)
        self.shift = unit.power
        return Kind("number", unit._replace(power=0))

    def same_choice(self, left: int, right: int) -> None:
        """A text literal compared with a choice must name one of its options and is replaced by the option's code."""
        for choice, literal in ((left, right), (right, left)):
            options = self.kinds[choice].options
            if options is None or self.node.args[literal].shape != "text":
                continue
            written = self.node.args[literal]
            code = options.get(fold(written.value))
            if code is None:
                known = "、".join(dict.fromkeys(options.values()))
                raise problem(
                    "FORMULA-OPTION",
                    f"“{written.value}”不是可选值（{known}）",
                    f'"{written.value}" is none of the options ({known})',
                    written.start,
                )
            self.codes[literal] = code


Judge = Callable[[Judging], Kind]
Operate = Callable[[Run, list[Column]], Column]
Growth = float | None
# Sums of more than this many largest numbers are settled, so that no double ever loses a millionth unseen.
MOST_GROWTH = 1024.0


@dataclass(frozen=True, slots=True)
class Function:
    """An operator or function of the language: how many arguments (``most`` None: any number), its judge, its work.

    ``settles``: the work wants its numbers on whole millionths. ``growth`` says how many times the largest number the result
    may be when it is sure to be whole millionths, None when it is not sure. ``special`` may give a quicker work for arguments
    that are written out. ``unused`` says which arguments do not matter when some are the same in every line.
    """

    least: int
    most: int | None
    judge: Judge
    operate: Operate
    settles: bool = False
    growth: Callable[[Judging], Growth] = lambda judging: None
    special: Callable[[Judging], Operate | None] = lambda judging: None
    unused: Unused | None = None


def grown(*growths: Growth) -> Growth:
    """The growth of a sum: not sure as soon as one is not."""
    total = 0.0
    for one in growths:
        if one is None:
            return None
        total += one
    return total if total <= MOST_GROWTH else None


def most_grown(growths: Iterable[Growth]) -> Growth:
    """The growth of a choice among values."""
    known = list(growths)
    return None if any(one is None for one in known) else max((one for one in known if one is not None), default=1.0)


def written_number(node: Node) -> float | None:
    """The number a literal writes; None when the node is something else."""
    return read_number(node.value) if node.shape == "number" else None


def all_plain(judging: Judging) -> Kind:
    """Every argument is a plain number and so is the result."""
    for index in range(len(judging.kinds)):
        judging.plain(index)
    return NUMBER
