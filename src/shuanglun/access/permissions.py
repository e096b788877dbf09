"""Permissions ``scope:resource:action``, alphabetical, and the roles that hold them. Data: no rule lives here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from shuanglun.kernel.text import Text


class Permission(StrEnum):
    """Every permission there is. A route names one; a role holds a set."""

    AUDIT_READ = "access:audit:read"
    PEOPLE_READ = "access:people:read"
    SELF_READ = "access:self:read"
    BOARD_READ = "factory:board:read"
    FLOOR_SCAN = "factory:floor:scan"
    MACHINES_READ = "factory:machines:read"
    OFFCUTS_KEEP = "factory:offcuts:keep"
    ORDERS_ATTACH = "factory:orders:attach"
    ORDERS_CANCEL = "factory:orders:cancel"
    ORDERS_CHANGE = "factory:orders:change"
    ORDERS_IMPORT = "factory:orders:import"
    ORDERS_READ = "factory:orders:read"
    ORDERS_RELEASE = "factory:orders:release"
    ORDERS_REMAKE = "factory:orders:remake"
    PACKING_REOPEN = "factory:packing:reopen"
    PAPERS_PRINT = "factory:papers:print"
    PLANS_MAKE = "factory:plans:make"
    PLANS_READ = "factory:plans:read"
    PRICES_PUBLISH = "factory:prices:publish"
    PRICES_QUOTE = "factory:prices:quote"
    PRICES_READ = "factory:prices:read"
    SHIPPING_OVERRIDE = "factory:shipping:override"
    SHIPPING_SHIP = "factory:shipping:ship"
    TEMPLATES_EDIT = "factory:templates:edit"
    TEMPLATES_PUBLISH = "factory:templates:publish"
    TEMPLATES_READ = "factory:templates:read"


_P = Permission
_SELF = frozenset({_P.SELF_READ})
_LOOK = _SELF | {_P.BOARD_READ, _P.MACHINES_READ, _P.ORDERS_READ, _P.PLANS_READ, _P.TEMPLATES_READ, _P.PAPERS_PRINT}
_DESK = frozenset({_P.ORDERS_IMPORT, _P.ORDERS_ATTACH, _P.ORDERS_CHANGE, _P.ORDERS_REMAKE})

ROLES: Mapping[str, frozenset[Permission]] = {
    "owner": frozenset(Permission),
    "admin": _LOOK | {_P.AUDIT_READ, _P.PEOPLE_READ},
    "order_clerk": _LOOK | _DESK | {_P.ORDERS_RELEASE, _P.ORDERS_CANCEL, _P.PRICES_READ, _P.PRICES_QUOTE},
    "technician": _LOOK | _DESK | {_P.ORDERS_RELEASE, _P.TEMPLATES_EDIT, _P.TEMPLATES_PUBLISH},
    "planner": _LOOK | {_P.OFFCUTS_KEEP, _P.ORDERS_RELEASE, _P.PLANS_MAKE},
    "foreman": _LOOK
    | {
        _P.FLOOR_SCAN,
        _P.OFFCUTS_KEEP,
        _P.ORDERS_ATTACH,
        _P.ORDERS_REMAKE,
        _P.PACKING_REOPEN,
        _P.PLANS_MAKE,
        _P.SHIPPING_OVERRIDE,
        _P.SHIPPING_SHIP,
    },
    "operator": _LOOK | {_P.FLOOR_SCAN, _P.OFFCUTS_KEEP},
    "packer": _LOOK | {_P.FLOOR_SCAN},
    "shipper": _LOOK | {_P.FLOOR_SCAN, _P.SHIPPING_SHIP},
    "banker": _SELF,
    "officer": _SELF,
    "engineer": _SELF,
}

ROLE_NAMES: Mapping[str, Text] = {
    "owner": Text("老板", "Owner"),
    "admin": Text("系统管理员", "Administrator"),
    "order_clerk": Text("下单员", "Order clerk"),
    "technician": Text("拆单员", "Technician"),
    "planner": Text("计划员", "Planner"),
    "foreman": Text("班组长", "Foreman"),
    "operator": Text("操作工", "Operator"),
    "packer": Text("包装员", "Packer"),
    "shipper": Text("发运员", "Shipper"),
    "banker": Text("客户经理", "Bank account manager"),
    "officer": Text("科技专员", "County officer"),
    "engineer": Text("改造工程师", "Retrofit engineer"),
}
