"""A template as a workbook (XLSX) for Excel or LibreOffice, and back, with nothing lost on the way.

Public: ``write_workbook``, ``read_workbook``.
"""

from shuanglun.factory.template_desk.workbook.reading import read_workbook
from shuanglun.factory.template_desk.workbook.writing import write_workbook

__all__ = ["read_workbook", "write_workbook"]
