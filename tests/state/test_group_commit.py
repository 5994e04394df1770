"""What waits for its turn is written together, each with its own result, and none fails for another's fault."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from time import monotonic

import pytest

from state.apply import apply
from state.group_commit import MOST, GroupCommit, NotTakenError
from tests.play import ASKING, Play, at_once, dump

PATIENCE = 10.0  # seconds: longer than any test takes


class Writer:
    """Writes words. The first group waits until it is let go, so that others come meanwhile."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.is_writing = threading.Event()
        self.may_go_on = threading.Event()

    def write(self, take: Callable[[], Sequence[str]]) -> list[str]:
        items = list(take())
        assert list(take()) == items  # as after a transaction that is run again
        self.groups.append(items)
        if len(self.groups) == 1:
            self.is_writing.set()
            assert self.may_go_on.wait(PATIENCE)
        if "bad" in items:
            raise ValueError(" ".join(items))
        return [item.upper() for item in items]


@pytest.fixture
def writer() -> Writer:
    return Writer()


def waiting(group: GroupCommit[str, str], count: int) -> None:
    """Until so many wait, with a deadline."""
    ends_at = monotonic() + PATIENCE
    while len(group._queue) < count:
        assert monotonic() < ends_at, "they do not come"


def begun(
    pool: ThreadPoolExecutor, group: GroupCommit[str, str], writer: Writer, words: Sequence[str]
) -> list[Future[str]]:
    """The first word is being written; the others wait, in this order."""
    first = pool.submit(group.write, words[0], writer.write)
    assert writer.is_writing.wait(PATIENCE)
    found = [first]
    for number, word in enumerate(words[1:], start=1):
        found.append(pool.submit(group.write, word, writer.write))
        waiting(group, number)
    return found


def test_one_alone_is_written_at_once(writer: Writer) -> None:
    writer.may_go_on.set()
    assert GroupCommit[str, str](PATIENCE).write("a", writer.write) == "A"
    assert writer.groups == [["a"]]


def test_those_who_come_meanwhile_are_written_together_each_with_its_own_result(writer: Writer) -> None:
    group = GroupCommit[str, str](PATIENCE)
    with ThreadPoolExecutor(4) as pool:
        futures = begun(pool, group, writer, "abcd")
        writer.may_go_on.set()
        assert [future.result(PATIENCE) for future in futures] == ["A", "B", "C", "D"]
    assert writer.groups == [["a"], ["b", "c", "d"]]


def test_who_comes_when_all_is_written_leads_again(writer: Writer) -> None:
    group = GroupCommit[str, str](PATIENCE)
    writer.may_go_on.set()
    assert [group.write(word, writer.write) for word in "ab"] == ["A", "B"]


def test_a_group_has_an_upper_size(writer: Writer) -> None:
    group = GroupCommit[str, str](PATIENCE)
    words = ["first", *(f"w{number}" for number in range(MOST + 3))]
    with ThreadPoolExecutor(len(words)) as pool:
        futures = begun(pool, group, writer, words)
        writer.may_go_on.set()
        assert [future.result(PATIENCE) for future in futures] == [word.upper() for word in words]
    assert [len(items) for items in writer.groups] == [1, MOST, 3]


def test_where_one_of_a_group_fails_the_others_do_not(writer: Writer) -> None:
    group = GroupCommit[str, str](PATIENCE)
    with ThreadPoolExecutor(4) as pool:
        first, good, bad, last = begun(pool, group, writer, ["a", "b", "bad", "c"])
        writer.may_go_on.set()
        assert [future.result(PATIENCE) for future in (first, good, last)] == ["A", "B", "C"]
        with pytest.raises(ValueError, match=r"^bad$"):
            bad.result(PATIENCE)
    assert writer.groups[:2] == [["a"], ["b", "bad", "c"]]
    assert sorted(writer.groups[2:]) == [["b"], ["bad"], ["c"]]


def test_one_alone_that_fails_is_tried_once(writer: Writer) -> None:
    writer.may_go_on.set()
    group = GroupCommit[str, str](PATIENCE)
    with pytest.raises(ValueError, match="bad"):
        group.write("bad", writer.write)
    assert writer.groups == [["bad"]]
    assert group.write("a", writer.write) == "A"


def test_who_is_not_taken_in_time_is_told_and_written_nowhere(writer: Writer) -> None:
    group = GroupCommit[str, str](0.05)
    with ThreadPoolExecutor(2) as pool:
        first, late = begun(pool, group, writer, "ab")
        with pytest.raises(NotTakenError):
            late.result(PATIENCE)
        writer.may_go_on.set()
        assert first.result(PATIENCE) == "A"
    assert group.write("c", writer.write) == "C"
    assert writer.groups == [["a"], ["c"]]


def test_commands_at_once_are_all_carried_out_each_with_its_own_serial_and_place_in_the_log(staffed: Play) -> None:
    commands = [staffed.command("open", ASKING, **staffed.opening()) for _ in range(12)]
    said = at_once([partial(apply, staffed.house, command) for command in commands])
    assert not any(row.refused for row in said)
    rows = dump(staffed.database)
    assert sorted(row["serial"] for row in rows["serial"]) == [f"CR-26-US-{number:04}" for number in range(1, 13)]
    opened = sorted(row["seq"] for row in rows["log_entry"] if row["log"] == "us" and row["serial"])
    assert opened == list(range(opened[0], opened[0] + 12))
    assert {row.matter for row in said} == {row["id"] for row in rows["matter"]}
