"""Papers: labels, cut plans, packing lists, manifests and lists, as PDF, ZPL, SVG, CSV and XLSX.

Paper is a face: it only shapes what the features know (``docs/decisions/0002-paper-is-a-face.md``). The builders take the
plain values of ``content`` and know no database; ``load_*`` fills those values from the tables.
"""

from shuanglun.faces.papers.content import (
    Cut,
    CutList,
    CutPlanPaper,
    CutRow,
    Edges,
    HardwareRow,
    Manifest,
    ManifestOrder,
    PackageContent,
    PackedItem,
    PackingList,
    PartList,
    PartRow,
    PatternDrawing,
    PieceLabel,
    PlanFigures,
    Rect,
    StoredPackage,
)
from shuanglun.faces.papers.cut_drawing import pattern_svg
from shuanglun.faces.papers.cut_plan import cut_plan_pdf
from shuanglun.faces.papers.geometry import pattern_from_geometry
from shuanglun.faces.papers.labels import (
    package_labels_pdf,
    package_labels_zpl,
    piece_label_files,
    piece_labels_pdf,
    piece_labels_zpl,
)
from shuanglun.faces.papers.list_papers import hardware_list_pdf, part_list_pdf
from shuanglun.faces.papers.lists import (
    cut_list_csv,
    cut_list_xlsx,
    hardware_list_csv,
    part_list_csv,
    part_list_xlsx,
)
from shuanglun.faces.papers.load_packages import load_manifest, load_package, load_packing_list
from shuanglun.faces.papers.load_pieces import load_lot_labels, load_order_labels, load_piece_label
from shuanglun.faces.papers.load_plans import load_cut_list, load_cut_plan, load_part_list, load_pattern
from shuanglun.faces.papers.manifest import manifest_pdf
from shuanglun.faces.papers.packing_list import packing_list_pdf
from shuanglun.faces.papers.typesetting import missing_fonts

__all__ = [
    "Cut",
    "CutList",
    "CutPlanPaper",
    "CutRow",
    "Edges",
    "HardwareRow",
    "Manifest",
    "ManifestOrder",
    "PackageContent",
    "PackedItem",
    "PackingList",
    "PartList",
    "PartRow",
    "PatternDrawing",
    "PieceLabel",
    "PlanFigures",
    "Rect",
    "StoredPackage",
    "cut_list_csv",
    "cut_list_xlsx",
    "cut_plan_pdf",
    "hardware_list_csv",
    "hardware_list_pdf",
    "load_cut_list",
    "load_cut_plan",
    "load_lot_labels",
    "load_manifest",
    "load_order_labels",
    "load_package",
    "load_packing_list",
    "load_part_list",
    "load_pattern",
    "load_piece_label",
    "manifest_pdf",
    "missing_fonts",
    "package_labels_pdf",
    "package_labels_zpl",
    "packing_list_pdf",
    "part_list_csv",
    "part_list_pdf",
    "part_list_xlsx",
    "pattern_from_geometry",
    "pattern_svg",
    "piece_label_files",
    "piece_labels_pdf",
    "piece_labels_zpl",
]
