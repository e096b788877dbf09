"""Reading the parameters of many lines into columns. Bad input marks its line and is told as a finding."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np

from shuanglun.engines.formula.columns import Column, text_column
from shuanglun.engines.formula.compiling import Compiled
from shuanglun.engines.formula.numbers import LARGEST, ONE, millionths, settle, show
from shuanglun.engines.formula.problems import finding
from shuanglun.engines.formula.syntax import fold
from shuanglun.engines.formula.tables import Parameter
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

Line = Mapping[str, object]
_LONGEST_SHOWN = 60
_TRUE = {"true", "yes", "y", "1", "是", "有"}
_FALSE = {"false", "no", "n", "0", "否", "无"}


@dataclass(frozen=True, slots=True)
class LineFinding:
    """A finding about one line of the batch; ``line`` is its 0-based place."""

    line: int
    finding: Finding


@dataclass(slots=True)
class Reading:
    """Collects columns and findings while the lines are read. ``bad`` is the fault number that marks bad input.

    ``defaults`` are the parameters no line gives.
    """

    compiled: Compiled
    places: Sequence[Mapping[str, Where]] | None
    bad: int
    findings: list[LineFinding] = field(default_factory=list)
    defaults: list[str] = field(default_factory=list)

    def where(self, line: int, name: str) -> Where:
        """The order cell a parameter came from, or the parameter's name."""
        place = self.places[line].get(name) if self.places else None
        return place or Where(field=name)

    def tell(self, line: int, parameter: Parameter, code: str, zh: str, en: str, value: object = None) -> None:
        """A stop finding about one parameter of one line; "{}" in the sentences stands for the value as given."""
        given = written(value)
        told = finding(
            code,
            "stop",
            f"“{parameter.label.zh}”{zh.replace('{}', given)}",
            f'"{parameter.label.en}" {en.replace("{}", given)}',
            "请在订单中改正",
            "correct it in the order",
            self.where(line, parameter.name),
            None if value is None else given,
        )
        self.findings.append(LineFinding(line, told))


def written(value: object) -> str:
    """A value as it was given, cut to a length that fits a sentence."""
    try:
        text = str(value)
    except ValueError:  # an integer with more digits than Python is willing to write
        return "…"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def read_lines(reading: Reading, lines: Sequence[Line]) -> dict[str, Column]:
    """The parameters of all lines as columns, by parameter name."""
    given = _by_name(reading, lines)
    return {p.name: _column(reading, p, given.get(p.name), len(lines)) for p in reading.compiled.table.parameters}


def _by_name(reading: Reading, lines: Sequence[Line]) -> Mapping[str, Sequence[Any]]:
    """Values by parameter; a name no parameter has is a warning, never silently dropped.

    Lines of one order mostly name the same parameters, so that whole columns can be taken out at once.
    """
    alike = _alike(lines)
    if alike is not None:
        return _named(reading, alike, len(lines))
    shapes: dict[tuple[str, ...], list[int]] = {}
    for number, line in enumerate(lines):
        shapes.setdefault(tuple(line), []).append(number)
    parameters = {p.name for p in reading.compiled.table.parameters}
    values: dict[str, list[Any]] = {}
    for names, places in shapes.items():
        for name in names:
            key = reading.compiled.key_of(name)
            if key not in parameters:
                reading.findings += [LineFinding(number, _unknown(name)) for number in places]
                continue
            taken = [lines[number][name] for number in places]
            if len(places) == len(lines):
                values[key] = taken
                continue
            column = values.setdefault(key, [None] * len(lines))
            for number, value in zip(places, taken, strict=True):
                column[number] = value
    return values


def _alike(lines: Sequence[Line]) -> dict[str, Sequence[Any]] | None:
    """Values by name of lines that all give the same names; None when they do not."""
    names = tuple(lines[0]) if lines else ()
    if set(map(len, lines)) != {len(names)}:
        return None
    try:
        return {name: list(map(itemgetter(name), lines)) for name in names}
    except KeyError:
        return None


def _named(reading: Reading, given: Mapping[str, Sequence[Any]], lines: int) -> dict[str, Sequence[Any]]:
    """Values by parameter of lines that all give the same names; a later name of the same parameter counts."""
    parameters = {p.name for p in reading.compiled.table.parameters}
    values: dict[str, Sequence[Any]] = {}
    for name, taken in given.items():
        key = reading.compiled.key_of(name)
        if key in parameters:
            values[key] = taken
        else:
            reading.findings += [LineFinding(number, _unknown(name)) for number in range(lines)]
    return values


def _unknown(name: str) -> Finding:
    what = Text(f"模板没有参数“{name}”，未使用", f'the template has no parameter "{name}"; it is not used')
    todo = Text("请核对参数名", "check the name of the parameter")
    return Finding("LINE-PARAMETER-UNKNOWN", "warn", what, todo, Where(field=name), name)


def _column(reading: Reading, parameter: Parameter, given: Sequence[Any] | None, lines: int) -> Column:
    default = parameter.default
    if default is not None and given is None:
        column = _read(reading, parameter, [default])
        if column.errors is None:
            reading.defaults.append(parameter.name)
            return column
    values: Sequence[Any] = [None] * lines if given is None else given
    if default is not None and (None in values or "" in values):
        values = [default if value is None or value == "" else value for value in values]
    return _read(reading, parameter, values)


def _read(reading: Reading, parameter: Parameter, values: Sequence[Any]) -> Column:
    kind = reading.compiled.kinds[parameter.name]
    if kind.base == "number":
        return _numbers(reading, parameter, values)
    return _texts(reading, parameter, values) if kind.base == "text" else _truths(reading, parameter, values)


def _texts(reading: Reading, parameter: Parameter, values: Sequence[Any]) -> Column:
    """Texts and choices. Every different text is understood once; what is not understood is told in every line it is in."""
    if set(map(type, values)) <= {str}:
        codes = {value: _understood(reading, parameter, value) for value in dict.fromkeys(values)}
        if None not in codes.values():
            places = dict(zip(codes, range(len(codes)), strict=True))
            data = np.fromiter(map(places.__getitem__, values), dtype=np.int32, count=len(values))
            return Column(data, None, tuple(code or "" for code in codes.values()) or ("",))
    found = [_choice(reading, parameter, line, value) for line, value in enumerate(values)]
    return text_column(["" if one is None else one for one in found], _bad(reading, [one is None for one in found]))


def _truths(reading: Reading, parameter: Parameter, values: Sequence[Any]) -> Column:
    found = [_yes_no(reading, parameter, line, value) for line, value in enumerate(values)]
    data = np.array([bool(one) for one in found], dtype=np.bool_)
    return Column(data, _bad(reading, [one is None for one in found]))


def _bad(reading: Reading, wrong: list[bool]) -> Any:
    return np.where(np.array(wrong), np.int32(reading.bad), np.int32(0)) if any(wrong) else None


def _understood(reading: Reading, parameter: Parameter, value: object) -> str | None:
    """The text or the code of the option a value means; None when it means none."""
    if value is None or (value == "" and parameter.default != ""):
        return None
    if not parameter.options:
        return str(value)
    code = reading.compiled.spellings[parameter.name].get(fold(written(value)))
    return str(value).strip() if code is None and parameter.open else code


def _choice(reading: Reading, parameter: Parameter, line: int, value: object) -> str | None:
    code = _understood(reading, parameter, value)
    if code is not None:
        return code
    if value is None or value == "":
        reading.tell(line, parameter, "LINE-PARAMETER-MISSING", "没有填", "is missing")
        return None
    zh = "、".join(option.label.zh for option in parameter.options)
    en = ", ".join(option.label.en for option in parameter.options)
    reading.tell(
        line,
        parameter,
        "LINE-PARAMETER-OPTION",
        f"填的“{{}}”不在可选值中：{zh}",
        f'has "{{}}", which is none of: {en}',
        value,
    )
    return None


def _yes_no(reading: Reading, parameter: Parameter, line: int, value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    text = fold(written(value))
    if value is None or value == "":
        reading.tell(line, parameter, "LINE-PARAMETER-MISSING", "没有填", "is missing")
    elif text in _TRUE or text in _FALSE:
        return text in _TRUE
    else:
        reading.tell(
            line,
            parameter,
            "LINE-PARAMETER-YES-NO",
            "填的“{}”不是“是”或“否”",
            'has "{}", which is neither yes nor no',
            value,
        )
    return None


def _numbers(reading: Reading, parameter: Parameter, values: Sequence[Any]) -> Column:
    data, errors = _read_numbers(reading, parameter, values)
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    for limit, broken, zh, en in (
        (parameter.min, np.less, "低于下限", "below the limit"),
        (parameter.max, np.greater, "超过上限", "above the limit"),
    ):
        if limit is None:
            continue
        beyond = broken(data, millionths(limit))
        if not beyond.any():
            continue
        for line in np.flatnonzero(beyond & (errors == 0)).tolist():
            value, bound = show(data[line] / ONE), show(limit)
            reading.tell(
                line,
                parameter,
                "LINE-PARAMETER-RANGE",
                f" {value}{unit} {zh} {bound}{unit}",
                f"{value}{unit} is {en} {bound}{unit}",
                value,
            )
            errors[line] = reading.bad
    return Column(data, errors if errors.any() else None)


def _read_numbers(reading: Reading, parameter: Parameter, values: Sequence[Any]) -> tuple[Any, Any]:
    errors = np.zeros(len(values), dtype=np.int32)
    if set(map(type, values)) <= {int, float}:
        with contextlib.suppress(OverflowError):
            data = np.array(values, dtype=np.float64)
            if np.abs(data).max(initial=0.0) <= LARGEST:
                return settle(data * ONE), errors
    data = np.zeros(len(values))
    for line, value in enumerate(values):
        try:
            data[line] = millionths(value)
        except ValueError:
            errors[line] = reading.bad
            if value is None or value == "":
                reading.tell(line, parameter, "LINE-PARAMETER-MISSING", "没有填", "is missing")
            else:
                reading.tell(
                    line,
                    parameter,
                    "LINE-PARAMETER-NUMBER",
                    "填的“{}”不是数",
                    'has "{}", which is no number',
                    value,
                )
    return data, errors
