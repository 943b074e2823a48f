"""What tests share: a database cloned from a template, people to sign in as, and the bundled sample as a plan."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client

from gangmu.core.reader import Document, read_file
from gangmu.site.database.testing import django_db_setup

__all__ = ["django_db_setup"]
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def addresses() -> None:
    """Made from all declared systems before a test narrows the declarations."""
    import_module("gangmu.site.urls")


@pytest.fixture(scope="session")
def sample_path() -> Path:
    return Path(__file__).parent / "districts" / "sample" / "outline.docx"


@pytest.fixture(scope="session")
def sample_document(sample_path: Path) -> Document:
    return read_file(sample_path)


@pytest.fixture
def sample(db: None, sample_document: Document, sample_path: Path) -> object:
    """The bundled sample as version 1 of a plan."""
    from gangmu.systems.plan.living_plan.services import load_plan

    return load_plan(sample_document, sample_path, digest="0" * 64, title="样例规划", by=None, at=AT)


@pytest.fixture
def planner(db: None) -> Client:
    """A browser in which the development bureau's planner has signed in."""
    from gangmu.kernel.access.installation import found_installation
    from gangmu.kernel.access.roles import Role
    from gangmu.kernel.access.services import create_user

    found_installation(kind="demo", district_key="000000", district_name="样例区")
    client = Client()
    client.force_login(create_user("guihua", "规划员", "a-long-pass-phrase", role=Role.PLANNER))
    return client
