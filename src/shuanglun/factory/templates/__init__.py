"""Product templates: versioned formula tables as data files, with materials and the technician's own examples.

Public: ``publish_catalogue``, ``publish``, ``publish_version``, ``next_version``,
``set_retired``; ``catalogue_of``, ``get_template``,
``versions_of``; the pure part ``Template``, ``Catalogue``, ``Materials``, ``read_catalogue``, ``build_template``,
``shipped_catalogue``, ``run_examples``, ``red_examples``.
"""

from shuanglun.factory.templates.commands import (
    next_version,
    publish,
    publish_catalogue,
    publish_version,
    set_retired,
)
from shuanglun.factory.templates.examples import ExampleResult, red_examples, run_examples
from shuanglun.factory.templates.files import read_document
from shuanglun.factory.templates.loading import Catalogue, read_catalogue, shipped_catalogue, shipped_files
from shuanglun.factory.templates.materials import Materials
from shuanglun.factory.templates.model import FORMAT, Template, build_template, read_template
from shuanglun.factory.templates.queries import catalogue_of, get_template, versions_of

__all__ = [
    "FORMAT",
    "Catalogue",
    "ExampleResult",
    "Materials",
    "Template",
    "build_template",
    "catalogue_of",
    "get_template",
    "next_version",
    "publish",
    "publish_catalogue",
    "publish_version",
    "read_catalogue",
    "read_document",
    "read_template",
    "red_examples",
    "run_examples",
    "set_retired",
    "shipped_catalogue",
    "shipped_files",
    "versions_of",
]
