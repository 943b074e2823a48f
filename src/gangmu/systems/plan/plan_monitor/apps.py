from django.apps import AppConfig


class PlanMonitorConfig(AppConfig):
    name = "gangmu.systems.plan.plan_monitor"
    label = "plan_monitor"
    verbose_name = "规划执行动态监测信息系统"
