"""Splitting (拆单): order lines to parts, hardware and pieces with scan codes.

Public: ``prepare`` and ``release_order``; ``split_summary``, ``parts_of``, ``pieces_of``, ``drawn_lines``, ``explain_part``,
``explain_hardware``; the pure part ``split`` with ``SplitLine`` and its rows, ``shapes`` (parts with machining, placements,
dimensions) and ``product_of`` (a shape to draw), ``with_panels``, ``shape_explanation``.
"""

# The pure part comes first: the order desk uses it, and the commands below read the order desk's tables.
from shuanglun.factory.splitting.drawing import part_of, product_of
from shuanglun.factory.splitting.model import FindTemplate, Split, split
from shuanglun.factory.splitting.operations import Operation
from shuanglun.factory.splitting.panels import with_panels
from shuanglun.factory.splitting.rows import HardwareSpec, PartSpec, SplitFinding, SplitLine
from shuanglun.factory.splitting.shaping import DimensionLine, LineShape, PartShape, Placed, shapes

# isort: split
from shuanglun.factory.splitting.commands import Prepared, prepare, release_order
from shuanglun.factory.splitting.drawn_lines import DrawnLine, drawn_lines
from shuanglun.factory.splitting.explaining import explain_hardware, explain_part, shape_explanation
from shuanglun.factory.splitting.queries import current_run, parts_of, pieces_of, split_summary
from shuanglun.factory.splitting.resplitting import Resplit, resplit

__all__ = [
    "DimensionLine",
    "DrawnLine",
    "FindTemplate",
    "HardwareSpec",
    "LineShape",
    "Operation",
    "PartShape",
    "PartSpec",
    "Placed",
    "Prepared",
    "Resplit",
    "Split",
    "SplitFinding",
    "SplitLine",
    "current_run",
    "drawn_lines",
    "explain_hardware",
    "explain_part",
    "part_of",
    "parts_of",
    "pieces_of",
    "prepare",
    "product_of",
    "release_order",
    "resplit",
    "shape_explanation",
    "shapes",
    "split",
    "split_summary",
    "with_panels",
]
