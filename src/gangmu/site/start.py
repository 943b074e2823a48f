"""How a process of ours gets its database: by DATABASE_URL, else the embedded server in the data folder."""

import os
from pathlib import Path

import django
import psycopg
from psycopg import sql

from gangmu.site.database.address import Address, DatabaseUnavailable
from gangmu.site.database.connect import point_django_at
from gangmu.site.database.server import address_for, data_folder

POINTER = "database"  # names the database in use, written by `gangmu init` and `gangmu demo`


def database_in_use(data: Path) -> str:
    """The name of the database that init or demo made last in this data folder; raises DatabaseUnavailable."""
    if name := os.environ.get("GANGMU_DATABASE"):
        return name
    try:
        return (data / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError as missing:
        raise DatabaseUnavailable(
            f"数据目录 {data} 里还没有建库。请先运行 gangmu init（正式使用）或 gangmu demo（演示）。"
        ) from missing


def django_ready(name: str | None = None) -> Address:
    """Django set up on its database; call once, before anything touches models. Makes the named database if missing."""
    server = where = address_for()
    if "DATABASE_URL" not in os.environ:
        where = server.named(name or database_in_use(data_folder()))
        if name:
            _make_database(server, name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangmu.site.settings")
    django.setup()
    point_django_at(where)
    return where


def _make_database(server: Address, name: str) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
