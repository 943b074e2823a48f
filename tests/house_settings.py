"""The house with one more system, which exists for tests only; assets come straight from their folders."""

from gangmu.site.settings import *  # noqa: F403
from gangmu.site.settings import INSTALLED_APPS, MIDDLEWARE, STORAGES, SYSTEMS

SYSTEMS = (*SYSTEMS, "example")
INSTALLED_APPS = [*INSTALLED_APPS, "example"]
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
