from django.apps import AppConfig


class Verbs(AppConfig):
    name = "gangmu.site.database.tests.small.verbs"
