"""What each verb does at each stage. The tables are written from DOMAIN 6.1, not read off the procedure."""

import msgspec
import pytest

from tests.workflows.build import DECISION, GROUNDS, REQUEST, Play, to_received, to_stage
from workflows.bodies.registry import Registry
from workflows.vocabulary import Refused

STAGES = [stage.id for stage in REQUEST.stages]
UNFINISHED = [stage.id for stage in REQUEST.stages if not stage.end]
RUNNING = ("received", "staffing", "combined", "reconciling", "deciding")
BECAUSE = {"because": "Not needed."}
LATER = {"by": "2026-12-01 12:00", "because": "A holiday."}
INTEGRATION = {"mode": "integration"}
YES = {"decision": "approve", **DECISION}
NEW = {"detail": "One crew."}
WHY = {"missing": "Dates."}
NO = {"reason": "No crew to spare.", **GROUNDS}
OTHERS = {"to": "n-ops", "reason": "Theirs."}

# verb, stage: the seat that may, what it gives, where the whole then stands or why not
LEGAL: dict[tuple[str, str], tuple[str, dict[str, str], str]] = {
    ("propose", "draft"): ("n-hq-staff", NEW, "release-check"),
    ("disclose", "release-check"): ("n-pol-fdo", {}, "received"),
    ("return", "release-check"): ("n-pol-fdo", WHY, "draft"),
    ("ack", "received"): ("n-hq-watch", {}, "received"),
    ("return", "received"): ("s-hq-staff", WHY, "returned"),
    ("concur", "staffing"): ("n-hq-chief", GROUNDS, "staffing"),
    ("nonconcur", "staffing"): ("n-hq-chief", NO, "staffing"),
    ("notours", "staffing"): ("n-hq-chief", OTHERS, "received"),
    ("return", "staffing"): ("s-hq-staff", WHY, "returned"),
    ("concur", "combined"): ("staff-n-lead", GROUNDS, "combined"),
    ("propose", "combined"): ("staff-n-lead", NEW, "combined"),
    ("propose", "reconciling"): ("centre-s-aide", NEW, "staffing"),
    ("accept", "reconciling"): ("n-hq-chief", {}, "deciding"),
    **{("escalate", stage): ("n-hq-staff", BECAUSE, stage) for stage in RUNNING},
    ("escalate", "reconciling"): ("centre-n-lead", BECAUSE, "reconciling"),
    ("concur", "reconciling"): ("s-hq-chief", GROUNDS, "deciding"),
    ("nonconcur", "reconciling"): ("n-hq-chief", NO, "reconciling"),
    ("decide", "deciding"): ("centre-n-lead", YES, "deciding"),
    ("concur", "deciding"): ("n-hq-chief", {**GROUNDS, "rationale": "By another order."}, "deciding"),
    ("nonconcur", "deciding"): ("n-hq-chief", NO, "reconciling"),
    ("implement", "decided"): ("n-hq-chief", {}, "implementing"),
    ("close", "implementing"): ("n-hq-chief", {}, "implementing"),
    ("propose", "returned"): ("n-hq-staff", NEW, "returned"),
    **{("mode", stage): ("board-n-lead", INTEGRATION, stage) for stage in RUNNING},
    ("mode", "combined"): ("board-n-lead", {"mode": "coordination"}, "staffing"),
    **{("extend", stage): ("n-hq-staff", LATER, stage) for stage in RUNNING},
    **{("askextend", stage): ("n-hq-staff", LATER, stage) for stage in RUNNING},
    **{("seen", stage): ("n-hq-staff", {}, stage) for stage in UNFINISHED},
    **{("onit", stage): ("n-hq-staff", {"until": "+2h"}, stage) for stage in UNFINISHED},
    **{("withdraw", stage): ("n-hq-staff", BECAUSE, "withdrawn") for stage in (*RUNNING, "draft", "release-check")},
    ("withdraw", "returned"): ("n-hq-staff", BECAUSE, "withdrawn"),
    **{("note", stage): ("n-hq-staff", {"text": "Seen."}, stage) for stage in STAGES},
    **{("withhold", stage): ("n-hq-staff", {"field": "detail", **BECAUSE}, stage) for stage in STAGES},
}
# verbs that apply at a stage and yet have nothing to do there
NOTHING_TO_DO: dict[tuple[str, str], tuple[str, dict[str, str], str]] = {
    ("disclose", "returned"): ("n-pol-fdo", {}, "not-now"),
    ("return", "returned"): ("n-pol-fdo", WHY, "not-now"),
    ("decide", "decided"): ("centre-n-lead", YES, "already-decided"),
    ("close", "decided"): ("n-hq-chief", {}, "implement-first"),
    **{("release", stage): ("n-pol-fdo", {"field": "detail", **BECAUSE}, "released-already") for stage in STAGES},
}
VERBS = sorted({verb for verb, _ in LEGAL})
NOT_NOW = [(v, s) for v in VERBS for s in STAGES if (v, s) not in LEGAL and (v, s) not in NOTHING_TO_DO]


def at(stage: str) -> tuple[Play, str]:
    play = Play()
    to_received(play)  # something else is open too, and may supersede
    return play, to_stage(play, stage)


@pytest.mark.parametrize(("verb", "stage"), LEGAL)
def test_a_verb_leads_where_the_table_says(verb: str, stage: str) -> None:
    seat, given, leads_to = LEGAL[verb, stage]
    play, matter = at(stage)
    play.do(verb, seat, matter, **given)
    assert play.stage(matter) == leads_to


@pytest.mark.parametrize(("verb", "stage"), NOTHING_TO_DO)
def test_a_verb_with_nothing_to_do_says_why(verb: str, stage: str) -> None:
    seat, given, code = NOTHING_TO_DO[verb, stage]
    play, matter = at(stage)
    assert play.refused(verb, seat, matter, **given).code == code


@pytest.mark.parametrize(("verb", "stage"), NOT_NOW)
def test_any_other_verb_is_refused_and_says_what_is_so(verb: str, stage: str) -> None:
    seat = next(seat for (known, _), (seat, _, _) in LEGAL.items() if known == verb)
    play, matter = at(stage)
    in_a_direct_message = msgspec.structs.replace(play.command(verb, seat, matter), desk=None)
    answer = play.run(in_a_direct_message)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.params["place"][0], answer.params["verb"]) == ("not-now", stage, verb)
    assert play.stage(matter) == stage


def test_every_verb_of_the_procedure_is_in_these_tables() -> None:
    assert {(row.verb, stage) for row in REQUEST.moves for stage in row.stages} == LEGAL.keys() | NOTHING_TO_DO.keys()


def test_a_second_press_of_the_same_button_is_told_what_is_so() -> None:
    play = Play()
    matter = to_received(play)
    play.do("ack", "n-hq-watch", matter)
    assert play.refused("ack", "n-hq-watch", matter).code == "not-now"


def test_a_request_addressed_to_the_releasing_seats_own_desk_crosses_at_once() -> None:
    play = Play()
    matter = play.open("n-pol-fdo", to="s-pol")
    assert play.stage(matter) == "received"
    assert play[matter].serials == {"north+south": "CR-26-0001"}


@pytest.mark.parametrize(
    ("seat", "given", "code"),
    [
        ("n-hq-staff", {"urgency": ""}, "no-suspense"),
        ("n-hq-staff", {"urgency": "immediate"}, "urgency-not-yours"),
        ("n-hq-staff", {"to": "n-ops"}, "stays-inside"),
        ("n-hq-staff", {"to": "s-ops"}, "not-a-counterpart"),
        ("n-hq-staff", {"to": "top"}, "no-requests"),
        ("n-hq-staff", {"title": "  "}, "missing"),
        ("n-hq-staff", {"title": "x" * 10_000}, "too-long"),
        ("n-hq-staff", {"urgency": "", "by": "2026-11-23 12:00"}, "past-time"),
        ("n-hq-guest", {}, "not-your-move"),
        ("centre-n-watch", {}, "not-your-move"),
    ],
)
def test_a_request_that_cannot_be_opened_says_why(seat: str, given: dict[str, str], code: str) -> None:
    play = Play()
    words = {"title": "Runway", "to": "s-hq", "urgency": "priority"} | given
    assert play.refused("open", seat, **words).code == code
    assert not play.matters


@pytest.mark.parametrize("seat", ["n-hq-watch", "n-hq-chief"])
def test_watch_and_decide_seats_may_say_immediate(seat: str) -> None:
    play = Play()
    matter = play.open(seat, urgency="immediate")
    assert (play[matter].due_at - play[matter].opened_at).total_seconds() == 30 * 60


def test_own_bodies_addressed_beside_the_counterpart_must_be_asked() -> None:
    play = Play()
    matter = to_received(play, to="s-hq, n-ops, n-pol")
    assert play[matter].tracks["north"].ocrs == ("n-ops", "n-pol")
    assert play[matter].tracks["south"].ocrs == ()


def test_acknowledging_names_the_offices_of_ones_own_side_alone() -> None:
    play = Play()
    matter = to_received(play)
    for given in ({"opr": "n-ops"}, {"ocr": "s-ops, n-ops"}):
        assert play.refused("ack", "s-hq-watch", matter, **given).code == "other-nations-body"
    play.do("ack", "s-hq-watch", matter, opr="s-ops", ocr="s-pol, s-ops")
    assert (play[matter].tracks["south"].lead, play[matter].tracks["south"].ocrs) == ("s-ops", ("s-pol",))


def test_naming_a_successor_supersedes_under_the_serial_that_all_know() -> None:
    play = Play()
    to_received(play)
    matter = to_received(play)
    answer = play.do("withdraw", "n-hq-staff", matter, because="A better one.", successor="cr-26-north-0001")
    assert play.stage(matter) == "superseded"
    assert [row.content.get("successor") for row in answer.entries if row.act == "supersede"] == ["CR-26-0001"] * 2


def test_what_is_not_released_cannot_be_named_as_successor() -> None:
    play = Play()
    play.open()
    matter = to_received(play)
    hidden, absent = (
        play.refused("withdraw", "n-hq-staff", matter, because="x", successor=serial)
        for serial in ("CR-26-NORTH-0001", "CR-26-NORTH-0009")
    )
    assert (hidden.code, absent.code) == ("unknown-serial", "unknown-serial")


def test_a_text_put_up_after_a_return_stays_inside_until_it_is_released() -> None:
    play = Play()
    matter = to_stage(play, "returned")
    answer = play.do("propose", "n-hq-staff", matter, title="Hidden title", detail="Hidden text")
    assert {entry.audience for entry in answer.entries} == {("north",)}
    assert play[matter].text.title == "Runway repair"
    assert [row.desk for row in answer.notices if row.kind == "told"] == ["n-hq", "n-pol"]
    assert play.refused("propose", "n-hq-staff", matter, detail="Another").code == "not-now"
    play.do("return", "n-pol-fdo", matter, missing="Less detail.")
    assert (play[matter].draft, play[matter].missing) == (None, "Dates.")
    play.do("propose", "n-hq-staff", matter, detail="Coarse text")
    play.do("disclose", "n-pol-fdo", matter)
    assert play.stage(matter) == "received"
    assert [text.detail for text in play[matter].texts] == ["Two crews for a week.", "Coarse text"]


def test_a_text_that_waits_for_release_falls_with_a_withdrawal() -> None:
    play = Play()
    matter = to_stage(play, "returned")
    play.do("propose", "n-hq-staff", matter, **NEW)
    answer = play.do("withdraw", "n-hq-staff", matter, **BECAUSE)
    assert (play.stage(matter), play[matter].draft, answer.reminders) == ("withdrawn", None, ())


def test_drafts_that_never_crossed_have_no_number_for_the_others() -> None:
    play = Play()
    matter = to_stage(play, "draft")
    play.do("propose", "n-hq-staff", matter, **NEW)
    assert play[matter].version == 2
    play.do("disclose", "n-pol-fdo", matter)
    assert (play[matter].version, play[matter].text.detail) == (1, "One crew.")


def test_nobody_releases_where_the_registry_names_nobody() -> None:
    play = Play()
    play.registry = _without_disclosure(play.registry)
    matter = play.open("n-pol-fdo", to="s-pol")
    assert play.stage(matter) == "release-check"
    assert isinstance(play.run(play.command("disclose", "n-pol-fdo", matter)), Refused)


def _without_disclosure(rows: Registry) -> Registry:
    authorities = {id_: msgspec.structs.replace(row, disclosure=()) for id_, row in rows.authorities.items()}
    return msgspec.structs.replace(rows, authorities=authorities)
