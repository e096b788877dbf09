"""Product templates: versioned formula tables as data files, with materials and the technician's own examples.

Public: ``publish_catalogue``, ``publish``; ``catalogue_of``, ``get_template``; the pure part ``Template``, ``Catalogue``,
``Materials``, ``read_catalogue``, ``shipped_catalogue``, ``run_examples``.
"""

from shuanglun.factory.templates.commands import publish, publish_catalogue
from shuanglun.factory.templates.examples import ExampleResult, run_examples
from shuanglun.factory.templates.loading import Catalogue, read_catalogue, shipped_catalogue, shipped_files
from shuanglun.factory.templates.materials import Materials
from shuanglun.factory.templates.model import Template, read_template
from shuanglun.factory.templates.queries import catalogue_of, get_template

__all__ = [
    "Catalogue",
    "ExampleResult",
    "Materials",
    "Template",
    "catalogue_of",
    "get_template",
    "publish",
    "publish_catalogue",
    "read_catalogue",
    "read_template",
    "run_examples",
    "shipped_catalogue",
    "shipped_files",
]
