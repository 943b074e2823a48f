"""The database that the site stands on: the embedded server, an outside one, and an empty database built on either."""
