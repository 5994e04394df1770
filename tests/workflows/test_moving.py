"""A body that has ended: who moves what is open there, what of a matter is moved, and who is told of it."""

from datetime import date
from typing import Any

import msgspec
import pytest

from tests.workflows.alliance import CALENDARS, document, registry, with_pairs
from tests.workflows.authority.matters import a_label, about_seat
from tests.workflows.build import GROUNDS, NOW, REQUEST, Play, check, to_deciding, to_staffing
from workflows.catalogue import procedures
from workflows.decide import decide
from workflows.matter import Matter
from workflows.moving import ended
from workflows.named_bodies import Way, left_behind, parts_of, renamed, unknown
from workflows.procedure import Procedure
from workflows.registry import Registry
from workflows.release import readers_of
from workflows.routing import routes
from workflows.vocabulary import Accepted, Refused

LAST, FIRST = date(2026, 11, 20), date(2026, 11, 21)


def changed(*nations: str, **bodies: dict[str, Any]) -> Registry:
    """The alliance with some fields of bodies changed, and new ones like `like`; dashes are underscores here."""
    doc = with_pairs(document(*nations)) if len(nations) > 2 else document(*(nations or ("north", "south")))
    rows = {row["id"]: row for row in doc["body"]}
    before = {id_: dict(row) for id_, row in rows.items()}
    for name, fields in bodies.items():
        id_, like = name.replace("_", "-"), fields.pop("like", None)
        if like:
            seats = [{**seat, "id": seat["id"].replace(like, id_)} for seat in before[like]["seats"]]
            rows[id_] = {**before[like], "id": id_, "abbr": id_, "channel": f"c-{id_}", "seats": seats}
            for other in before[like].get("counterparts", ()):
                rows[other]["counterparts"] = [*rows[other]["counterparts"], id_]
            doc["body"].append(rows[id_])
        rows[id_].update(fields)
    return registry(doc)


ENDED = {"valid_to": LAST, "successor": "n-new"}
OPS = changed(n_ops=dict(ENDED), n_new={"like": "n-ops", "valid_from": FIRST})
"""n-ops has ended and n-new is in its place."""
HQ = changed(n_hq=dict(ENDED), n_new={"like": "n-hq", "valid_from": FIRST})
MIN = changed(n_min=dict(ENDED), n_new={"like": "n-min", "valid_from": FIRST, "parent": "n-min"})
CENTRE = changed(
    centre={"valid_to": LAST, "successor": "new"}, new={"like": "centre", "valid_from": FIRST, "valid_to": None}
)


def later(play: Play, rows: Registry) -> Play:
    """The same matters under another registry."""
    after = Play(rows)
    after.matters, after.now = dict(play.matters), play.now
    return after


def moved(play: Play, seat: str, body: str, to: str, **given: str) -> Accepted | Refused:
    """What `move-body` does with all that is open, as the database would keep it."""
    command = msgspec.structs.replace(play.command("move-body", seat, body=body, to=to, **given), desk=None)
    nation = play.registry.seats[seat].nation
    rows = [row for row in named(play) if nation in row[0].audience]
    world = msgspec.structs.replace(play.world(command.actor), open=tuple(filter(is_open, rows)))
    answer = decide(None, command, world, play.now)
    for also in answer.also if isinstance(answer, Accepted) else ():
        assert also.matter is not None
        check(play.registry, play.matters[also.matter.id], also.matter, nation, also)
        play.matters[also.matter.id] = also.matter
    return answer


def named(play: Play) -> list[tuple[Matter, Procedure]]:
    """All matters, each with its procedure."""
    return [(row, procedures()[row.procedure]) for row in play.matters.values()]


def is_open(row: tuple[Matter, Procedure]) -> bool:
    return not row[1].stage(row[0].stage_id).end


def accepted(answer: Accepted | Refused) -> Accepted:
    assert isinstance(answer, Accepted), answer
    return answer


def refused(answer: Accepted | Refused) -> Refused:
    assert isinstance(answer, Refused), answer
    return answer


def with_ocr() -> tuple[Play, str]:
    """A request that is staffed, with n-ops as a supporting office."""
    play = Play()
    matter = play.open()
    play.do("disclose", "n-pol-fdo", matter)
    play.do("ack", "n-hq-watch", matter, ocr="n-ops")
    play.do("ack", "s-hq-watch", matter)
    return play, matter


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

THEIRS = changed(
    s_hq={"valid_to": LAST, "successor": "s-new"},
    s_new={"like": "s-hq", "valid_from": FIRST, "valid_to": None},
)
"""A request to s-new is owned by another body than one to s-hq."""


@pytest.mark.parametrize(
    ("seat", "code"),
    [
        ("n-hq-chief", None),  # decides at the body that asks
        ("n-min-chief", None),  # and next above it
        ("n-hq-staff", "not-your-move"),
        ("n-pol-chief", "not-your-move"),
        ("n-pol-fdo", "not-your-move"),
        ("n-ops-chief", "not-your-move"),
        ("centre-n-lead", "not-your-move"),
        ("s-hq-chief", "nothing-moved"),  # theirs to move, if they knew of anything
        ("s-new-chief", "nothing-moved"),
        ("s-min-chief", "nothing-moved"),
        ("s-ops-chief", "not-your-move"),
        ("s-pol-chief", "not-your-move"),
    ],
)
def test_an_unreleased_request_to_a_body_that_has_ended_is_moved_by_who_decides_for_its_asker(
    seat: str, code: str | None
) -> None:
    before = Play()
    before.open()
    play = later(before, THEIRS)
    answer = moved(play, seat, "s-hq", "s-new")
    assert (refused(answer).code if code else accepted(answer).said.code) == (code or "body-moved")
    nothing = moved(later(Play(), THEIRS), seat, "s-hq", "s-new")
    if seat.startswith("s-"):
        assert answer == nothing, "as if there were none"
    else:
        assert refused(nothing).code == "other-nation", "with no such request it is nobody's here"


def test_what_is_moved_before_its_release_is_seen_inside_alone_and_crosses_as_if_it_had_been_sent_there() -> None:
    before, other = Play(), Play(THEIRS)
    id_ = before.open()
    play = later(before, THEIRS)
    (also,) = accepted(moved(play, "n-hq-chief", "s-hq", "s-new")).also
    (entry,) = also.entries
    assert (entry.audience, entry.content["parts"], entry.content["owner"]) == (("north",), ["to", "lead"], "board")
    assert {THEIRS.audience_of(row.desk) for row in also.notices if row.desk} == {("north",)}
    assert {row.body for row in also.reminders or ()} <= {"n-pol"}
    assert (play[id_].to, play[id_].tracks["south"].lead) == (("s-new",), "s-new")
    straight = other.open(to="s-new")
    play.now = other.now
    released, same = (one.do("disclose", "n-pol-fdo", key) for one, key in ((play, id_), (other, straight)))
    shared = [[entry for entry in one.entries if entry.audience == ("north", "south")] for one in (released, same)]
    assert shared[0] == shared[1] != []
    assert (before[id_].owner, play[id_].owner) == ("centre", "board")
    assert "s-hq" not in str(shared)
    play.do("ack", "s-new-watch", id_)


def test_what_both_know_stays_with_who_decides_at_the_body_itself() -> None:
    before = Play()
    joint, own = to_staffing(before), before.open()
    play = later(before, THEIRS)
    answer = accepted(moved(play, "n-hq-chief", "s-hq", "s-new"))
    assert (answer.said.params["serials"], answer.said.params["left"]) == (
        ("CR-26-NORTH-0002",),
        (("CR-26-0001", "not-yours"),),
    )
    assert (play[joint].tracks["south"].lead, play[own].tracks["south"].lead) == ("s-hq", "s-new")
    assert accepted(moved(play, "s-new-chief", "s-hq", "s-new")).said.params["serials"] == ("CR-26-0001",)
    assert refused(moved(play, "n-hq-chief", "s-hq", "s-new")).code == "other-nation"


# What a procedure's own facts name


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


def test_administrators_are_told_of_their_own_bodies_and_of_what_they_may_know_alone() -> None:
    before = Play()
    to_staffing(before)
    before.open()  # of north's alone, as yet
    rows = changed(
        n_hq=dict(ENDED),
        n_new={"like": "n-hq", "valid_from": FIRST},
        centre={"valid_to": LAST},
    )
    world = before.world(None)
    found = ended(named(before), rows, world.administrators, NOW)
    told = {row.to.user: row.facts["bodies"] for row in found if row.to}
    assert told == {
        "admin-north": [
            {"body": "centre", "successor": "", "serials": ["CR-26-0001", "CR-26-NORTH-0002"]},
            {"body": "n-hq", "successor": "n-new", "serials": ["CR-26-0001", "CR-26-NORTH-0002"]},
        ],
        "admin-south": [{"body": "centre", "successor": "", "serials": ["CR-26-0001"]}],
    }


def test_of_another_nation_s_body_who_alone_knows_of_it_is_told_and_nobody_else() -> None:
    before = Play()
    to_staffing(before)
    before.open()
    found = ended(named(before), THEIRS, before.world(None).administrators, NOW)
    row = {"body": "s-hq", "successor": "s-new"}
    assert {one.to.user: one.facts["bodies"] for one in found if one.to} == {
        "admin-north": [{**row, "serials": ["CR-26-NORTH-0002"], "others": True}],
        "admin-south": [{**row, "serials": ["CR-26-0001"]}],
    }


def test_of_three_nations_the_third_is_told_nothing_of_what_two_have_together() -> None:
    three = changed("north", "south", "east")
    before = Play(three, CALENDARS)
    matter = before.open(to="s-hq")
    before.do("disclose", "n-pol-fdo", matter)
    assert before[matter].owner == "n-s"
    rows = changed("north", "south", "east", n_s={"valid_to": LAST}, s_hq={"valid_to": LAST}, e_hq={"valid_to": LAST})
    found = ended(named(before), rows, before.world(None).administrators, NOW)
    assert {row.to.user for row in found if row.to} == {"admin-north", "admin-south"}


def test_a_row_that_was_taken_out_of_the_registry_is_named() -> None:
    play = Play()
    matter = play[to_staffing(play)]
    rows = play.registry
    fewer = msgspec.structs.replace(rows, bodies={id_: row for id_, row in rows.bodies.items() if id_ != "centre"})
    assert unknown(matter, REQUEST, fewer) == ("centre",)
    assert unknown(matter, REQUEST, rows) == ()
    assert unknown(msgspec.structs.replace(matter, subject="n-hq-gone"), REQUEST, rows) == ("n-hq-gone",)
    assert left_behind(matter, REQUEST, CENTRE, NOW) == ("centre",)
