"""Where a district's PostgreSQL answers: an address, read from DATABASE_URL or given by the embedded server."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gangmu.core.refusal import Refusal

OLDEST_MAJOR = 15
ANSWER_SECONDS = 10


class DatabaseUnavailable(Refusal):
    """One Chinese sentence: what is wrong with the database, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """A database on a PostgreSQL server; `host` is a name or the folder of a unix socket, empty for libpq's default."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    name: str
    options: tuple[tuple[str, str], ...] = ()

    def named(self, name: str) -> "Address":
        """Another database on the same server."""
        return replace(self, name=name)

    def dsn(self) -> str:
        """The libpq connection string."""
        parts = {
            "host": self.host,
            "port": str(self.port),
            "user": self.user,
            "password": self.password,
            "dbname": self.name,
            **dict(self.options),
        }
        return make_conninfo("", **{key: value for key, value in parts.items() if value})

    def django(self) -> dict[str, Any]:
        """The entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": str(self.port),
            "USER": self.user,
            "PASSWORD": self.password,
            "NAME": self.name,
            "OPTIONS": dict(self.options),
        }

    def __str__(self) -> str:
        """For people and logs, without the password."""
        return f"{self.user or '（系统账户）'}@{self.host or '（本机套接字）'}:{self.port}/{self.name}"


def from_url(url: str) -> Address:
    """The outside server that DATABASE_URL names, asked once whether it will do.

    Raises DatabaseUnavailable where the address cannot be read or is not PostgreSQL, nothing answers, the log-in is
    refused, the server is older than PostgreSQL 15, or its text is not UTF-8.
    """
    address = _read(url)
    try:
        with psycopg.connect(_patient(address)) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        raise DatabaseUnavailable(
            f"DATABASE_URL 指定的数据库 {address} 连不上（{reason(error)}）"
            f"；请检查地址、账户、口令和库名，并确认服务器在运行。"
        ) from error
    if version // 10000 < OLDEST_MAJOR:
        raise DatabaseUnavailable(
            f"DATABASE_URL 指定的 {address} 是 PostgreSQL {version // 10000}，"
            f"纲目需要 {OLDEST_MAJOR} 或更新的版本；请升级服务器后再试。"
        )
    if encoding != "UTF8":
        raise DatabaseUnavailable(
            f"DATABASE_URL 指定的库 {address} 的编码是 {encoding}，存不了全部汉字；"
            f"请新建编码为 UTF8 的库（createdb -E UTF8 -T template0）。"
        )
    return address


def reason(error: BaseException) -> str:
    """What the server or libpq gave as the reason, without libpq's preamble and hints."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = next((line for line in lines if "FATAL:" in line or "failed:" in line), lines[0] if lines else "")
    return told.rpartition("FATAL:")[2].rpartition("failed:")[2].strip() or type(error).__name__


def _read(url: str) -> Address:
    shape = "请写成 postgresql://账户:口令@主机:端口/库名。"
    try:
        scheme = urlsplit(url).scheme
        if scheme not in {"postgres", "postgresql"}:
            raise DatabaseUnavailable(f"DATABASE_URL 的协议是“{scheme}”，纲目只用 PostgreSQL；{shape}")
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
        port = int(parts.pop("port", "5432"))
    except (psycopg.ProgrammingError, ValueError) as error:
        raise DatabaseUnavailable(f"DATABASE_URL 读不懂；{shape}") from error
    name = parts.pop("dbname", "")
    if not name:
        raise DatabaseUnavailable(f"DATABASE_URL 没有写库名；{shape}")
    return Address(
        host=parts.pop("host", ""),
        port=port,
        user=parts.pop("user", ""),
        password=parts.pop("password", ""),
        name=name,
        options=tuple(sorted(parts.items())),
    )


def _patient(address: Address) -> str:
    if "connect_timeout" in dict(address.options):
        return address.dsn()
    return make_conninfo(address.dsn(), connect_timeout=ANSWER_SECONDS)
