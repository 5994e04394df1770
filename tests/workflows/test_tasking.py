"""A tasking stays in one nation: who may be tasked, what the supporting offices say, and where it goes (DOMAIN 6.2)."""

import msgspec
import pytest

from tests.workflows.alliance import TWO
from tests.workflows.build import NOW, Play
from workflows.effects.tasking import taskable

TASK = {"title": "Count the trucks", "to": "n-ops", "ocr": "n-pol", "by": "+8h"}


@pytest.fixture
def play() -> Play:
    return Play()


def tasked(play: Play, **given: str) -> str:
    answer = play.do("task", "n-hq-chief", **{name: word for name, word in (TASK | given).items() if word})
    assert answer.matter is not None
    return answer.matter.id


def test_it_is_known_to_its_own_nation_alone(play: Play) -> None:
    matter = tasked(play)
    assert play[matter].audience == ("north",)
    assert {entry.audience for _, entry in play.entries} == {("north",)}
    assert play.refused("ack", "s-ops-watch", matter).code == "unknown-serial"


@pytest.mark.parametrize("to", ["s-ops", "board"])
def test_another_nation_can_t_be_tasked_nor_a_body_of_several(play: Play, to: str) -> None:
    refused = play.refused("task", "n-hq-chief", **(TASK | {"to": to}))
    assert (refused.code, refused.field, refused.params["body"]) == ("tasking-crosses", "to", to)


@pytest.mark.parametrize("field", ["ocr", "info"])
def test_nor_has_another_nation_a_part_in_one(play: Play, field: str) -> None:
    refused = play.refused("task", "n-hq-chief", **(TASK | {field: "s-pol"}))
    assert (refused.code, refused.field) == ("tasking-stays-inside", field)


def test_a_body_that_is_not_below_can_t_be_tasked_unless_the_registry_says_so(play: Play) -> None:
    refused = play.refused("task", "n-hq-chief", **(TASK | {"to": "n-pol", "ocr": "n-ops"}))
    assert (refused.code, refused.params["near"]) == ("not-yours-to-task", ("n-ops",))
    may = msgspec.structs.replace(TWO.bodies["n-hq"], may_task=("n-pol",))
    registry = msgspec.structs.replace(TWO, bodies={**TWO.bodies, "n-hq": may})
    assert taskable(registry, "n-hq") == ("n-ops", "n-pol")
    tasked(Play(registry), to="n-pol", ocr="")


def test_eight_hours_are_given_where_nobody_said_by_when(play: Play) -> None:
    matter = play[tasked(play, by="")]
    assert (matter.due_at - NOW).total_seconds() == 8 * 3600


@pytest.mark.parametrize(
    ("position", "given", "missing"),
    [("nonconcur", {"text": "x"}, "wording"), ("nonconcur", {"wording": "x"}, "text"), ("comment", {}, "text")],
)
def test_who_does_not_concur_says_why_and_what_is_required(
    play: Play, position: str, given: dict[str, str], missing: str
) -> None:
    matter = tasked(play)
    refused = play.refused("position", "n-pol-chief", matter, position=position, **given)
    assert (refused.code, refused.field) == ("missing", missing)


@pytest.mark.parametrize(("position", "given"), [("concur", {}), ("comment", {"text": "x"}), ("no-equity", {})])
def test_once_all_supporting_offices_have_said_theirs_the_product_goes_up(
    play: Play, position: str, given: dict[str, str]
) -> None:
    matter = tasked(play)
    play.do("ack", "n-ops-watch", matter)
    assert play.refused("submit", "n-ops-chief", matter, product="12").params["bodies"] == ("n-pol",)
    play.do("position", "n-pol-chief", matter, position=position, **given)
    play.do("submit", "n-ops-chief", matter, product="12")
    assert play[matter].facts["product"] == "12"


def test_over_a_non_concurrence_it_goes_up_with_a_stated_reason_which_is_on_record(play: Play) -> None:
    matter = tasked(play)
    play.do("ack", "n-ops-watch", matter)
    play.do("position", "n-pol-chief", matter, position="nonconcur", text="too few", wording="and buses")
    refused = play.refused("submit", "n-ops-chief", matter, product="12")
    assert (refused.code, refused.field) == ("not-concurred", "despite")
    play.do("submit", "n-ops-chief", matter, product="12", despite="no time")
    content = play.entries[-1][1].content
    assert (content["despite"], content["unsettled"]) == ("no time", ["n-pol"])
    assert content["matrix"]["n-pol"]["wording"] == "and buses"


def test_a_later_position_takes_the_place_of_the_earlier_one(play: Play) -> None:
    matter = tasked(play)
    play.do("position", "n-pol-chief", matter, position="nonconcur", text="too few", wording="and buses")
    play.do("position", "n-pol-staff", matter, position="concur")
    assert play[matter].facts["matrix"]["n-pol"]["position"] == "concur"


def test_parts_are_kept_in_order_and_the_work_goes_on(play: Play) -> None:
    matter = tasked(play)
    play.do("ack", "n-ops-watch", matter)
    for part in ("one", "two"):
        play.do("part", "n-ops-staff", matter, part=part)
    assert [row["text"] for row in play[matter].facts["parts"]] == ["one", "two"]
    assert play.stage(matter) == "tasked"


def test_more_time_is_asked_of_the_issuer_who_gives_it_or_does_not_and_says_why(play: Play) -> None:
    matter = tasked(play)
    play.do("ack", "n-ops-watch", matter)
    due, later = play[matter].due_at, {"by": "+2d", "because": "half the crews are away"}
    asked = play.do("askextend", "n-ops-staff", matter, **later)
    assert asked.said.params["body"] == "n-hq"
    assert {row.desk for row in asked.notices if row.kind == "told"} >= {"n-hq", "n-ops", "n-pol"}
    assert play[matter].due_at == due, "asking gives nothing"
    kept = play.do("keepdue", "n-hq-chief", matter, because="the list is due itself")
    assert {row.desk for row in kept.notices if row.kind == "told"} >= {"n-hq", "n-ops", "n-pol"}
    assert play[matter].due_at == due
    play.do("extend", "n-hq-chief", matter, by="+1d", because="one day")
    assert play[matter].due_at > due
    said = {entry.act: entry.content["because"] for _, entry in play.entries if "because" in entry.content}
    assert said == {"askextend": later["because"], "keepdue": "the list is due itself", "extend": "one day"}
    for verb, seat, given in (("extend", "n-ops-chief", later), ("keepdue", "n-ops-chief", {"because": "x"})):
        assert play.refused(verb, seat, matter, **given).code == "not-your-move"


def test_what_is_passed_on_is_acknowledged_anew_by_a_body_that_may_be_tasked(play: Play) -> None:
    matter = tasked(play)
    play.do("ack", "n-ops-watch", matter)
    assert play.refused("reroute", "n-ops-staff", matter, to="n-min", because="x").code == "not-yours-to-task"
    assert play.refused("reroute", "n-ops-staff", matter, to="s-ops", because="x").code == "not-yours-to-task"
    may = msgspec.structs.replace(TWO.bodies["n-hq"], may_task=("n-pol",))
    play.registry = msgspec.structs.replace(TWO, bodies={**TWO.bodies, "n-hq": may})
    play.do("reroute", "n-ops-staff", matter, to="n-pol", because="theirs")
    row = play[matter]
    assert (row.stage_id, row.to, row.facts["ocrs"]) == ("issued", ("n-pol",), [])


def test_what_was_refused_is_issued_again_with_another_text(play: Play) -> None:
    matter = tasked(play)
    play.do("refuse", "n-ops-chief", matter, because="no people")
    assert play[matter].missing == "no people"
    play.do("reissue", "n-hq-chief", matter, detail="only the big ones")
    row = play[matter]
    assert (row.stage_id, row.text.detail, row.version, row.missing) == ("issued", "only the big ones", 2, "")


def test_what_was_closed_can_be_opened_again_and_what_was_cancelled_not(play: Play) -> None:
    matter = tasked(play, ocr="")
    play.do("ack", "n-ops-watch", matter)
    play.do("submit", "n-ops-chief", matter, product="12")
    play.do("accept", "n-hq-chief", matter)
    play.do("close", "n-hq-chief", matter)
    play.do("reopen", "n-hq-chief", matter, because="the number was of last year")
    assert play.stage(matter) == "in-work"
    play.do("cancel", "n-hq-chief", matter, because="x")
    assert play.refused("reopen", "n-hq-chief", matter, because="x").code == "not-now"
