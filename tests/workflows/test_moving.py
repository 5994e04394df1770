"""A body that has ended: who moves what is open there, what of a matter is moved, and who is told of it."""

import msgspec
import pytest

from tests.workflows.authority.matters import a_label, about_seat
from tests.workflows.build import GROUNDS, NOW, REQUEST, Play, to_deciding, to_staffing
from tests.workflows.ended import CENTRE, FIRST, HQ, LAST, MIN, OPS, accepted, changed, later, moved, refused, with_ocr
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.decide import decide
from workflows.named_bodies import Way, left_behind, parts_of, renamed, unknown
from workflows.procedure import Procedure
from workflows.release import readers_of
from workflows.routing import routes


def test_all_that_a_body_was_in_a_matter_the_other_one_is_and_each_body_once() -> None:
    play, id_ = with_ocr()
    play.do("concur", "n-ops-chief", id_, **GROUNDS)
    matter = msgspec.structs.replace(play[id_], info=("n-pol", "n-ops"), escalated=("n-ops",), to=("n-ops", "n-pol"))
    after = renamed(matter, REQUEST, Way("n-ops", "n-pol"))
    assert (after.info, after.escalated, after.to) == (("n-pol",), ("n-pol",), ("n-pol",))
    assert after.tracks["north"].ocrs == ("n-pol",)
    assert list(after.tracks["north"].ocr_answers) == ["n-pol"]
    led = renamed(matter, REQUEST, Way("n-ops", "n-hq"))
    assert led.tracks["north"].ocrs == (), "who leads is not asked as a supporting office too"
    assert parts_of("n-ops", after, REQUEST, OPS) == ()
    everything = renamed(renamed(matter, REQUEST, Way("n-hq", "x")), REQUEST, Way("centre", "y"))
    assert parts_of("x", everything, REQUEST, OPS) == ("asker", "lead")
    assert parts_of("y", everything, REQUEST, OPS) == ("owner",)


def test_a_lead_that_has_ended_is_moved_with_the_card_and_the_suspense_stays() -> None:
    before = Play()
    id_ = to_staffing(before)
    was = before[id_]
    play = later(before, HQ)
    answer = accepted(moved(play, "n-new-chief", "n-hq", "n-new"))
    after = play[id_]
    assert (answer.said.code, answer.said.params["serials"]) == ("body-moved", ("CR-26-0001",))
    assert (after.asker, after.tracks["north"].lead, after.stage) == ("n-new", "n-new", was.stage)
    assert (after.due_at, after.entered_at, after.tracks["north"].since) == (
        was.due_at,
        was.entered_at,
        was.tracks["north"].since,
    )
    assert {"n-new"} <= {route.body for route in routes(after, HQ) if route.acts}
    (also,) = answer.also
    assert {("card", "n-new"), ("told", "n-new")} <= {(row.kind, row.desk) for row in also.notices}
    reminded = {(row.rule, row.due_at) for row in also.reminders or () if row.body == "n-new"}
    assert {rule for rule, _ in reminded} >= {"half", "due"}
    play.do("concur", "n-new-chief", id_, **GROUNDS)  # and it goes on there


def test_what_is_not_released_yet_has_its_entry_too() -> None:
    before = Play()
    id_ = before.open()
    play = later(before, CENTRE)
    (also,) = accepted(moved(play, "centre-n-lead", "centre", "new")).also
    assert [(entry.audience, entry.content["parts"]) for entry in also.entries] == [(("north",), ["owner"])]
    assert play[id_].owner == "new"
    assert refused(moved(play, "centre-s-lead", "centre", "new")).params["left"] == ()


def test_each_matter_has_its_entry_in_its_own_log() -> None:
    before = Play()
    joint, own = to_staffing(before), before.open()
    play = later(before, HQ)
    answer = accepted(moved(play, "n-new-chief", "n-hq", "n-new"))
    logs = {also.matter.id: [entry.audience for entry in also.entries] for also in answer.also if also.matter}
    assert logs == {joint: [("north",), ("north", "south")], own: [("north",)]}
    entries = [entry for also in answer.also for entry in also.entries]
    assert {entry.act for entry in entries} == {"move-body"}
    assert all((entry.content["from"], entry.content["to"]) == ("n-hq", "n-new") for entry in entries)


def test_a_supporting_office_that_the_other_side_never_knew_of_is_moved_without_a_word_to_it() -> None:
    before, id_ = with_ocr()
    play = later(before, OPS)
    answer = accepted(moved(play, "n-new-chief", "n-ops", "n-new"))
    assert play[id_].tracks["north"].ocrs == ("n-new",)
    (also,) = answer.also
    assert [entry.audience for entry in also.entries] == [("north",)]
    told = {row.desk for row in also.notices if row.desk}
    assert all(OPS.audience_of(desk) == ("north",) for desk in told), told


def test_one_that_was_released_to_the_other_side_stays_known_to_it() -> None:
    before, id_ = with_ocr()
    before.do("release", "n-pol-fdo", id_, field="ocr", because="They asked.")
    play = later(before, OPS)
    (also,) = accepted(moved(play, "n-new-chief", "n-ops", "n-new")).also
    assert readers_of("ocr", play[id_], "north") == ("north", "south")
    assert [entry.audience for entry in also.entries] == [("north",), ("north", "south")]


def test_a_bilateral_body_is_moved_by_who_decides_there_of_any_nation() -> None:
    for seat in ("centre-n-lead", "new-s-lead"):
        before = Play()
        id_ = to_deciding(before)
        play = later(before, CENTRE)
        accepted(moved(play, seat, "centre", "new"))
        assert play[id_].owner == "new"
        play.do("decide", "new-n-lead", id_, **DECIDED)


DECIDED = {
    "decision": "approve",
    "situation": "x",
    "considered": "x",
    "rejected": "x",
    "rationale": "x",
    "dissent": "none",
    "authority": "x",
}


@pytest.mark.parametrize(
    ("seat", "code"),
    [
        ("n-ops-chief", None),
        ("n-new-chief", None),
        ("n-hq-chief", None),  # decides at the nearest body above
        ("n-ops-watch", "not-your-move"),
        ("n-pol-chief", "not-your-move"),
        ("n-min-chief", "not-your-move"),
        ("centre-n-lead", "not-your-move"),
        ("s-ops-chief", "other-nation"),
        ("s-hq-chief", "other-nation"),
    ],
)
def test_who_decides_there_or_next_above_or_at_the_body_in_its_place_may_move_it(seat: str, code: str | None) -> None:
    before, _ = with_ocr()
    answer = moved(later(before, OPS), seat, "n-ops", "n-new")
    assert (refused(answer).code if code else accepted(answer).said.code) == (code or "body-moved")


@pytest.mark.parametrize(
    ("body", "to", "field", "code"),
    [
        ("n-pol", "n-new", "body", "body-in-force"),
        ("n-ops", "s-ops", "to", "not-in-its-place"),
        ("n-ops", "centre", "to", "not-in-its-place"),
        ("n-ops", "n-ops", "to", "closed-body"),
        ("n-ops", "nowhere", "to", "unknown-body"),
        ("nowhere", "n-new", "body", "unknown-body"),
    ],
)
def test_what_cannot_be_moved_so(body: str, to: str, field: str, code: str) -> None:
    before, _ = with_ocr()
    found = refused(moved(later(before, OPS), "n-pol-chief" if body == "n-pol" else "n-ops-chief", body, to))
    assert (found.code, found.field) == (code, field)


def test_of_a_body_that_was_split_each_part_is_moved_by_naming_what_goes_where() -> None:
    before = Play()
    first, second = to_staffing(before), to_staffing(before)
    play = later(before, HQ)
    accepted(moved(play, "n-new-chief", "n-hq", "n-new", only="cr-26-0002"))
    assert (play[first].asker, play[second].asker) == ("n-hq", "n-new")
    accepted(moved(play, "n-new-chief", "n-hq", "n-pol"))
    assert (play[first].asker, play[second].asker) == ("n-pol", "n-new")


def test_a_serial_that_may_not_be_known_is_answered_like_one_that_is_not_there() -> None:
    before = Play()
    to_staffing(before)
    before.do("open", "s-hq-staff", title="Own", to="n-hq", urgency="priority", detail="x")
    play = later(before, HQ)
    (own,) = [
        row.serials["south"] for row in play.matters.values() if "south" in row.serials and len(row.audience) == 1
    ]
    for serial in (own, "CR-26-7777"):
        found = refused(moved(play, "n-new-chief", "n-hq", "n-new", only=serial))
        assert (found.code, dict(found.params)) == ("not-of-body", {"serial": serial, "body": "n-hq"})
    assert own not in str(accepted(moved(play, "n-new-chief", "n-hq", "n-new")))


def test_what_cannot_be_moved_is_named_with_why() -> None:
    before = Play()
    wide = to_deciding(before)
    rows = changed(centre={"valid_to": LAST}, new={"like": "staff", "valid_from": FIRST, "members": ["n-ops", "s-ops"]})
    seats = [seat for seat in rows.bodies["new"].seats if seat.nation == "north"]
    body = msgspec.structs.replace(rows.bodies["new"], seats=tuple(seats), parent=None)
    rows = msgspec.structs.replace(rows, bodies={**rows.bodies, "new": body})
    play = later(before, rows)
    found = refused(moved(play, "centre-n-lead", "centre", "new"))
    assert found.params["left"] == (("CR-26-0001", "nobody-decides"),)
    assert play[wide] == before[wide]


LABEL = "situation-setting"  # what is proposed there is about the seat that proposes it
ABOUT_SEATS = [
    *((row, stage.id) for row in procedures().values() if row.subject for stage in row.stages if not stage.end),
    (procedures()[LABEL], "proposed"),
]


@pytest.mark.parametrize(("row", "stage"), ABOUT_SEATS, ids=lambda value: getattr(value, "id", value))
@pytest.mark.parametrize(
    ("rows", "subject", "words"),
    [
        (MIN, "n-min-watch", ("n-new-chief", "n-min", "n-new")),
        (CENTRE, "centre-n-lead", ("new-n-lead", "centre", "new")),
    ],
    ids=["of a nation's own", "of a bilateral one"],
)
def test_what_is_about_a_seat_of_the_body_itself_is_over(
    row: Procedure, stage: str, rows: Registry, subject: str, words: tuple[str, str, str]
) -> None:
    before, (seat, old, new) = Play(), words
    one = a_label(before, stage) if row.id == LABEL else about_seat(before, row, stage)
    matter = msgspec.structs.replace(one, subject=subject)
    play = later(before, rows)
    command = msgspec.structs.replace(play.command("move-body", seat, body=old, to=new), desk=None)
    world = msgspec.structs.replace(play.world(command.actor), open=((matter, row),))
    (also,) = accepted(decide(None, command, world, play.now)).also
    assert also.matter is not None
    assert row.stage(also.matter.stage_id).end
    assert [(entry.act, entry.audience) for entry in also.entries] == [("move-body", ("north",))]
    assert also.reminders == ()


# Another nation's body, in what that nation knows nothing of


def test_a_supporting_office_of_a_tasking_is_moved_with_what_it_has_said() -> None:
    before = Play()
    task = before.do("task", "n-min-chief", title="x", to="n-hq", ocr="n-ops", by="+8h").matter
    assert task is not None
    words = {"position": "comment", "text": "By day."}
    before.do("position", "n-ops-staff", task.id, **words)
    play = later(before, OPS)
    assert left_behind(before[task.id], procedures()["tasking"], OPS, NOW) == ("n-ops",)
    accepted(moved(play, "n-new-chief", "n-ops", "n-new"))
    facts = play[task.id].facts
    assert (facts["ocrs"], list(facts["matrix"])) == (["n-new"], ["n-new"])
    play.do("position", "n-new-staff", task.id, position="concur")
    led = renamed(before[task.id], procedures()["tasking"], Way("n-ops", "n-hq"))
    assert led.facts["ocrs"] == [], "who leads is not asked as a supporting office too"


def test_every_fact_that_a_card_shows_as_a_body_is_a_part_that_can_be_moved() -> None:
    shown = {(id_, row.name) for id_, of in procedures().items() for row in of.card if row.kind in ("body", "bodies")}
    assert shown >= {("strategic-message", "voice"), ("scenario-review", "relies_on"), ("tasking", "ocrs")}
    play = Play()
    matter = play[play.open()]
    for id_, name in shown:
        kind = next(row.kind for row in procedures()[id_].card if row.name == name)
        fact = "n-ops" if kind == "body" else ["n-ops", "n-pol"]
        one = msgspec.structs.replace(matter, facts={name: fact, "other": "n-ops"})
        assert parts_of("n-ops", one, procedures()[id_], OPS) == (name,)
        after = renamed(one, procedures()[id_], Way("n-ops", "n-new")).facts
        assert after == {name: "n-new" if kind == "body" else ["n-new", "n-pol"], "other": "n-ops"}


# Who is told


def test_a_row_that_was_taken_out_of_the_registry_is_named() -> None:
    play = Play()
    matter = play[to_staffing(play)]
    rows = play.registry
    fewer = msgspec.structs.replace(rows, bodies={id_: row for id_, row in rows.bodies.items() if id_ != "centre"})
    assert unknown(matter, REQUEST, fewer) == ("centre",)
    assert unknown(matter, REQUEST, rows) == ()
    assert unknown(msgspec.structs.replace(matter, subject="n-hq-gone"), REQUEST, rows) == ("n-hq-gone",)
    assert left_behind(matter, REQUEST, CENTRE, NOW) == ("centre",)
