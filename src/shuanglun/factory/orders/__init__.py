"""The order desk: an order file becomes a checked draft, a confirmed draft becomes orders.

Public: commands (``preview_import``, ``store_preview``, ``assign_column``, ``edit_cell``, ``confirm_import``,
``cancel_import``, ``recheck``, ``cancel_order``), queries (``get_import``, ``list_imports``, ``list_orders``, ``get_order``, ``get_lines``,
``order_counts``, ``taught``), the pure part (``examine``, ``read_book``, ``check_book``) and its facts.
"""

from shuanglun.factory.orders.cancelling import cancel_order
from shuanglun.factory.orders.checking import Judge, check_book, choose_profile
from shuanglun.factory.orders.commands import cancel_import, confirm_import, preview_import, store_preview
from shuanglun.factory.orders.corrections import assign_column, edit_cell, recheck
from shuanglun.factory.orders.desk_rules import DeskRules, rules_of
from shuanglun.factory.orders.examining import Examined, examine
from shuanglun.factory.orders.facts import facts_from_templates
from shuanglun.factory.orders.judging import judge_by_templates
from shuanglun.factory.orders.model import PANEL, CatalogueFacts, Checked, Draft, Learned, ModelFacts, Range
from shuanglun.factory.orders.profiles import builtin_profiles, profile_by_id
from shuanglun.factory.orders.queries import (
    get_import,
    get_lines,
    get_order,
    list_imports,
    list_orders,
    order_counts,
    taught,
)
from shuanglun.factory.orders.reading import read_book
from shuanglun.factory.orders.revising import LineChange, Revised, revise_lines
from shuanglun.factory.orders.setting import Setting, setting_of, today_of
from shuanglun.factory.orders.trying import examine_on_trial, shape_trial

__all__ = [
    "PANEL",
    "CatalogueFacts",
    "Checked",
    "DeskRules",
    "Draft",
    "Examined",
    "Judge",
    "Learned",
    "LineChange",
    "ModelFacts",
    "Range",
    "Revised",
    "Setting",
    "assign_column",
    "builtin_profiles",
    "cancel_import",
    "cancel_order",
    "check_book",
    "choose_profile",
    "confirm_import",
    "edit_cell",
    "examine",
    "examine_on_trial",
    "facts_from_templates",
    "get_import",
    "get_lines",
    "get_order",
    "judge_by_templates",
    "list_imports",
    "list_orders",
    "order_counts",
    "preview_import",
    "profile_by_id",
    "read_book",
    "recheck",
    "revise_lines",
    "rules_of",
    "setting_of",
    "shape_trial",
    "store_preview",
    "taught",
    "today_of",
]
