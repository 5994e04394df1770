"""The people of a watch, what they say, and who sits there then."""

from state.apply import Applied, apply
from state.seated import holders
from tests.play import ASKING, Play, administrator
from workflows.command import Command
from workflows.matter import Actor
from workflows.roster import Roster

SEAT = ASKING  # us-usfj-watch
COMMANDER = "us-usfj-cdr"
TEAM = "T0001"
RELIEF = Actor(TEAM, "URELIEF")


def with_relief(staffed: Play) -> Play:
    """With one more person of the asking nation, who has no seat."""
    nation = staffed.house.registry.seats[SEAT].nation
    command = Command("admit", administrator(nation), given={"people": RELIEF.user}, key="admit-relief")
    assert not apply(staffed.house, command).refused
    return staffed


def roster(play: Play) -> Roster:
    with play.database.reading() as connection:
        return holders(connection, play.house.clock())


def say(play: Play, actor: Actor, verb: str, matter: str | None = None, **given: str) -> Applied:
    command = Command(verb, actor, None, given, matter=matter, key=f"delivery-{next(Play.keys)}")
    return apply(play.house, command)
