"""The data folder as the embedded database sees it: cluster, password, lease, locks, logs, socket."""

import fcntl
import hashlib
import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from gangmu.site.database.account import Account
from gangmu.site.database.address import DatabaseUnavailable

PORT = 5432
# unix(7): sun_path holds 108 bytes with the closing zero.
SOCKET_BYTES = 107
SHELL_CHARACTERS = set('"$`\\\n')


@dataclass(frozen=True, slots=True)
class Lease:
    """Which process serves the folder, and since when, so that a stranger with its number is not taken for it."""

    pid: int
    started: str
    socket: str


@dataclass(frozen=True, slots=True)
class DataFolder:
    """GANGMU_DATA. The database keeps to the names given here."""

    root: Path

    @property
    def cluster(self) -> Path:
        return self.root / "postgres"

    @property
    def logs(self) -> Path:
        return self.root / "log" / "postgres"

    @property
    def start_log(self) -> Path:
        return self.logs / "start.log"

    def prepare(self) -> None:
        """Make the folder. Raises DatabaseUnavailable where that cannot be done."""
        if SHELL_CHARACTERS & set(str(self.root)):
            raise DatabaseUnavailable(
                f'数据文件夹 {self.root} 的路径里有 " $ ` \\ 或换行，'
                f"PostgreSQL 的启动程序会读错；请把 GANGMU_DATA 换到别的路径。"
            )
        try:
            # Root's folder must let the database account pass through; it need not be listed.
            self.root.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            self.logs.parent.mkdir(exist_ok=True)
            self._open("postgres.lock")
        except OSError as error:
            raise DatabaseUnavailable(
                f"数据文件夹 {self.root} 写不进去（{error.strerror}）；请换一个 GANGMU_DATA，或改它的权限。"
            ) from error

    @contextmanager
    def locked(self, seconds: float) -> Iterator[None]:
        """One command at a time starts or stops the server; the kernel gives the lock back when a command is killed."""
        lock = self._open("postgres.lock")
        try:
            deadline = time.monotonic() + seconds
            while not _taken(lock, fcntl.LOCK_EX):
                if time.monotonic() > deadline:
                    raise DatabaseUnavailable(
                        f"另一个 gangmu 命令正在启动或停止 {self.root} 的数据库，"
                        f"等了 {seconds:.0f} 秒还没有完；请看它的输出，稍后再试。"
                    )
                time.sleep(0.02)
            yield
        finally:
            os.close(lock)

    def enter(self) -> int:
        """Count this process among the users of the server until the handle is closed or the process ends, however."""
        users = self._open("postgres.users")
        fcntl.flock(users, fcntl.LOCK_SH)
        return users

    def last_one_out(self, users: int) -> bool:
        """Whether nobody else uses the server; asked while `locked`, so that nobody can come in meanwhile."""
        alone = _taken(users, fcntl.LOCK_EX)
        # Asking has cost the shared lock, by which a forked child of ours may still live.
        fcntl.flock(users, fcntl.LOCK_SH)
        return alone

    def lease(self) -> Lease | None:
        """The lease as written; whether its process still lives is for the reader to ask."""
        with suppress(OSError, ValueError, TypeError):
            return Lease(**json.loads((self.root / "postgres.lease").read_text(encoding="utf-8")))
        return None

    def write_lease(self, lease: Lease) -> None:
        self._write("postgres.lease", json.dumps(asdict(lease)))

    def drop_lease(self) -> None:
        (self.root / "postgres.lease").unlink(missing_ok=True)

    def password(self) -> str:
        """The database password: made once (0600), or read.

        Raises DatabaseUnavailable where a cluster stands and its password is gone.
        """
        path = self.root / "postgres.password"
        try:
            if password := path.read_text(encoding="ascii").strip():
                return password
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            raise DatabaseUnavailable(
                f"数据库口令文件 {path} 读不了（{error}）；请以建立它的账户或 root 运行。"
            ) from error
        if self.cluster.exists():
            raise DatabaseUnavailable(
                f"数据库口令文件 {path} 不见了或是空的，没有它进不了 {self.cluster}；请从备份中恢复这个文件。"
            )
        password = secrets.token_urlsafe(32)
        self._write(path.name, password)
        return password

    def socket_folder(self, account: Account, environ: Mapping[str, str]) -> Path:
        """The account's own folder (0700) for the unix socket.

        It lies in the data folder, or in the system's temporary folder where that path would not do for a socket.
        """
        inside = self.root / "run"
        if _fits(inside):
            account.own(inside)
            return inside
        key = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        outside = Path(environ.get("TMPDIR") or tempfile.gettempdir()).resolve() / f"gangmu-{key}"
        if not _fits(outside):
            raise DatabaseUnavailable(
                f"套接字文件夹 {outside} 的路径太长（系统只允许 {SOCKET_BYTES} 字节）或含有逗号；"
                f"请把 GANGMU_DATA 换到较短的路径，或设 TMPDIR=/tmp。"
            )
        # The name can be foreseen and anyone may write there, so a folder that is already there must prove to be ours.
        with suppress(FileExistsError):
            outside.mkdir(mode=0o700)
            account.own(outside)
        if outside.is_symlink() or outside.stat().st_uid != account.uid or outside.stat().st_mode & 0o077:
            raise DatabaseUnavailable(
                f"套接字文件夹 {outside} 不是账户 {account.name} 独有的；请查清是谁建的，删除后再试。"
            )
        return outside

    def settle(self) -> None:
        """What was made or renamed in the folder outlives a power cut."""
        handle = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _open(self, name: str) -> int:
        return os.open(self.root / name, os.O_RDWR | os.O_CREAT, 0o600)

    def _write(self, name: str, text: str) -> None:
        """Whole or not at all, readable by the owner alone."""
        with tempfile.NamedTemporaryFile("w", dir=self.root, encoding="utf-8", delete=False) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self.root / name)
        self.settle()


def _taken(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _fits(folder: Path) -> bool:
    # libpq reads a comma in a host as the end of one host and the beginning of the next.
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_BYTES and "," not in str(folder)
