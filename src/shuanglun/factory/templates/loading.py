"""The catalogue of templates: those shipped as data files, or those a factory has published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from importlib.abc import Traversable

from sqlalchemy import select

from shuanglun.factory.templates.fragments import read_fragments, with_fragments
from shuanglun.factory.templates.materials import Materials, read_materials
from shuanglun.factory.templates.model import Template, materials_version, read_template
from shuanglun.factory.templates.tables import product_templates
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text
from shuanglun.storage import Work

MATERIALS = "materials"
_TODO = Text("请补上材料表", "add the materials")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Templates by code and version; ``bodies`` has the text of every file, the materials' under "materials".

    Versions in ``retired`` are only had by asking for them: old orders are explained with them.
    """

    templates: Mapping[tuple[str, int], Template] = field(default_factory=dict)
    materials: Mapping[int, Materials] = field(default_factory=dict)
    bodies: Mapping[tuple[str, int], str] = field(default_factory=dict)
    retired: frozenset[tuple[str, int]] = frozenset()

    def get(self, code: str, version: int | None = None) -> Template | None:
        """A version of a template, the newest when none is asked for; None when there is no such template."""
        if version is None:
            version = max((v for c, v in self.templates if c == code and (c, v) not in self.retired), default=0)
        return self.templates.get((code, version))

    def newest(self) -> list[Template]:
        """The newest version of every template, by code."""
        codes = sorted({code for code, _ in self.templates})
        return [template for code in codes if (template := self.get(code)) is not None]


def read_catalogue(files: Mapping[str, str]) -> tuple[Catalogue, list[Finding]]:
    """Read materials and template files (name to text). Files with faults are left out and told in findings."""
    findings: list[Finding] = []
    materials: dict[int, Materials] = {}
    templates: dict[tuple[str, int], Template] = {}
    bodies: dict[tuple[str, int], str] = {}
    sources: dict[int, tuple[str, str]] = {}
    for name, text in files.items():
        if name.startswith(MATERIALS):
            read, faults = _materials(text, name)
            findings += faults
            if read is not None:
                materials[read.version] = read
                bodies[MATERIALS, read.version] = text
                sources[read.version] = text, name
    for name, text in files.items():
        if name.startswith(MATERIALS):
            continue
        version = materials_version(text, name) or max(materials, default=0)
        if version not in materials:
            what = Text(f"没有材料表第 {version} 版", f"there is no version {version} of the materials")
            findings.append(Finding("TEMPLATE-MATERIALS", "stop", what, _TODO, Where(file=name, field="materials")))
            continue
        template, faults = _template(text, name, *sources[version])
        findings += faults
        if template is not None:
            templates[template.code, template.version] = template
            bodies[template.code, template.version] = text
    return Catalogue(templates, materials, bodies), findings


# Files are read again and again (every publication reads all that are published), and what is read of a text never changes.
@lru_cache(maxsize=16)
def _materials(text: str, name: str) -> tuple[Materials | None, tuple[Finding, ...]]:
    read, faults = read_materials(text, name)
    return read, tuple(faults)


@lru_cache(maxsize=128)
def _template(text: str, name: str, materials: str, materials_name: str) -> tuple[Template | None, tuple[Finding, ...]]:
    known, _ = _materials(materials, materials_name)
    assert known is not None  # noqa: S101 - only read materials are asked for
    template, faults = read_template(text, known, name)
    return template, tuple(faults)


def shipped_files() -> Iterator[tuple[str, str]]:
    """Name and text of every shipped file with its blocks written out, in order of name."""
    folder = resources.files("shuanglun.factory.templates").joinpath("catalogue")
    blocks = read_fragments(text for _, text in _texts(folder.joinpath("fragments")))
    for name, text in _texts(folder):
        yield name, with_fragments(text, blocks)


def _texts(folder: Traversable) -> Iterator[tuple[str, str]]:
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.name.endswith(".yaml"):
            yield item.name, item.read_text("utf-8")


def published_files(work: Work) -> dict[str, str]:
    """Name and text of every file a factory has published, retired versions too: old orders are explained with them."""
    query = select(product_templates.c.code, product_templates.c.version, product_templates.c.body)
    rows = work.all(query.where(product_templates.c.tenant_id == work.tenant_id).order_by(*query.selected_columns[:2]))
    return {f"{row['code']}@{row['version']}": row["body"] for row in rows}


@cache
def shipped_catalogue() -> Catalogue:
    """The shipped catalogue; it is tested to be without findings."""
    return read_catalogue(dict(shipped_files()))[0]
