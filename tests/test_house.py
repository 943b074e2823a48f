"""The shape of the house: layers hold, files stay short, nothing is named after its kind."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "gangmu"
LONGEST = 400
KINDS = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common)\.py$")


def sources(pattern: str) -> list[Path]:
    return [p for p in PACKAGE.rglob(pattern) if not {"migrations", "vendor"} & set(p.parts)]


@pytest.mark.parametrize("pattern", ["*.py", "*.css", "*.js", "*.html", "*.sql"])
def test_files_stay_short(pattern: str) -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in sources(pattern)}
    assert not {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > LONGEST}


def test_nothing_is_named_after_its_kind() -> None:
    assert not [p for p in sources("*.py") if KINDS.search(p.name)]
    classes = re.compile(r"^class (Base\w*|\w*(Manager|Helper|Util)s?)\b", re.MULTILINE)
    assert not {p.name: found for p in sources("*.py") if (found := classes.findall(p.read_text(encoding="utf-8")))}


def test_no_signals_between_own_apps() -> None:
    assert not [p for p in sources("*.py") if "django.db.models.signals" in p.read_text(encoding="utf-8")]


BREAKS = {
    "core imports Django": ("core/broken_on_purpose.py", "import django\n"),
    "core imports the kernel": ("core/broken_on_purpose.py", "import gangmu.kernel.access.roles\n"),
    "kernel imports the shell": ("kernel/access/broken_on_purpose.py", "import gangmu.shell.registry\n"),
    "access imports records": ("kernel/access/broken_on_purpose.py", "import gangmu.kernel.records.services\n"),
    "indicators import projects": ("kernel/indicators/broken_on_purpose.py", "import gangmu.kernel.projects.models\n"),
    "a system imports another": (
        "systems/plan/plan_monitor/broken_on_purpose.py",
        "import gangmu.systems.projects.project_pool.measures\n",
    ),
    "shell imports a system": ("shell/broken_on_purpose.py", "import gangmu.systems.plan.living_plan.views\n"),
}


def lint_imports(package: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=package.parent.parent,
        env={"PYTHONPATH": str(package.parent), "PATH": "", "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_each_layer_refuses_when_broken(tmp_path: Path) -> None:
    """Every contract is broken once on purpose, on a copy of the imports, and seen to fail."""
    copy = tmp_path / "src" / "gangmu"
    for source in PACKAGE.rglob("*.py"):
        if "tests" not in source.parts:
            target = copy / source.relative_to(PACKAGE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    whole = lint_imports(copy)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    for what, (file, code) in BREAKS.items():
        path = copy / file
        path.write_text(code, encoding="utf-8")
        broken = lint_imports(copy)
        path.unlink()
        assert broken.returncode == 1, f"{what}: not refused\n{broken.stdout}"
        assert "BROKEN" in broken.stdout, what
