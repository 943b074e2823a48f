"""The embedded PostgreSQL: started by the first command that needs it, shared by the next, stopped by the last one out.

The rule, which must survive `kill -9` of any command at any time:

- A command that uses the server holds a shared lock on `postgres.users` for as long as it lives; the kernel takes
  the lock from a dead one.
- Starting and stopping happen under an exclusive lock on `postgres.lock`, so two commands that start at once become
  one that starts and one that attaches.
- A command that ends in order looks whether anyone else holds the first lock; if nobody does, it stops the server.
  One that was killed leaves the server running, the next one attaches to it and has the same duty when it ends.
- `postgres.lease` names the server's process and the moment it began. A number that now belongs to another process,
  or to none, is no lease, and the server is started again; PostgreSQL then replays its log and every acknowledged
  row is there.
"""

import atexit
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from gangmu.site.database.account import account_for
from gangmu.site.database.address import Address, DatabaseUnavailable, from_url, reason
from gangmu.site.database.binaries import MAJOR, installed
from gangmu.site.database.cluster import NAME, ROLE, START_SECONDS, Cluster
from gangmu.site.database.folder import PORT, DataFolder, Lease
from gangmu.site.database.process import command_line, start_mark

LOCK_SECONDS = 180
ATTEMPTS = 3
# What a server says that will answer soon, or is about to be gone.
PASSING = ("starting up", "shutting down", "recovery", "not yet accepting", "closed the connection", "refused")
log = logging.getLogger(__name__)
_entered: dict[Path, tuple[int, int]] = {}  # data folder -> (our process, handle of its users lock)


@dataclass(frozen=True, slots=True)
class Status:
    """The embedded server of a data folder as it is now."""

    data: Path
    pid: int | None
    socket: str

    @property
    def running(self) -> bool:
        return self.pid is not None

    def __str__(self) -> str:
        if self.running:
            return (
                f"内置 PostgreSQL {MAJOR} 正在运行：进程 {self.pid}，"
                f"套接字 {self.socket}，数据 {self.data / 'postgres'}。"
            )
        return f"内置 PostgreSQL {MAJOR} 没有运行，数据在 {self.data / 'postgres'}；需要它的命令会自行启动它。"


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """GANGMU_DATA; by default `var/` in the checkout the program runs from, else in the current folder."""
    if given := environ.get("GANGMU_DATA"):
        return Path(given).resolve()
    checkout = Path(__file__).resolve().parents[4]
    return (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / "var"


def address_for(environ: Mapping[str, str] = os.environ) -> Address:
    """Where this installation's database answers: DATABASE_URL, else the embedded server, started if need be."""
    if url := environ.get("DATABASE_URL"):
        return from_url(url)
    return ensure_running(data_folder(environ), environ)


def ensure_running(data: Path, environ: Mapping[str, str] = os.environ) -> Address:
    """The embedded server of this data folder, which answers a query with our password before this returns.

    Makes the cluster on first use. This process then counts as a user of the server until it ends. Raises
    DatabaseUnavailable.
    """
    if not Path("/proc/self/stat").exists():
        raise DatabaseUnavailable("内置数据库只支持 Linux（需要 /proc）；请设 DATABASE_URL 使用外部的 PostgreSQL。")
    folder = DataFolder(data.resolve())
    folder.prepare()
    with folder.locked(LOCK_SECONDS):
        _enter(folder)
        cluster = _cluster(folder, environ)
        exists = cluster.check_version()
        password = folder.password()
        if not exists:
            cluster.create(password)
        for _ in range(ATTEMPTS):
            lease = _running(cluster)
            if lease is None:
                cluster.start(folder.socket_folder(cluster.account, environ), lambda: _running(cluster) is not None)
                lease = _running(cluster)
            if lease and _answers(cluster, lease, address := Address(lease.socket, PORT, ROLE, password, NAME)):
                return address
    raise DatabaseUnavailable(
        f"内置数据库 {folder.cluster} 一启动就退出，试了 {ATTEMPTS} 次；请查看 {folder.logs} 里的日志。"
    )


def stop(data: Path, environ: Mapping[str, str] = os.environ) -> bool:
    """Stop the embedded server whoever uses it; False where none ran. Raises DatabaseUnavailable where it cannot."""
    folder = DataFolder(data.resolve())
    if not folder.cluster.exists():
        return False
    with folder.locked(LOCK_SECONDS):
        return _stop(_cluster(folder, environ))


def status(data: Path, environ: Mapping[str, str] = os.environ) -> Status:
    """Whether a server runs for this data folder; starts nothing."""
    folder = DataFolder(data.resolve())
    lease = _running(_cluster(folder, environ)) if folder.cluster.exists() else None
    return Status(folder.root, lease.pid if lease else None, lease.socket if lease else "")


def leave(data: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Give up this process's use of the server and stop it where nobody else uses it; happens by itself at exit."""
    folder = DataFolder(data.resolve())
    process, users = _entered.pop(folder.root, (0, -1))
    if process != os.getpid():
        return
    try:
        if folder.cluster.exists():
            with folder.locked(LOCK_SECONDS):
                if folder.last_one_out(users):
                    _stop(_cluster(folder, environ))
    finally:
        os.close(users)


def _cluster(folder: DataFolder, environ: Mapping[str, str]) -> Cluster:
    return Cluster(folder, installed(), account_for(folder.cluster, environ))


def _enter(folder: DataFolder) -> None:
    if _entered.get(folder.root, (0, 0))[0] == os.getpid():
        return
    _entered[folder.root] = os.getpid(), folder.enter()
    atexit.register(_leave_at_exit, folder.root)


def _leave_at_exit(root: Path) -> None:
    try:
        leave(root)
    except (DatabaseUnavailable, OSError) as error:
        log.warning("%s", error)


def _running(cluster: Cluster) -> Lease | None:
    """The lease if its process is the one that took it, else that of a server whose starter died before writing one."""
    lease = cluster.folder.lease()
    if lease and start_mark(lease.pid) == lease.started:
        return lease
    found = cluster.postmaster()
    if found and found.socket and (started := start_mark(found.pid)):
        words = command_line(found.pid)
        if Path(words[0]).name == "postgres" and f"-D\0{cluster.folder.cluster}\0" in "\0".join([*words, ""]):
            lease = Lease(found.pid, started, found.socket)
            cluster.folder.write_lease(lease)
            return lease
    return None


def _stop(cluster: Cluster) -> bool:
    if _running(cluster) is None:
        return False
    cluster.stop()
    cluster.folder.drop_lease()
    return True


def _answers(cluster: Cluster, lease: Lease, address: Address) -> bool:
    """Wait for a query to be answered: at once on a running server, later on one that recovers; False where it dies."""
    deadline = time.monotonic() + START_SECONDS
    words = "它还在启动或恢复"
    while time.monotonic() < deadline:
        found = cluster.postmaster()
        if found and found.ready:
            try:
                with psycopg.connect(address.dsn(), connect_timeout=10) as connection:
                    connection.execute("SELECT 1")
                    return True
            except psycopg.Error as error:
                words = reason(error)
            if "password authentication failed" in words:
                raise DatabaseUnavailable(
                    f"口令文件 {cluster.folder.root / 'postgres.password'} 里的口令"
                    f"与数据库 {cluster.folder.cluster} 的不符；请从备份中恢复这个文件。"
                )
        time.sleep(0.05)
        if start_mark(lease.pid) != lease.started:
            return False
        if found and found.ready and not any(mark in words for mark in PASSING):
            raise DatabaseUnavailable(
                f"内置数据库 {address} 在运行，但答不了查询（{words}）；"
                f"请结束所有 gangmu 命令后再试，日志在 {cluster.folder.logs}。"
            )
    raise DatabaseUnavailable(
        f"内置数据库 {address} 在 {START_SECONDS} 秒内没有应答（{words}）；请稍后再试，日志在 {cluster.folder.logs}。"
    )
