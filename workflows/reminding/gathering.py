"""What falls due for one desk at one time comes as one message."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from workflows.vocabulary import Notice

MOST = 36
"""Reminders in one message: more would not fit Slack's limits, and go into a second one."""


class Told(NamedTuple):
    """A notice, with the random id of the matter that it is about."""

    matter: str | None
    notice: Notice


def gathered(told: Iterable[Told]) -> tuple[Told, ...]:
    """The same, in which several reminders for one desk are one notice; everything else stays as it is, and first.

    Of several for one desk about one matter the last to fall due is told alone: it says all that the others would have.
    """
    others: list[Told] = []
    last: dict[tuple[str, str], Told] = {}
    for row in told:
        if row.notice.kind != "reminder":
            others.append(row)
            continue
        key = (row.notice.desk or "", row.matter or "")
        if key not in last or last[key].notice.facts["at"] <= row.notice.facts["at"]:
            last[key] = row
    reminders = sorted(last.values(), key=lambda row: (row.notice.desk or "", row.notice.facts["at"]))
    for desk, rows in groupby(reminders, key=lambda row: row.notice.desk):
        others += _together(desk, list(rows))
    return tuple(others)


def _together(desk: str | None, rows: Sequence[Told]) -> Iterable[Told]:
    for start in range(0, len(rows), MOST):
        part = rows[start : start + MOST]
        if len(part) == 1:
            yield part[0]
        else:
            facts = {"rows": [{**row.notice.facts, "matter": row.matter} for row in part]}
            yield Told(None, Notice("reminders", desk, facts))
