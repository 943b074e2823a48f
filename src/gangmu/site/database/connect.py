"""Django told where its database is."""

from django.db import connections

from gangmu.site.database.address import Address


def point_django_at(address: Address, alias: str = "default") -> None:
    """Make Django use this database from its next connection on; what is open is closed."""
    connections[alias].close()
    connections.databases[alias].update(address.django())
