"""Who PostgreSQL runs as: it refuses root, so root lends it an unprivileged account that owns the cluster."""

import logging
import os
import pwd
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gangmu.site.database.address import DatabaseUnavailable

CREATED = "gangmu"
# Nothing of the caller's own: PGDATA, PGPORT or a locale would change what the programs do.
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """A system account; `borrowed` where this process is root and must step down to it."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    def run(self, *command: str, text: str = "", seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, with `text` as its input and nothing of our environment."""
        as_whom: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.borrowed else {}
        try:
            return subprocess.run(  # noqa: S603  (a list, no shell)
                command,
                input=text,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=seconds,
                cwd="/",
                env=ENVIRONMENT,
                check=False,
                **as_whom,
            )
        except PermissionError as error:
            raise DatabaseUnavailable(
                f"不能以账户 {self.name} 运行 {command[0]}；"
                f"请让该账户能读取并执行它，或设 DATABASE_URL 使用外部的 PostgreSQL。"
            ) from error
        except subprocess.TimeoutExpired as error:
            raise DatabaseUnavailable(
                f"{command[0]} 在 {seconds:.0f} 秒内没有做完；请查看磁盘是否过慢或已满，再试一次。"
            ) from error

    def own(self, folder: Path) -> None:
        """Make the folder if need be, this account's alone (0700)."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink():
            raise DatabaseUnavailable(f"{folder} 是一个链接，不能交给数据库账户；请删除它，由纲目自己建立文件夹。")
        if self.borrowed:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def refuse_unreachable(self, folders: Iterable[Path], files: Iterable[Path] = ()) -> None:
        """Raise DatabaseUnavailable naming the first folder or file on the way that is shut to the account."""
        if not self.borrowed:
            return
        files = tuple(files)
        way = dict.fromkeys(
            step for path in (*folders, *(file.parent for file in files)) for step in (*reversed(path.parents), path)
        )
        # `test` runs as the account, so groups and access lists count as the kernel counts them.
        asked = self.run(
            "/bin/sh", "-c", 'for d; do test -x "$d" || { echo "$d"; exit 1; }; done', "sh", *map(str, way)
        )
        if asked.returncode:
            shut = asked.stdout.strip()
            raise DatabaseUnavailable(
                f"以 root 启动时 PostgreSQL 由账户 {self.name} 运行，但它进不了文件夹 {shut}；请执行 chmod o+x {shut}，"
                f"或把 GANGMU_DATA 和程序放到它进得去的地方（如 /srv/gangmu）。"
            )
        asked = self.run(
            "/bin/sh", "-c", 'for f; do test -r "$f" || { echo "$f"; exit 1; }; done', "sh", *map(str, files)
        )
        if asked.returncode:
            shut = asked.stdout.strip()
            raise DatabaseUnavailable(
                f"账户 {self.name} 读不了 PostgreSQL 的程序文件 {shut}；请执行 chmod o+r {shut}。"
            )


def account_for(cluster: Path, environ: Mapping[str, str]) -> Account:
    """Whose the cluster is, or will be.

    Not root: this process's own account. Root: the owner of the cluster where there is one, else GANGMU_DB_ACCOUNT,
    else `postgres` where the system has it, else a system account `gangmu`, created and said so in the log. Raises
    DatabaseUnavailable where none will do.
    """
    asked_for = environ.get("GANGMU_DB_ACCOUNT", "")
    if os.geteuid() != 0:
        return _own_account(cluster)
    if cluster.exists():
        owner = _by_uid(cluster.stat().st_uid)
        if owner.uid == 0:
            raise DatabaseUnavailable(
                f"数据库文件夹 {cluster} 属于 root，PostgreSQL 不肯以 root 运行；请 chown -R 给一个普通账户。"
            )
        if asked_for and asked_for != owner.name:
            raise DatabaseUnavailable(
                f"数据库文件夹 {cluster} 属于账户 {owner.name}，"
                f"而 GANGMU_DB_ACCOUNT 是 {asked_for}；请去掉这个变量，或先停下数据库再 chown -R。"
            )
        return owner
    if asked_for:
        return _named(asked_for)
    try:
        return _from(pwd.getpwnam("postgres"))
    except KeyError:
        return _created()


def _own_account(cluster: Path) -> Account:
    own = os.geteuid()
    if cluster.exists() and cluster.stat().st_uid != own:
        owner = _by_uid(cluster.stat().st_uid).name
        raise DatabaseUnavailable(
            f"数据库文件夹 {cluster} 属于账户 {owner}；请以该账户或 root 运行，或换一个 GANGMU_DATA。"
        )
    return Account(_by_uid(own).name, own, os.getegid(), borrowed=False)


def _from(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, borrowed=True)


def _by_uid(uid: int) -> Account:
    try:
        return _from(pwd.getpwuid(uid))
    except KeyError:
        return Account(str(uid), uid, uid, borrowed=True)


def _named(name: str) -> Account:
    try:
        account = _from(pwd.getpwnam(name))
    except KeyError as error:
        raise DatabaseUnavailable(
            f"GANGMU_DB_ACCOUNT 指定的账户 {name} 不存在；请先用 useradd --system {name} 建立。"
        ) from error
    if account.uid == 0:
        raise DatabaseUnavailable("GANGMU_DB_ACCOUNT 不能是 root，PostgreSQL 不肯以 root 运行；请指定一个普通账户。")
    return account


def _created() -> Account:
    remedy = f"请先建立一个普通账户，再用 GANGMU_DB_ACCOUNT 指定，或改以普通账户运行 {CREATED}。"
    try:
        return _from(pwd.getpwnam(CREATED))
    except KeyError:
        pass
    command = (
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
        CREATED,
    )
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)  # noqa: S603
    except OSError as error:
        raise DatabaseUnavailable(f"数据库不能以 root 运行，而系统里没有 useradd；{remedy}") from error
    if done.returncode:
        raise DatabaseUnavailable(
            f"数据库不能以 root 运行，而系统账户 {CREATED} 建不成（{done.stderr.strip()}）；{remedy}"
        )
    log.warning("已建立系统账户 %s，内置数据库以它的身份运行。", CREATED)
    return _from(pwd.getpwnam(CREATED))
