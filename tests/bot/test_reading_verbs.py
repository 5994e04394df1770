"""Who may ask: the verbs that do nothing, from people of every class, against the same table as those that do."""

import pytest

from bot.blocks import Message
from bot.desks import Person
from bot.inward.typed_lines import typed
from bot.sentences.saids import SAIDS
from bot.verbs.rows import BY_NAME, VERBS
from bot.words import speaker
from tests.play import Play, administrator, person
from tests.workflows.authority.classes import TABLE, Cell, as_named, cell_of
from workflows.matter import Actor

READING = [verb.name for verb in VERBS if verb.kind == "read"]
REFUSALS = {speaker(language)(SAIDS["not-admitted"]) for language in ("en", "ja")}


@pytest.mark.parametrize("verb", READING)
def test_exactly_those_are_answered_whom_the_table_names(staffed: Play, verb: str) -> None:
    staffed.open_joint()
    seats = staffed.house.registry.seats
    people = {(cell_of(seat, None, staffed.house.registry), seat.nation): person(seat.id) for seat in seats.values()}
    found = {actor: cell for (cell, _), actor in people.items()}
    found |= {administrator(nation): Cell("administrator") for nation in staffed.house.registry.nations}
    found[Actor("T0001", "USTRANGER")] = Cell("stranger")
    for actor, cell in found.items():
        line = BY_NAME[verb].usage.split("|")[0]
        answer = typed(staffed.house, Person(actor, "D1"), line, f"{verb}-{actor.user}")
        assert isinstance(answer, Message)
        refused = any(refusal in answer.text for refusal in REFUSALS)
        assert refused is (as_named(cell, TABLE["standing"][verb]) is None), (actor, answer.text)
