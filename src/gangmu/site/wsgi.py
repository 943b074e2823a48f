"""What the web server runs."""

from gangmu.site.start import django_ready

django_ready()

from django.core.wsgi import get_wsgi_application  # noqa: E402  (Django must know its database first)

application = get_wsgi_application()
