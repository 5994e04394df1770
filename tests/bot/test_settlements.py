"""`/acm settlements`: what was received and is not settled yet, as those who read there may know it."""

from bot.answers.settlements import VERB
from bot.blocks import Message
from bot.desks import Person
from bot.inward.typed_lines import typed
from bot.verbs.rows import BY_NAME
from tests.bot.office import channel_of
from tests.play import Play, person
from workflows.catalogue import procedures

GIVEN = {"class": "fuel", "unit": "tons", "where": "Sasebo", "from": "+3d", "until": "+5d"}


def listed(play: Play, seat: str, desk: str = "D1") -> list[str]:
    """The rows of the list."""
    answer = typed(play.house, Person(person(seat), desk), "settlements", f"list-{next(play.keys)}")
    assert isinstance(answer, Message)
    return [block["text"]["text"] for block in answer.blocks[1:]]


def received(play: Play, title: str, quantity: str) -> str:
    matter = play.do("supply", "us-usfj-j4-acsa", title=title, to="jp-jso-j4", quantity=quantity, **GIVEN)
    play.do("disclose", "us-usfj-fdo", matter)
    play.do("basis", "jp-jso-j4-chief", matter, basis="exercise", law="SDF Law")
    play.do("grant", "jp-jso-j4-chief", matter)
    play.do("order", "us-usfj-j4-acsa", matter, order="1")
    play.do("deliver", "jp-jso-j4-ao", matter, receipt="2")
    return play.do("receive", "us-usfj-j4-acsa", matter, receipt="3")


def test_what_is_received_stands_there_until_it_is_settled(staffed: Play) -> None:
    play = staffed
    first = received(play, "Fuel", "200")
    second = received(play, "Water", "30")
    inside = play.do("supply", "us-usfj-j4-acsa", title="Inside", to="jp-jso-j4", quantity="1", **GIVEN)
    rows = listed(play, "jp-jso-j4-ao", channel_of("jp-jso-j4"))
    assert [row.split()[1] for row in rows] == ["Fuel", "Water"]
    assert "200 tons · JSO-J4 → USFJ-J4" in rows[0]
    play.do("settle", "us-usfj-j4-acsa", first, way="paid", reference="4")
    play.do("close", "jp-jso-j4-ao", first)
    assert [row.split()[1] for row in listed(play, "us-usfj-j4-acsa")] == ["Water"]
    assert play.matter(second).stage_id == "to-settle"
    assert play.matter(inside).audience == ("us",)


def test_what_lists_the_stages_of_a_procedure_is_a_verb_that_asks() -> None:
    listed = {stage.listed for row in procedures().values() for stage in row.stages if stage.listed}
    assert listed == {VERB}
    assert BY_NAME[VERB].kind == "read"
