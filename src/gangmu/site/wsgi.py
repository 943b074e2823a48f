"""What each process of the web server runs."""

from gangmu.site.parent import end_with_parent
from gangmu.site.start import django_ready

end_with_parent()
django_ready()

from django.core.wsgi import get_wsgi_application  # noqa: E402  (Django must know its database first)

application = get_wsgi_application()
