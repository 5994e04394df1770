"""What one person is told that no act of theirs brought about: by the outbox, as everything else."""

from state.house import House
from state.loading import desk_of
from state.writing import tell
from workflows.matter import Actor
from workflows.vocabulary import Notice, Said


def tell_person(house: House, actor: Actor, channel: str, said: Said) -> None:
    """For their eyes alone where they stand, or directly where that is no body's channel."""
    with house.database.writing() as connection:
        desk = desk_of(connection, actor.team, channel)
        notice = Notice("answer", desk, {"code": said.code, "params": said.params}, actor)
        tell(connection, house, [(None, notice)], house.clock())
    house.on_commit()
