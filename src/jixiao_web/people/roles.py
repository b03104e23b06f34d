"""Roles (角色): what a person does at a body. Business roles and the three administrators are never held together."""

from django.db.models import TextChoices


class Role(TextChoices):
    """A role that a person holds at a body, for the body and everything below it."""

    FILLER = "filler", "填报人"
    FINANCE = "finance", "财务（规财科）"
    HEAD = "head", "单位负责人"
    SUPERVISOR = "supervisor", "主管部门审核人"
    TREASURY = "treasury", "财政审核人"
    EXPERT = "expert", "第三方（专家）"
    INSPECTOR = "inspector", "审计（只读）"
    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    TRAIL = "trail", "审计管理员"


UNIT = frozenset({Role.FILLER, Role.FINANCE, Role.HEAD})
"""Roles of the unit that a form belongs to."""
READERS = frozenset({*UNIT, Role.SUPERVISOR, Role.TREASURY, Role.INSPECTOR})
"""Roles that see every form of their subtree; experts see what was assigned to them, administrators none."""
ADMINISTRATORS = frozenset({Role.SYSTEM, Role.SECURITY, Role.TRAIL})
"""三员分立: one person holds at most one of these, and none beside a business role."""
