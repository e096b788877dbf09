"""What may be done with templates: publish versions. A published version never changes; the same again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from shuanglun.access.audit import record
from shuanglun.factory.templates import errors
from shuanglun.factory.templates.examples import run_examples
from shuanglun.factory.templates.loading import Catalogue, published_files, read_catalogue, shipped_files
from shuanglun.factory.templates.tables import product_templates
from shuanglun.kernel.findings import Finding, Where
from shuanglun.kernel.text import Text
from shuanglun.storage import Work


def publish_catalogue(work: Work) -> int:
    """Publish the shipped templates that this factory does not have yet; returns how many were new."""
    return publish(work, dict(shipped_files()))


def publish(work: Work, files: Mapping[str, str]) -> int:
    """Publish template and materials files (name to text), all or none; returns how many versions were new.

    Raises:
        Refused: a file has faults, an example is red, or a version is published already with other content.
    """
    given = {text.strip() for text in files.values()}
    known = {name: text for name, text in published_files(work).items() if text.strip() not in given}
    catalogue, findings = read_catalogue({**known, **files})
    findings += _red_examples(catalogue)
    if findings:
        raise errors.template_has_faults(findings)
    rows = [row for row in _rows(work, catalogue) if row["body"] in files.values()]
    _check_published(work, rows)
    added = work.insert_new(product_templates, rows)
    if added:
        versions = [f"{row['code']}@{row['version']}" for row in rows]
        record(work, "templates.published", "template", "*", after=versions)
    return added


def _rows(work: Work, catalogue: Catalogue) -> list[dict[str, object]]:
    """A row a version, templates and materials alike."""
    stamp = {"status": "published", "published_at": work.now, "published_by": work.actor.id}
    heads = [(one.code, one.version, one.name, one.checksum) for one in catalogue.templates.values()]
    heads += [
        ("materials", one.version, Text("材料", "Materials"), one.checksum) for one in catalogue.materials.values()
    ]
    return [
        {
            **stamp,
            "code": code,
            "version": version,
            "name_zh": name.zh,
            "name_en": name.en,
            "body": catalogue.bodies[code, version],
            "checksum": checksum,
        }
        for code, version, name, checksum in heads
    ]


def _check_published(work: Work, rows: list[dict[str, object]]) -> None:
    columns = (product_templates.c.code, product_templates.c.version, product_templates.c.checksum)
    query = select(*columns).where(product_templates.c.tenant_id == work.tenant_id)
    known = {(row["code"], row["version"]): row["checksum"] for row in work.all(query)}
    for row in rows:
        version = str(row["code"]), int(str(row["version"]))
        if known.get(version, row["checksum"]) != row["checksum"]:
            raise errors.published_otherwise(*version)


def _red_examples(catalogue: Catalogue) -> list[Finding]:
    """A finding for every example that does not come out as its technician expects."""
    todo = Text("请改模板或样例", "change the template or the example")
    found = []
    for template in catalogue.templates.values():
        for result in run_examples(template):
            for one in result.differences:
                zh = f"样例“{result.name}”的 {one.what} 应为 {one.expected}，算出 {one.got}"
                en = f'example "{result.name}": {one.what} should be {one.expected}, is {one.got}'
                found.append(
                    Finding(
                        "TEMPLATE-EXAMPLE-RED", "stop", Text(zh, en), todo, Where(file=template.code, field=one.what)
                    )
                )
    return found
