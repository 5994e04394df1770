"""Lines as people say them: verbs of two words, and a time before all other words."""

import pytest

from bot.verbs.meant import as_meant
from bot.verbs.typed import Line, read_line

LINES: dict[str, Line] = {
    "remind me in 2h about CR-26-0001": Line("remind", "CR-26-0001", (), {"at": "in 2h"}),
    "remind me in 2h about CR-26-0001 call the tower": Line(
        "remind", "CR-26-0001", ("call", "the", "tower"), {"at": "in 2h"}
    ),
    'remind tomorrow 0900 "call the tower"': Line("remind", None, ("call the tower",), {"at": "tomorrow 0900"}),
    "remind CR-26-0001 021200Z NOV 26": Line("remind", "CR-26-0001", (), {"at": "021200Z NOV 26"}),
    "remind 明日9時 CR-26-0001 について 電話": Line("remind", "CR-26-0001", ("電話",), {"at": "明日9時"}),
    "remind １７：００ まで 返事": Line("remind", None, ("返事",), {"at": "17:00 まで"}),
    'remind CR-26-0001 at:+2h "1700"': Line("remind", "CR-26-0001", ("1700",), {"at": "+2h"}),
    "remind about the tower": Line("remind", None, ("about", "the", "tower")),
    "remind list": Line("remind list"),
    "remind LIST": Line("remind list"),
    "remind cancel 2": Line("remind cancel", None, ("2",)),
    "remind cancel number:2": Line("remind cancel", None, (), {"number": "2"}),
    "remind list at:+2h": Line("remind", None, ("list",), {"at": "+2h"}),
    "snooze CR-26-0001 until tomorrow 0900": Line("snooze", "CR-26-0001", (), {"until": "tomorrow 0900"}),
    "snooze CR-26-0001 until:tomorrow 0900": Line("snooze", "CR-26-0001", (), {"until": "tomorrow 0900"}),
    'extend CR-26-0001 3wd "a holiday"': Line("extend", "CR-26-0001", ("a holiday",), {"by": "3wd"}),
    "note CR-26-0001 1700": Line("note", "CR-26-0001", ("1700",)),
}


@pytest.mark.parametrize("typed", LINES)
def test_a_line_is_meant_as_it_is_said(typed: str) -> None:
    line = read_line(typed)
    assert isinstance(line, Line)
    assert as_meant(line) == LINES[typed]
