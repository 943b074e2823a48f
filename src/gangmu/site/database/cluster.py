"""A PostgreSQL cluster on disk: made whole or not at all, started, stopped."""

import os
import secrets
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gangmu.site.database.account import Account
from gangmu.site.database.address import DatabaseUnavailable
from gangmu.site.database.binaries import MAJOR, Binaries
from gangmu.site.database.folder import PORT, DataFolder
from gangmu.site.database.process import number_taken

ROLE = NAME = "gangmu"
START_SECONDS = 120
ORPHAN_SECONDS = 20
# Larger than any process number Linux gives out (4194304): PostgreSQL reads it as "that server is gone".
NOBODY = 1 << 30

# Written into postgresql.conf at birth, where the administrator may change them; paths are given anew at each start.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "max_locks_per_transaction": "256",  # an empty database of ninety apps is built in one transaction
    "shared_buffers": "128MB",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "jit": "off",
    "default_text_search_config": "pg_catalog.simple",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",  # a ring of seven days
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_checkpoints": "off",
}


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What postmaster.pid says: process, and whether it takes connections."""

    pid: int
    socket: str
    ready: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster of a data folder, the programs and the account that run it."""

    folder: DataFolder
    binaries: Binaries
    account: Account

    def check_version(self) -> bool:
        """Whether there is a cluster. Raises DatabaseUnavailable where it is of another version, or something else."""
        place = self.folder.cluster
        if not place.exists():
            return False
        try:
            found = (place / "PG_VERSION").read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise DatabaseUnavailable(
                f"文件夹 {place} 已存在，但不是 PostgreSQL 的数据；请移走它，或换一个 GANGMU_DATA。"
            ) from error
        if found != str(MAJOR):
            raise DatabaseUnavailable(
                f"{place} 是 PostgreSQL {found} 的数据，本程序自带的是 {MAJOR}，不能直接打开；"
                f"请用 PostgreSQL {found} 的 pg_dump 导出后再导入，或设 DATABASE_URL 指向 {found} 的服务器。"
            )
        return True

    def create(self, password: str) -> None:
        """initdb, our role and our database, beside the final place and renamed into it last.

        The role is no superuser and owns its database; the superuser's password is thrown away, so that whoever
        learns ours still cannot run programs as the account. Text is UTF-8 compared by code point with Unicode's
        own character classes (builtin C.UTF-8): unlike a locale of the C library its order never changes under an
        index when the system is upgraded.
        """
        root = self.folder.root
        self.account.refuse_unreachable((root,), self.binaries.needed())
        for leftover in root.glob("postgres.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        new = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=root))
        self.account.own(new)
        with tempfile.NamedTemporaryFile("w", dir=root, encoding="ascii") as thrown_away:
            thrown_away.write(secrets.token_urlsafe(32))
            thrown_away.flush()
            if self.account.borrowed:
                os.fchown(thrown_away.fileno(), self.account.uid, self.account.gid)
            self._must(
                "initdb",
                "-D",
                str(new),
                "-U",
                "postgres",
                f"--pwfile={thrown_away.name}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *(f"--set={name}={value}" for name, value in SETTINGS.items()),
            )
        role = f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}';\nCREATE DATABASE {NAME} OWNER {ROLE};\n"
        said = self._must("postgres", "--single", "-D", str(new), "postgres", text=role)
        if "ERROR:" in said:
            raise DatabaseUnavailable(f"在 {new} 里建不了数据库 {NAME}（{_worst(said)}）；请检查磁盘空间后再试。")
        new.rename(self.folder.cluster)
        self.folder.settle()

    def start(self, sockets: Path, found_running: Callable[[], bool]) -> None:
        """`pg_ctl start`, waiting for connections; `found_running` says whether another start has won meanwhile.

        After the postmaster was killed its children may still hold the shared memory; PostgreSQL refuses until they
        have gone, so we wait.
        """
        self.account.refuse_unreachable((self.folder.root, sockets), self.binaries.needed())
        self.account.own(self.folder.logs)
        quoted = str(sockets).replace('"', '""')
        settings = {"unix_socket_directories": f'"{quoted}"', "port": str(PORT), "log_directory": str(self.folder.logs)}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        command = (
            "-D",
            str(self.folder.cluster),
            "-l",
            str(self.folder.start_log),
            "-w",
            "-t",
            str(START_SECONDS),
            "-o",
            options,
            "start",
        )
        deadline = time.monotonic() + ORPHAN_SECONDS
        while True:
            self._disown_stale_number(sockets)
            self.folder.start_log.unlink(missing_ok=True)
            done = self.account.run(self.binaries["pg_ctl"], *command, seconds=START_SECONDS + 10)
            if done.returncode == 0 or found_running():
                return
            words = self._last_words() or _worst(done.stdout + done.stderr)
            if "shared memory" not in words or time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"内置数据库 {self.folder.cluster} 启动不了（{words}）；详情见 {self.folder.logs}，处理后再试。"
                )
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop at once but in order: open transactions are rolled back, what was committed is checkpointed."""
        self._must("pg_ctl", "-D", str(self.folder.cluster), "-m", "fast", "-w", "-t", str(START_SECONDS), "stop")

    def postmaster(self) -> Postmaster | None:
        """What the server last wrote about itself, be it still there or not."""
        return _read(self.folder.cluster / "postmaster.pid")

    def _disown_stale_number(self, sockets: Path) -> None:
        """Take a dead server's number out of its lock files where another process, or its own corpse, now bears it.

        PostgreSQL would take the bearer for a running server. The rest of the files stays: by postmaster.pid PostgreSQL
        knows the shared memory that children of the dead server may still write to.
        """
        for file in (self.folder.cluster / "postmaster.pid", sockets / f".s.PGSQL.{PORT}.lock"):
            found = _read(file)
            if found and number_taken(found.pid):
                self._check(self.account.run("sed", "-i", f"1s/.*/{NOBODY}/", str(file)), "sed")

    def _last_words(self) -> str:
        """Why the last start failed: said on the way up, or into the day's log once that was open."""
        days = sorted(self.folder.logs.glob("postgresql-*.log"), key=lambda path: path.stat().st_mtime)
        for log in (self.folder.start_log, *days[-1:]):
            if log.exists() and (words := _errors(log.read_text(encoding="utf-8", errors="replace"))):
                return words[-1]
        return ""

    def _must(self, program: str, *arguments: str, text: str = "") -> str:
        return self._check(
            self.account.run(self.binaries[program], *arguments, text=text, seconds=START_SECONDS + 10), program
        )

    def _check(self, done: subprocess.CompletedProcess[str], program: str) -> str:
        said = done.stdout + done.stderr
        if done.returncode:
            raise DatabaseUnavailable(
                f"{program} 没有做成（{_worst(said) or '没有说明'}），"
                f"文件夹 {self.folder.root}；请检查磁盘空间和权限后再试。"
            )
        return said


def _read(file: Path) -> Postmaster | None:
    """A lock file as PostgreSQL writes it: process, data folder, start, port, socket folder, address, memory, state."""
    try:
        lines = [*file.read_text(encoding="utf-8", errors="surrogateescape").splitlines(), *[""] * 8]
        return Postmaster(int(lines[0]), lines[4], lines[7].strip() == "ready")
    except (OSError, ValueError):
        return None


def _worst(said: str) -> str:
    """The line that tells why: the last one marked as an error, else the last one."""
    return (_errors(said) or said.strip().splitlines() or [""])[-1].strip()


def _errors(said: str) -> list[str]:
    marks = ("FATAL:", "PANIC:", "ERROR:", "error:")
    return [line.strip() for line in said.splitlines() if any(mark in line for mark in marks)]
