"""Addresses: the pages that systems declare, then the shell's own."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from gangmu.shell.registry import pages


@login_not_required
def mark(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Browsers ask here whatever the page's head says."""
    return redirect(static("shell/mark.svg"), permanent=True)


urlpatterns = [
    path("favicon.ico", mark),
    *(path(page.path, page.view, name=page.key) for _, page in pages()),
    path("", include("gangmu.shell.urls")),
]

handler400 = "gangmu.shell.views.errors.bad_request"
handler403 = "gangmu.shell.views.errors.forbidden"
handler404 = "gangmu.shell.views.errors.not_found"
handler500 = "gangmu.shell.views.errors.server_error"
