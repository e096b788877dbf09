"""What may be done with templates: publish versions. A published version never changes; the same again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, update

from shuanglun.access.audit import record
from shuanglun.factory.templates import errors
from shuanglun.factory.templates.examples import red_examples
from shuanglun.factory.templates.loading import (
    MATERIALS,
    Catalogue,
    published_files,
    read_catalogue,
    shipped_files,
)
from shuanglun.factory.templates.tables import product_templates
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
    findings += [one for template in catalogue.templates.values() for one in red_examples(template)]
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


def next_version(work: Work, code: str) -> int:
    """The number the next version of a template gets."""
    query = select(func.max(product_templates.c.version))
    newest = work.scalar(query.where(product_templates.c.tenant_id == work.tenant_id, product_templates.c.code == code))
    return int(newest or 0) + 1


def publish_version(work: Work, file: str, text: str, note: str) -> None:
    """Publish one template file with a note on what changed; it is compiled and its examples are run here once more.

    Raises:
        Refused: the file has faults, an example is red, or the version is published already.
    """
    catalogue, findings = read_catalogue({**_materials_of(work), file: text})
    for template in catalogue.templates.values():
        findings += red_examples(template)
    if findings:
        raise errors.template_has_faults(findings)
    row: dict[str, Any] = next(one for one in _rows(work, catalogue) if one["body"] == text)
    if not work.insert_new(product_templates, {**row, "note": note}):
        raise errors.published_otherwise(row["code"], row["version"])
    after = {"version": row["version"], "checksum": row["checksum"], "note": note}
    record(work, "template.published", "template", row["code"], after=after)
    work.announce("templates", code=row["code"])


def _materials_of(work: Work) -> dict[str, str]:
    return {name: text for name, text in published_files(work).items() if name.startswith(MATERIALS)}


def set_retired(work: Work, code: str, version: int, retired: bool, reason: str) -> bool:
    """Take a version out of use, or back into it; nothing that was split with it changes. False when it was so already.

    Raises:
        NotFound: there is no such version.
    """
    table = product_templates.c
    where = (table.tenant_id == work.tenant_id, table.code == code, table.version == version)
    now = work.scalar(select(table.status).where(*where))
    if now is None:
        raise errors.template_not_found(code, version)
    wanted = "retired" if retired else "published"
    if now == wanted:
        return False
    work.execute(update(product_templates).where(*where).values(status=wanted))
    action = "template.retired" if retired else "template.restored"
    record(work, action, "template", code, before={"status": now}, after={"version": version, "reason": reason})
    work.announce("templates", code=code)
    return True
