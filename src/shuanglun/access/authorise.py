"""The one authorise function: allowed or not, and why."""

from __future__ import annotations

from dataclasses import dataclass

from shuanglun.access.permissions import ROLE_NAMES, ROLES, Permission
from shuanglun.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an act is allowed, and the reason, in words a person understands."""

    allowed: bool
    reason: Text


def authorise(role: str, active: bool, permission: Permission, tenant_id: str, owner_tenant_id: str | None) -> Decision:
    """May a person of ``role`` in ``tenant_id`` use ``permission`` on something of ``owner_tenant_id``?

    ``owner_tenant_id`` None means the act concerns the person's own tenant. A person never acts on another tenant's
    things; reading them will need a consent grant, which is a different question with its own function.
    """
    if not active:
        return Decision(False, Text("该账号已停用", "this account is switched off"))
    if owner_tenant_id is not None and owner_tenant_id != tenant_id:
        return Decision(False, Text("不属于本单位", "it belongs to another organisation"))
    name = ROLE_NAMES.get(role, Text(role, role))
    if permission not in ROLES.get(role, frozenset()):
        return Decision(
            False,
            Text(f"角色“{name.zh}”没有权限 {permission}", f"the role {name.en} does not hold {permission}"),
        )
    return Decision(True, Text(f"角色“{name.zh}”有权限", f"the role {name.en} holds {permission}"))
