"""Time and memory of reading a plan against its length, 1 to 50 copies, beside a yardstick of decoding and splitting.

    .venv/bin/python benchmarks/reader.py [PLAN]       the bundled sample, or a plan of your own

Each length is read in a process of its own, so that its peak memory is its own; reading and yardstick take turns. The
first line times a whole process with imports, which is what a person waits for.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measure import ROOT, interleaved, nothing

SAMPLE = ROOT / "districts" / "sample" / "outline.docx"
COPIES = (1, 2, 5, 10, 20, 50)
SECONDS, MEGABYTES = 2.0, 400.0  # for one plan of 70,000 characters, with imports
LINEAR = 1.35  # how far the time of a character may grow from 1 copy to 50


def peak() -> float:
    """The most memory that this process has held, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def one(path: Path, copies: int) -> None:
    """Reads so many copies and prints seconds of reading and yardstick, characters, and peak memory as JSON."""
    from gangmu.core.reader import read_file, read_text

    text = path.read_text(encoding="utf-8") if path.suffix == ".txt" else read_file(path).text
    text = "\n".join([text] * copies)
    data = text.encode()
    rounds = 5 if copies <= 5 else 3

    def yardstick() -> None:
        for _ in range(20):
            data.decode().split("\n")

    timed, stick = interleaved((lambda: read_text(text), nothing), (yardstick, nothing), rounds=rounds)
    print(json.dumps([timed.seconds, stick.median / 20, len(text), peak()]))


def whole(path: Path) -> tuple[list[float], float]:
    """Seconds of five whole processes that read the file, and the greatest memory in MB."""
    code = (
        "import sys, pathlib; from gangmu.core.reader import read_file; read_file(pathlib.Path(sys.argv[1])); "
        "print(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    seconds, memory = [], 0.0
    for _ in range(5):
        begun = time.perf_counter()
        run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
        seconds.append(time.perf_counter() - begun)
        memory = max(memory, int(run.stdout) / 1024)
    return seconds, memory


def main(path: Path) -> int:
    """Prints the table; 1 when a limit is broken."""
    seconds, memory = whole(path)
    middle = statistics.median(seconds)
    held = middle <= SECONDS and memory <= MEGABYTES
    print(f"{path.name} with imports: {middle:.2f} s ({min(seconds):.2f}–{max(seconds):.2f}), {memory:.0f} MB")
    print(f"  within {SECONDS:.0f} s and {MEGABYTES:.0f} MB: {'yes' if held else 'NO'}\n")
    print("copies   characters   seconds (range)        µs a character   × decode and split   MB")
    rates = []
    for copies in COPIES:
        run = subprocess.run(
            [sys.executable, __file__, str(path), str(copies)], capture_output=True, text=True, check=True
        )
        times, stick, length, memory = json.loads(run.stdout)
        middle = statistics.median(times)
        rates.append(middle / length)
        spread = f"({min(times):.2f}–{max(times):.2f})"
        print(
            f"{copies:>6} {length:>12,} {middle:>9.2f} {spread:<14} {1e6 * middle / length:>12.2f}"
            f" {middle / stick:>18,.0f} {memory:>8.0f}",
            flush=True,
        )
    growth = rates[-1] / rates[0]
    linear = growth <= LINEAR
    print(f"\na character costs {growth:.2f} times as much in {COPIES[-1]} copies as in one: ", end="")
    print("linear" if linear else "NOT linear")
    return 0 if held and linear else 1


if __name__ == "__main__":
    if len(sys.argv) == 3:
        one(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        sys.exit(main(Path(sys.argv[1]) if len(sys.argv) == 2 else SAMPLE))
