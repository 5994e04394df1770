"""Whose a lane is: freed before its lease is over where its holder has certainly ended, and not otherwise."""

import subprocess
import sys

import pytest

from bot.delivery import holder
from bot.delivery.holder import has_ended, holder_name
from state import outbox
from tests.bot.office import BOTH, OPEN, Office

NAME = "from bot.delivery.holder import holder_name; print(holder_name())"


def ended() -> str:
    """The name of a process of this host that is no more."""
    asked = subprocess.run([sys.executable, "-c", NAME], capture_output=True, text=True, check=True)  # noqa: S603  ours
    return asked.stdout.strip()


def test_only_a_process_of_this_host_that_is_no_more_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    mine, dead = holder_name(), ended()
    assert len(mine) <= 64
    assert mine != holder_name()
    elsewhere = f"0{dead[1:]}" if dead[0] != "0" else f"1{dead[1:]}"
    asked = (dead, mine, elsewhere, "", "f00", f"{mine.split(':')[0]}:1:x", dead.replace(":", ":x", 1))
    assert [has_ended(name) for name in asked] == [True, *[False] * 6]
    monkeypatch.setattr(holder, "_here", lambda: "")  # a host that tells nothing of its processes
    assert not has_ended(holder_name())


@BOTH
def test_a_start_frees_what_the_dead_held_and_leaves_the_living_theirs(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    now = office.house.machine_now()
    for name, is_freed in ((ended(), True), (holder_name(), False)):
        with office.house.database.writing() as connection:
            held = outbox.claim(connection, name, now)
            assert held is not None
            outbox.awaken(connection, has_ended)
            others = outbox.claim(connection, "next", now)
            assert (others is not None and others.lane == held.lane) == is_freed
            row = outbox.next_row(connection, held)
            assert row is not None
            assert outbox.begin(connection, held, row, now) != is_freed  # the fence: a dead one's marks count no more
            for each in filter(None, (others, held)):
                outbox.release(connection, each)
