"""What may be read of templates: the factory's catalogue, ready to run."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from shuanglun.factory.templates import errors
from shuanglun.factory.templates.loading import Catalogue, published_files, read_catalogue
from shuanglun.factory.templates.model import Template
from shuanglun.factory.templates.tables import product_templates
from shuanglun.storage import Work


def catalogue_of(work: Work) -> Catalogue:
    """Every published template of the factory, compiled. Published content never changes, so it is compiled once."""
    query = select(product_templates.c.code, product_templates.c.version)
    query = query.where(product_templates.c.tenant_id == work.tenant_id, product_templates.c.status == "retired")
    retired = frozenset((row["code"], row["version"]) for row in work.all(query))
    return _compiled(tuple(published_files(work).items()), retired)


@lru_cache(maxsize=64)
def _compiled(files: tuple[tuple[str, str], ...], retired: frozenset[tuple[str, int]]) -> Catalogue:
    return replace(read_catalogue(dict(files))[0], retired=retired)


def get_template(work: Work, code: str, version: int | None = None) -> Template:
    """One template, the newest version when none is asked for.

    Raises:
        NotFound: there is no such template.
    """
    found = catalogue_of(work).get(code, version)
    if found is None:
        raise errors.template_not_found(code, version)
    return found


def versions_of(work: Work, code: str) -> list[dict[str, Any]]:
    """Every published version of a template, the newest first.

    Raises:
        NotFound: there is no such template.
    """
    table = product_templates.c
    columns = (table.version, table.status, table.published_at, table.published_by, table.note, table.checksum)
    query = select(*columns).where(table.tenant_id == work.tenant_id, table.code == code).order_by(table.version.desc())
    found = [dict(row) for row in work.all(query)]
    if not found:
        raise errors.template_not_found(code, None)
    return found
