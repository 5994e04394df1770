"""Owner, leads and desks of a request, as DOMAIN 6.1 has them."""

import pytest

from tests.workflows.alliance import THREE, TWO, document
from tests.workflows.build import Play, to_received, to_stage
from workflows.bodies.reading import read_registry
from workflows.routing import addressable, leads, owner, routes


@pytest.mark.parametrize(
    ("asker", "addressed", "body"),
    [
        ("n-hq", ("s-hq",), "centre"),  # centre and board are equally low; the asker's track is operations
        ("n-pol", ("s-pol",), "board"),
        ("n-ops", ("s-ops",), "desk"),
        ("n-ops", ("s-hq",), "centre"),  # through the parent of n-ops
        ("n-ops", ("s-ops", "board"), "board"),  # the bilateral body addressed
        ("n-hq", ("centre",), "centre"),
        ("n-min", ("s-min",), "board"),  # none that both sit at: the registry's row for the track
        ("n-hq", ("s-pol",), "board"),
    ],
)
def test_which_body_owns_a_request(asker: str, addressed: tuple[str, ...], body: str) -> None:
    assert owner(TWO, asker, addressed) == body


def test_a_tie_goes_to_the_askers_track_whichever_body_stands_first() -> None:
    doc = document("north", "south")
    doc["body"].reverse()
    rows, _ = read_registry(doc)
    assert rows is not None
    assert owner(rows, "n-hq", ("s-hq",)) == "centre"


@pytest.mark.parametrize(
    ("asker", "addressed", "lead"),
    [
        ("n-hq", ("s-hq",), {"north": "n-hq", "south": "s-hq", "east": "e-hq"}),
        ("s-pol", ("n-pol", "e-min"), {"north": "n-pol", "south": "s-pol", "east": "e-min"}),
        ("n-ops", ("desk",), {"north": "n-ops", "south": "s-ops", "east": "e-ops"}),
    ],
)
def test_which_body_leads_for_each_nation(asker: str, addressed: tuple[str, ...], lead: dict[str, str]) -> None:
    assert leads(THREE, asker, addressed, owner(THREE, asker, addressed)) == lead


def test_a_nation_whose_members_at_the_owner_are_not_in_force_is_led_by_its_first_body() -> None:
    assert leads(THREE, "n-hq", ("s-hq",), "centre", frozenset({"e-hq"}))["east"] == "e-min"


def test_a_body_may_address_its_counterparts_and_the_bodies_of_the_mechanism() -> None:
    assert addressable(THREE, "n-hq") == ("s-hq", "e-hq", "centre", "board", "desk")


def desks(play: Play, matter: str) -> list[tuple[str, str, bool]]:
    return [(row.body, row.reason, row.acts) for row in routes(play[matter], play.registry)]


def test_before_release_only_the_asker_and_who_releases_have_the_card() -> None:
    play = Play()
    matter = play.open(info="s-pol, n-ops")
    assert desks(play, matter) == [("n-hq", "asks", True), ("n-pol", "disclosure", True)]


def test_once_released_each_desk_has_it_once_with_its_weightiest_reason() -> None:
    play = Play()
    matter = to_received(play, to="s-hq, n-ops", info="s-pol, n-hq")
    assert desks(play, matter) == [
        ("n-hq", "asks", True),
        ("s-hq", "addressed", True),
        ("n-ops", "addressed", True),
        ("centre", "owner", True),
        ("s-pol", "information", False),
    ]


def test_where_nobody_decides_at_the_owner_the_desk_that_decides_above_it_has_the_card() -> None:
    play = Play()
    matter = to_received(play, to="desk")
    assert desks(play, matter)[1:3] == [("desk", "addressed", True), ("centre", "owner", True)]


def test_in_integration_the_combined_staff_and_the_mode_seats_have_it_too() -> None:
    play = Play()
    matter = to_received(play, mode="integration")
    assert desks(play, matter)[3:] == [("staff", "combined", True), ("board", "lead", True)]


def test_while_a_new_text_waits_for_release_its_releaser_has_it_too() -> None:
    play = Play()
    matter = to_stage(play, "returned")
    before = desks(play, matter)
    play.do("propose", "n-hq-staff", matter, detail="One crew.")
    assert set(desks(play, matter)) - set(before) == {("n-pol", "disclosure", True)}
