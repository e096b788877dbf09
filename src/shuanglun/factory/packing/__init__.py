"""Packing: planned packages, scan-verified contents, closing with a number, reopening with a reason."""

from shuanglun.factory.packing.bench import ASIDE, pack_scan
from shuanglun.factory.packing.commands import cancel_packages, reopen
from shuanglun.factory.packing.messages import package_title
from shuanglun.factory.packing.model import Rules
from shuanglun.factory.packing.plan import Replanned, plan_packages, replan_packages
from shuanglun.factory.packing.queries import (
    lock_package,
    open_packages,
    order_packages,
    package_view,
    packing_accuracy,
    select_packages,
)

__all__ = [
    "ASIDE",
    "Replanned",
    "Rules",
    "cancel_packages",
    "lock_package",
    "open_packages",
    "order_packages",
    "pack_scan",
    "package_title",
    "package_view",
    "packing_accuracy",
    "plan_packages",
    "reopen",
    "replan_packages",
    "select_packages",
]
