"""What a reader may see of a request at a desk."""

from tests.workflows.build import REQUEST, Play
from workflows.view import MatterView, see


def view(play: Play, matter: str, audience: tuple[str, ...], desk: str | None = None) -> MatterView | None:
    return see(play[matter], REQUEST, play.registry, audience, desk)


def seen(play: Play, matter: str, audience: tuple[str, ...], desk: str | None = None) -> MatterView:
    found = view(play, matter, audience, desk)
    assert found is not None
    return found
