"""Who may do what: tenants, people, permissions, sessions, audit.

Routes use ``allowed(Permission.X)`` and get a ``Call``; commands record what they changed with ``record``.
"""

from shuanglun.access.audit import record
from shuanglun.access.authorise import Decision, authorise
from shuanglun.access.http import Call, allowed
from shuanglun.access.inputs import PlainText, check_text
from shuanglun.access.people import Person, Tenant, create_person, create_tenant
from shuanglun.access.permissions import ROLES, Permission

__all__ = [
    "ROLES",
    "Call",
    "Decision",
    "Permission",
    "Person",
    "PlainText",
    "Tenant",
    "allowed",
    "authorise",
    "check_text",
    "create_person",
    "create_tenant",
    "record",
]
