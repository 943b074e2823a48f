from django.apps import AppConfig


class Nouns(AppConfig):
    name = "gangmu.site.database.tests.small.nouns"
