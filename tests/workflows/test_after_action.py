"""After-action figures, reckoned by hand beside what the pure function makes of the same entries."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from tests.play import registry
from workflows.after_action import ABOUT, Side, Step, compare, course_of
from workflows.catalogue import beside

START = datetime(2026, 11, 2, tzinfo=UTC)
SERIAL = "CR-26-0001"


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def step(at: float, act: str, stage: str | None = None, seat: str | None = None, /, **content: Any) -> Step:
    log = content.pop("log", "us+jp")
    serial = "CR-26-US-0001" if content.pop("own", False) else SERIAL
    return Step(START + minutes(at), log, int(at * 10) + 1, act, serial, seat, stage, content)


DUE = (START + minutes(300)).isoformat()
COURSE = [
    step(0, "open", "release-check", "us-usfj-watch", log="us", own=True, title="Runway", mode="coordination", due=DUE),
    step(10, "disclose", "received", "us-usfj-fdo", mode="coordination", due=DUE),
    step(10, "disclose", "received", "us-usfj-fdo", log="us", mode="coordination"),
    step(30, "ack", "received", "us-usfj-watch", mode="coordination"),
    step(70, "ack", "staffing", "jp-jjoc-watch", mode="coordination"),
    step(90, "escalation", "staffing", body="jp-jjoc"),
    step(100, "concur", "staffing", "us-usfj-cdr", log="us", mode="coordination"),
    step(250, "answers", "deciding", mode="coordination"),
    step(250, "stage", "deciding", log="us", mode="coordination"),
    step(
        320,
        "outcome",
        "decided",
        outcome="approved",
        mode="coordination",
        decisions={
            "us": {"decided": (START + minutes(260)).isoformat()},
            "jp": {"decided": (START + minutes(320)).isoformat()},
        },
    ),
    step(400, "closed", "closed", mode="coordination"),
]


def test_a_course_is_reckoned_as_by_hand() -> None:
    course = course_of(COURSE[::-1], registry(), START + minutes(5000))
    assert (course.serial, course.title, course.mode, course.outcome) == (SERIAL, "Runway", "coordination", "approved")
    assert course.to_decision == minutes(320)
    assert course.is_late
    assert [(span.stage, span.took) for span in course.spans] == [
        ("release-check", minutes(10)),
        ("received", minutes(60)),
        ("staffing", minutes(180)),
        ("deciding", minutes(70)),
        ("decided", minutes(80)),
    ]
    assert course.waited == "staffing"
    assert (course.overdue, course.handed) == (1, 3)
    assert course.sides == (
        Side("us", "release-check", minutes(10)),
        Side("us", "received", minutes(20)),
        Side("jp", "received", minutes(60)),
        Side("us", "staffing", minutes(30)),
        Side("us", "deciding", minutes(10)),
        Side("jp", "deciding", minutes(70)),
    )


def test_what_is_only_said_about_it_is_no_answer_however_late() -> None:
    """Corrected, added to, noted, seen or given more time: the answer was given when it was."""
    expected = course_of(COURSE, registry(), START + minutes(5000)).sides
    acts = sorted(beside() | ABOUT)
    said = [step(240 + at / 10, act, "staffing", "us-usfj-cdr", log="us") for at, act in enumerate(acts)]
    shared = [step(60, "note", "received", "bocc-us-lead"), step(300, "amend", None, "bocc-jp-lead")]
    assert course_of([*COURSE, *said, *shared], registry(), START + minutes(5000)).sides == expected
    moved = step(245, "nonconcur", "staffing", "us-usfj-cdr", log="us")  # which is another answer, and counts
    sides = course_of([*COURSE, moved], registry(), START + minutes(5000)).sides
    assert Side("us", "staffing", minutes(175)) in sides


def test_each_nation_s_report_has_its_own_answers_by_its_own_log_and_the_other_s_as_both_know_them() -> None:
    theirs = step(150, "concur", "staffing", "jp-jjoc-cdr", log="jp", mode="coordination")
    for nation, own in (("us", minutes(30)), ("jp", minutes(80))):
        read = [row for row in (*COURSE, theirs) if nation in row.log.split("+")]
        sides = course_of(read, registry(), START + minutes(5000)).sides
        assert [row for row in sides if row.stage == "staffing"] == [Side(nation, "staffing", own)]


def test_what_is_still_open_counts_until_now() -> None:
    course = course_of(COURSE[:5], registry(), START + minutes(100))
    assert course.to_decision is None
    assert not course.is_late
    assert [(span.stage, span.took) for span in course.spans][-1] == ("staffing", minutes(30))


def test_what_is_over_waits_no_longer_wherever_its_own_procedure_ends() -> None:
    """`accepted` ends a handover, and is where work goes on in a tasking."""
    for serial, waits in (("WH-26-US-0001", 0), ("TK-26-US-0001", 90)):
        steps = [
            msgspec.structs.replace(row, serial=serial) for row in (step(0, "x", "offered"), step(10, "y", "accepted"))
        ]
        spans = course_of(steps, registry(), START + minutes(100)).spans
        assert [span.took for span in spans if span.stage == "accepted"] == [minutes(waits)] * bool(waits)


def test_the_modes_stand_side_by_side() -> None:
    now = START + minutes(5000)
    integrated = [
        step(0, "disclose", "received", "us-usfj-fdo", mode="coordination"),
        step(20, "mode", "combined", "acg-dg-jp-lead", mode="integration", in_force=True),
        step(60, "outcome", "decided", outcome="approved", mode="integration"),
        step(60, "closed", "closed", mode="integration"),
    ]
    first, second = course_of(COURSE, registry(), now), course_of(integrated, registry(), now)
    slower = course_of([*COURSE[:-2], step(520, "outcome", "closed", mode="coordination")], registry(), now)
    coordination, integration = compare([first, second, slower])
    assert (coordination.mode, coordination.count, coordination.late) == ("coordination", 2, 2)
    assert coordination.to_decision == minutes(420)  # the median of 320 and 520
    assert coordination.stages["staffing"] == minutes(180)
    assert (coordination.overdue, coordination.handed) == (2, 3)
    assert (integration.mode, integration.to_decision) == ("integration", minutes(60))
    assert integration.stages == {"received": minutes(20), "combined": minutes(40), "decided": minutes(0)}


def test_a_mode_that_is_only_proposed_is_not_in_force() -> None:
    proposed = step(40, "mode", "received", "acg-dg-us-lead", mode="integration", in_force=False)
    assert course_of([*COURSE[:4], proposed], registry(), START + minutes(60)).mode == "coordination"
