"""A facility or area use brought to where a test begins, and the seats that bring it there."""

from tests.workflows.build import Play, decided
from workflows.catalogue import procedures
from workflows.view import see

USE = procedures()["facility-use"]
GIVEN = {
    "title": "Hangar for two weeks",
    "kind": "limited",
    "place": "Nyutabaru",
    "from": "+60d",
    "until": "+120d",
    "safety": "None nearby.",
    "environment": "Noise by day.",
}
STARTER, RELEASER, INTAKE, LOCAL = "us-usfj-j5-sofa", "us-usfj-fdo", "jp-mofa-sofa-ao", "jp-mod-rdb-liaison"
US_CHAIR, JP_CHAIR, US, JP = "jc-facilities-us-chair", "jc-facilities-jp-chair", "jc-us-rep", "jc-jp-rep"
NAMED = {"subcommittee": (US_CHAIR, JP_CHAIR), "airspace": ("jc-civil-aviation-us-chair", "jc-civil-aviation-jp-chair")}
YES = decided("approve")


def asked(play: Play, seat: str = STARTER, releaser: str = RELEASER, **given: str) -> str:
    answer = play.do("facility", seat, **{name: word for name, word in (GIVEN | given).items() if word})
    assert answer.matter
    play.do("disclose", releaser, answer.matter.id)
    return answer.matter.id


def advising(play: Play, **given: str) -> str:
    matter = asked(play, **given)
    play.do("takein", INTAKE, matter)
    play.do("sumup", LOCAL, matter, text="No flying at night.")
    return matter


def agreeing(play: Play, **given: str) -> str:
    matter = advising(play, **given)
    for seat in NAMED[play.stage(matter)]:
        play.do("advise", seat, matter, advice="recommended", because="By day.")
    assert play.stage(matter) == "committee"
    return matter


def agreed(play: Play, **given: str) -> str:
    matter = agreeing(play, **given)
    for seat in (US, JP):
        play.do("decide", seat, matter, **YES)
    return matter


def shown(play: Play, matter: str, *audience: str, desk: str | None = None) -> str:
    return str(see(play[matter], USE, play.registry, audience, desk))
