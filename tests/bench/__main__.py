"""`make bench`: measure every row, print the table, write build/bench.json."""

import sys
from pathlib import Path

from tests.bench import acknowledging, crowd, http, page, paper, records, starting, sweeping
from tests.bench.place import databases
from tests.bench.rows import rows_of, table, write

OUT = Path(__file__).parents[2] / "build" / "bench.json"


def main() -> None:
    figures = []
    with databases() as made:
        for part in (acknowledging, http, crowd, sweeping, page, paper, records, starting):
            sys.stderr.write(f"measuring: {part.__name__.rpartition('.')[2]}\n")
            figures += part.measure(made)
    rows = rows_of(figures)
    write(rows, OUT)
    sys.stdout.write(f"{table(rows)}\n\nwritten to {OUT}\n")


if __name__ == "__main__":
    main()
