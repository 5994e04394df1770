"""Several reminders for one desk at one time are one notice."""

from datetime import timedelta
from typing import Any

from tests.workflows.build import NOW
from workflows.reminding.gathering import MOST, Told, gathered
from workflows.vocabulary import Notice


def reminder(matter: str, desk: str, rule: str = "due", minutes: int = 0) -> Told:
    return Told(matter, Notice("reminder", desk, {"rule": rule, "body": desk, "at": NOW + timedelta(minutes=minutes)}))


def shown(told: tuple[Told, ...]) -> list[tuple[str | None, str, str | None, Any]]:
    """Each notice: what it is about, its kind, its desk, and of several the matters with their rules."""
    return [
        (
            row.matter,
            row.notice.kind,
            row.notice.desk,
            [(each["matter"], each["rule"]) for each in row.notice.facts.get("rows", ())],
        )
        for row in told
    ]


def test_one_reminder_for_a_desk_stays_in_its_matter_s_thread() -> None:
    one = reminder("m1", "n-hq")
    assert gathered([one, reminder("m1", "s-hq")]) == (one, reminder("m1", "s-hq"))


def test_several_for_one_desk_are_one_oldest_first() -> None:
    told = gathered([reminder("m1", "n-hq", minutes=2), reminder("m2", "n-hq", minutes=1), reminder("m1", "s-hq")])
    assert shown(told) == [
        (None, "reminders", "n-hq", [("m2", "due"), ("m1", "due")]),
        ("m1", "reminder", "s-hq", []),
    ]


def test_of_several_rules_for_one_mover_the_last_is_told() -> None:
    rules = [reminder("m1", "n-hq", rule, minutes) for minutes, rule in enumerate(("half", "nine-tenths", "due"))]
    assert gathered(rules[::-1]) == (rules[2],)
    assert shown(gathered([*rules, reminder("m2", "n-hq", "half", 9)]))[0][3] == [("m1", "due"), ("m2", "half")]


def test_whatever_else_is_told_stays_as_it_is_and_in_its_order() -> None:
    others = [Told("m1", Notice(kind, "n-hq")) for kind in ("card", "escalation")]
    own = Told(None, Notice("own-reminder", "n-hq", {"text": "x"}))
    told = gathered([others[0], reminder("m1", "n-hq"), others[1], own, reminder("m2", "n-hq")])
    assert told[:3] == (*others, own)
    assert [row.notice.kind for row in told[3:]] == ["reminders"]


def test_no_message_grows_past_what_can_be_shown_and_none_is_lost() -> None:
    told = gathered([reminder(f"m{number:03}", "n-hq") for number in range(2 * MOST + 1)])
    assert [len(rows) for _, _, _, rows in shown(told)] == [MOST, MOST, 0]
    matters = [matter for _, _, _, rows in shown(told) for matter, _ in rows]
    assert [*matters, told[-1].matter] == [f"m{number:03}" for number in range(2 * MOST + 1)]
