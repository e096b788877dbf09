"""What may be read of templates: the factory's catalogue, ready to run."""

from __future__ import annotations

from functools import lru_cache

from shuanglun.factory.templates import errors
from shuanglun.factory.templates.loading import Catalogue, published_files, read_catalogue
from shuanglun.factory.templates.model import Template
from shuanglun.storage import Work


def catalogue_of(work: Work) -> Catalogue:
    """Every published template of the factory, compiled. Published content never changes, so it is compiled once."""
    return _compiled(tuple(published_files(work).items()))


@lru_cache(maxsize=64)
def _compiled(files: tuple[tuple[str, str], ...]) -> Catalogue:
    return read_catalogue(dict(files))[0]


def get_template(work: Work, code: str, version: int | None = None) -> Template:
    """One template, the newest version when none is asked for.

    Raises:
        NotFound: there is no such template.
    """
    found = catalogue_of(work).get(code, version)
    if found is None:
        raise errors.template_not_found(code, version)
    return found
