"""What a draft is worth right now: compiled, its findings by cell, its examples red or green, the names formulas may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from shuanglun.engines.formula import FormulaTable
from shuanglun.engines.formula.cells import cells_of
from shuanglun.engines.formula.functions import NAMES as FUNCTION_NAMES
from shuanglun.factory.template_desk.documents import Document
from shuanglun.factory.template_desk.places import places_of
from shuanglun.factory.templates import Materials, Template, build_template, red_examples, run_examples
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text

_NO_EXAMPLE = Text(
    "没有样例：请至少写一个师傅手算过的样例", "no example: write at least one that a foreman has checked by hand"
)


@dataclass(frozen=True, slots=True)
class Look:
    """A document as read: ``template`` is None while there are findings that stop."""

    template: Template | None
    table: FormulaTable
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """True when nothing stands against publishing but what publishing itself checks."""
        return self.template is not None and not self.blocking()

    def blocking(self) -> list[Finding]:
        """All that keeps the document from being published."""
        if self.template is None:
            return list(self.findings)
        if not self.table.examples:
            todo = Text("请在“样例”里新增一行", "add a row to the examples")
            return [Finding("TEMPLATE-NO-EXAMPLE", "stop", _NO_EXAMPLE, todo, Where(field="examples"))]
        return red_examples(self.template)


def look(document: Document, materials: Mapping[int, Materials], file: str) -> Look:
    """Read, check and compile a document with the materials it names (the newest where it names none)."""
    wanted = document.get("materials") or max(materials, default=0)
    if not isinstance(wanted, int) or wanted not in materials:
        what = Text(f"没有材料表第 {wanted} 版", f"there is no version {wanted} of the materials")
        todo = Text("请改材料表版本", "change the materials version")
        return Look(
            None,
            FormulaTable(),
            (Finding("TEMPLATE-MATERIALS", "stop", what, todo, Where(file=file, field="materials")),),
        )
    template, table, findings = build_template(document, materials[wanted], file)
    return Look(template, table, tuple(findings))


def findings_of(found: Look, document: Document) -> list[dict[str, Any]]:
    """Findings with the cells they are about: those of the compiler, then red examples."""
    return [
        {**finding.as_dict(), "places": [list(place) for place in places_of(finding, document)]}
        for finding in (found.findings if found.template is None else found.blocking())
    ]


def examples_of(found: Look) -> list[dict[str, Any]]:
    """Every example, green or red, with what came out; none while the template does not compile."""
    if found.template is None:
        return []
    return [
        {"name": result.name, "green": result.green, "differences": [asdict(one) for one in result.differences]}
        for result in run_examples(found.template)
    ]


def names_of(found: Look) -> dict[str, Any]:
    """What may stand in a formula: every name in both languages with its unit, the lookup tables, the functions."""
    names = [
        {
            "name": cell.key,
            "zh": cell.aliases[0] if cell.aliases else cell.key,
            "unit": cell.unit,
            "kind": cell.kind,
            "owner": cell.owner,
        }
        for cell in cells_of(found.table)
        if cell.kind != "check"
    ]
    tables = [
        {"name": table.name, "zh": table.label.zh, "unit": table.unit, "kind": "lookup", "owner": None}
        for table in found.table.lookups
    ]
    return {"names": names + tables, "functions": list(FUNCTION_NAMES)}
