from django.apps import AppConfig


class ProjectPoolConfig(AppConfig):
    name = "gangmu.systems.projects.project_pool"
    label = "project_pool"
    verbose_name = "动态优质项目库"
