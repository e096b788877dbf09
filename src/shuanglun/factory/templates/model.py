"""A product template: a versioned formula table that turns the parameters of an order line into parts and hardware."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from shuanglun.engines.formula import (
    Check,
    Compiled,
    Constant,
    Dimension,
    Example,
    FormulaTable,
    Hardware,
    Lookup,
    Machining,
    Parameter,
    Part,
    Placement,
    Steps,
    Value,
    compile_table,
)
from shuanglun.factory.templates.files import Reader, checksum, read_document
from shuanglun.factory.templates.materials import Materials
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

FORMAT = "shuanglun/template/1"
OPERATIONS = frozenset({"saw", "edge", "cnc", "press", "cure", "pack"})
PACK_GROUPS = frozenset({"leaf", "frame", "hardware", "panel"})
_HEAD = {"format", "code", "version", "checksum", "name", "also", "note", "materials"}
_SECTIONS = {"parameters", "constants", "lookups", "values", "parts", "hardware", "checks", "examples"}
_SECTIONS |= {"machining", "placements", "dimensions"}


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a template, ready to run. ``also`` lists the names dealers use for the product."""

    code: str
    version: int
    name: Text
    also: tuple[str, ...]
    compiled: Compiled
    materials: Materials
    checksum: str

    @property
    def table(self) -> FormulaTable:
        """The formula table as written."""
        return self.compiled.table

    def with_constants(self, values: Mapping[str, float]) -> Template:
        """The same template with other values for some constants (a factory's own deductions).

        Raises:
            KeyError: the template has no such constant.
        """
        missing = set(values) - {constant.name for constant in self.table.constants}
        if missing:
            raise KeyError(*missing)
        constants = tuple(replace(c, value=values.get(c.name, c.value)) for c in self.table.constants)
        compiled, findings = compile_table(replace(self.table, constants=constants))
        if compiled is None:
            raise ValueError(findings[0].what.en)
        return replace(self, compiled=compiled, checksum=checksum({"of": self.checksum, "constants": dict(values)}))


def materials_version(text: str, file: str) -> int | None:
    """The version of the materials a template file was tested with, if it can be read."""
    document = read_document(text, FORMAT, file, [])
    version = (document or {}).get("materials")
    return version if isinstance(version, int) else None


def read_template(
    text: str, materials: Materials, file: str = "template.yaml"
) -> tuple[Template | None, list[Finding]]:
    """Read, check and compile a template file. All faults are found at once; with any of them there is no template."""
    findings: list[Finding] = []
    document = read_document(text, FORMAT, file, findings)
    if document is None:
        return None, findings
    template, _, faults = build_template(document, materials, file)
    findings += faults
    return (None, findings) if findings else (template, [])


def build_template(
    document: Mapping[str, Any], materials: Materials, file: str = "template.yaml"
) -> tuple[Template | None, FormulaTable, list[Finding]]:
    """Check and compile a template that is read already; the table holds all rows that can be read, whatever is wrong."""
    findings: list[Finding] = []
    reader = Reader(file, findings)
    for key in sorted(set(document) - _HEAD - _SECTIONS):
        reader.tell("TEMPLATE-SECTION", key, f"不认识的部分“{key}”", f'unknown section "{key}"')
    name = reader.row(document.get("name"), "name", Text)
    table = _table(document, materials, reader)
    _references(table, materials, reader)
    compiled, faults = compile_table(table)
    findings += [replace(fault, where=Where(file=file, field=fault.where.field)) for fault in faults]
    if findings or compiled is None or name is None:
        return None, table, findings
    also = tuple(str(one) for one in document.get("also", ()))
    template = Template(document["code"], document["version"], name, also, compiled, materials, checksum(document))
    return template, table, []


def _table(document: Mapping[str, Any], materials: Materials, reader: Reader) -> FormulaTable:
    prepared = {
        **document,
        "parameters": [_parameter(row, materials) for row in _list(document, "parameters")],
        "constants": [_constant(row, materials, reader) for row in _list(document, "constants")],
    }
    lookups: list[Lookup | Steps] = []
    for number, row in enumerate(_list(document, "lookups"), 1):
        kind: type[Lookup | Steps] = Steps if isinstance(row, dict) and "step" in row else Lookup
        found = reader.row(row, f"lookups {number}", kind)
        lookups += [] if found is None else [found]
    return FormulaTable(
        tuple(reader.rows(prepared, "parameters", Parameter)),
        tuple(reader.rows(prepared, "constants", Constant)),
        tuple(lookups),
        tuple(reader.rows(prepared, "values", Value)),
        tuple(reader.rows(prepared, "parts", Part)),
        tuple(reader.rows(prepared, "hardware", Hardware)),
        tuple(reader.rows(prepared, "machining", Machining)),
        tuple(reader.rows(prepared, "placements", Placement)),
        tuple(reader.rows(prepared, "dimensions", Dimension)),
        tuple(reader.rows(prepared, "checks", Check)),
        tuple(reader.rows(prepared, "examples", Example)),
    )


def _list(document: Mapping[str, Any], section: str) -> list[Any]:
    found = document.get(section) or []
    return found if isinstance(found, list) else []


def _parameter(row: Any, materials: Materials) -> Any:
    """``options_from: colours`` takes the options from the materials."""
    if not isinstance(row, dict) or row.get("options_from") != "colours":
        return row
    options = [{"code": c.code, "label": c.label.as_dict(), "also": list(c.also)} for c in materials.colours]
    return {key: value for key, value in row.items() if key != "options_from"} | {"options": options}


def _constant(row: Any, materials: Materials, reader: Reader) -> Any:
    """``from: skin.density`` takes the value from the role's board."""
    if not isinstance(row, dict) or "from" not in row:
        return row
    path = str(row["from"])
    value = materials.fact(path)
    if value is None:
        reader.tell(
            "TEMPLATE-MATERIAL",
            f"constants {row.get('name')}",
            f"材料表里没有“{path}”",
            f'the materials have no "{path}"',
        )
        value = 0
    note = {"zh": f"材料表 {path}", "en": f"materials {path}"}
    return {key: one for key, one in row.items() if key != "from"} | {"value": value, "note": row.get("note", note)}


def _references(table: FormulaTable, materials: Materials, reader: Reader) -> None:
    """Roles, routes and pack groups must be known ones."""
    for part in table.parts:
        place = f"parts {part.key}"
        if part.material != "none" and part.material not in materials.roles:
            reader.tell(
                "TEMPLATE-MATERIAL",
                place,
                f"没有材料角色“{part.material}”",
                f'there is no material role "{part.material}"',
            )
        unknown = [step for step in part.route.split(">") if step not in OPERATIONS]
        if unknown:
            reader.tell(
                "TEMPLATE-ROUTE",
                place,
                f"工艺路线里没有工序“{unknown[0]}”",
                f'the route has no operation "{unknown[0]}"',
            )
        if part.pack_group not in PACK_GROUPS and part.into is None:
            reader.tell(
                "TEMPLATE-PACK", place, f"没有包装组“{part.pack_group}”", f'there is no pack group "{part.pack_group}"'
            )
    for item in table.hardware:
        if item.pack_group not in PACK_GROUPS:
            reader.tell(
                "TEMPLATE-PACK",
                f"hardware {item.key}",
                f"没有包装组“{item.pack_group}”",
                f'there is no pack group "{item.pack_group}"',
            )
