"""A Django project of two own apps and the third-party ones of the real project, for tests of building a database."""
