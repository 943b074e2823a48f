from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "gangmu.shell"
    label = "shell"
    verbose_name = "界面"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the declaration checks with Django)
