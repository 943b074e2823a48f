from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "gangmu.kernel.projects"
    label = "projects"
    verbose_name = "项目"
