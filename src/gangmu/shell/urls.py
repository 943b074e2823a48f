"""Addresses of the shell: first page, search, systems, registers, records. They stay put."""

from django.urls import include, path

from .views import editing, files, importing, overview, records, searching

REGISTER = "s/<slug:system>/<slug:register>/"

urlpatterns = [
    path("", overview.home, name="home"),
    path("search/", searching.search, name="search"),
    path("files/<uuid:uid>/", files.attachment, name="attachment"),
    path("s/<slug:system>/", overview.system, name="system"),
    path(REGISTER, records.listing, name="register"),
    path(f"{REGISTER}-/new/", editing.new, name="create"),
    path(f"{REGISTER}-/import/", importing.upload, name="import"),
    path(f"{REGISTER}-/import/<str:digest>/", importing.review, name="import-review"),
    path(f"{REGISTER}-/receipt/<uuid:uid>/", importing.receipt, name="import-receipt"),
    path(f"{REGISTER}-/export.<str:kind>", files.export, name="export"),
    path(f"{REGISTER}<str:code>/", records.record, name="record"),
    path(f"{REGISTER}<str:code>/edit/", editing.edit, name="edit"),
    path(f"{REGISTER}<str:code>/void/", editing.end, name="void"),
    path(f"{REGISTER}<str:code>/attach/", files.attach, name="attach"),
    path("account/", include("gangmu.shell.signin_urls")),
]
