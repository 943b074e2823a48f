"""Any plan that can be read becomes a living plan: nothing in the code knows a document's name."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from gangmu.core.reader import BlockKind, read_file
from gangmu.kernel.outline.models import Clause, Commitment
from gangmu.kernel.projects.models import Project
from gangmu.kernel.records.ledger import verify
from gangmu.systems.plan.living_plan.services import load_plan

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("GANGMU_SHARED", ROOT.parent / "shared"))
PLANS = (
    "lvyuan-outline",
    "lvyuan-framework",
    "sample-11th-national",
    "sample-environment-glued",
    "sample-software-from-pdf",
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PLANS)
def test_it_is_stored_whole_and_shown(name: str, planner: Client) -> None:
    path = SHARED / "plan" / f"{name}.txt"
    if not path.is_file():
        assert os.environ.get("CI") != "true", f"CI must have {path}: set GANGMU_SHARED"
        pytest.skip(f"no plan at {path}: set GANGMU_SHARED")
    document = read_file(path)
    version = load_plan(document, path, digest="0" * 64, title=name, by=None, at=datetime(2026, 3, 2, 1, tzinfo=UTC))
    assert version.passages.count() == len(document.blocks) == Clause.objects.count()
    assert Project.objects.count() == sum(block.kind is BlockKind.ITEM for block in document.blocks)
    assert Commitment.objects.count() > 0
    assert verify().intact
    page = planner.get("/plan/").content.decode()
    assert all(f'id="{code}"' in page for code in Clause.objects.values_list("code", flat=True))
    for address in ("/plan/indicators/", "/plan/boxes/", "/plan/search/?q=发展", "/", "/s/living-plan/commitments/"):
        assert planner.get(address).status_code == 200
