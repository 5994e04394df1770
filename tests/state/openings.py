"""A process that opens requests without end, saying the id of each once it is answered: for tests that kill it.

python -m tests.state.openings DATABASE-URL
"""

import sys
from itertools import count

from state.apply import apply
from state.database import Database
from tests.play import ASKING, Clock, Play, install, person
from workflows.command import Command


def main(url: str) -> None:
    house = install(Database(url), Clock())
    asked = Play(house).opening()
    for number in count(1):
        said = apply(house, Command("open", person(ASKING), "us-usfj", asked, key=f"opening-{number}"))
        sys.stdout.write(f"{said.matter}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
