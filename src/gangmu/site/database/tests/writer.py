"""A command that uses the database: prints its server, then writes rows and prints each number once acknowledged.

`python -m gangmu.site.database.tests.writer DATA [ROWS]`; without ROWS it waits for its input to end.
"""

import sys
from pathlib import Path

import psycopg

from gangmu.site.database.server import ensure_running, status


def main(data: Path, rows: range | None) -> None:
    address = ensure_running(data)
    print("server", status(data).pid, flush=True)
    if rows is None:
        sys.stdin.read()
        return
    with psycopg.connect(address.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS written (number integer PRIMARY KEY)")
        for number in rows:
            connection.execute("INSERT INTO written VALUES (%s)", [number])
            print(number, flush=True)


if __name__ == "__main__":
    wanted = range(int(sys.argv[2])) if len(sys.argv) > 2 else None
    main(Path(sys.argv[1]), wanted)
