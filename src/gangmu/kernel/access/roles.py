"""What people are to the district, and what that lets them see."""

from django.db import models


class Role(models.TextChoices):
    """The part a person plays; one person may hold several, each for a department or an area."""

    LEADER = "leader", "区领导"
    PLANNER = "planner", "规划管理员"
    DEPARTMENT_LEAD = "department_lead", "部门负责人"
    HANDLER = "handler", "承办人"
    GRID_WORKER = "grid_worker", "网格员"
    ASSESSOR = "assessor", "评估员"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"
    FIRM = "firm", "企业"
    RESIDENT = "resident", "居民"


SEES_ALL = frozenset({Role.LEADER, Role.PLANNER, Role.AUDITOR, Role.ADMINISTRATOR})
STAFF = SEES_ALL | {Role.DEPARTMENT_LEAD, Role.HANDLER, Role.GRID_WORKER, Role.ASSESSOR}
IN_DEPARTMENT = frozenset({Role.DEPARTMENT_LEAD, Role.HANDLER})


class Reach(models.TextChoices):
    """Who may read a register's rows at all, before row scope narrows it."""

    PUBLIC = "public", "公开"
    DISTRICT = "district", "全区工作人员"
    DEPARTMENT = "department", "本部门与属地"
