"""The registry in deploy/: every body of the mechanism, in both languages, and where its requests go by DOMAIN 6.1."""

import pytest

from tests.play import registry
from workflows.bodies.rows import BILATERAL
from workflows.routing import owner

REGISTRY = registry()


def test_every_seat_and_reason_is_there_in_japanese_too() -> None:
    assert [seat.id for seat in REGISTRY.seats.values() if not seat.title_ja] == []
    bodies = REGISTRY.bodies.values()
    assert [body.id for body in bodies if bool(body.no_counterpart) != bool(body.no_counterpart_ja)] == []
    assert [body.id for body in bodies if bool(body.no_requests) != bool(body.no_requests_ja)] == []


def test_bodies_work_in_the_zone_of_the_place_where_they_are() -> None:
    zones = {
        "us-usfj-j5": "Asia/Tokyo",
        "us-c7f": "Asia/Tokyo",
        "us-emb-pol": "Asia/Tokyo",
        "us-state": "America/New_York",
    }
    zones |= {"us-indopacom": "Pacific/Honolulu", "us-socpac": "Pacific/Honolulu", "us-transcom": "America/Chicago"}
    assert {body: REGISTRY.zone_of(body) for body in zones} == zones


@pytest.mark.parametrize(
    ("body", "seat"),
    [  # DOMAIN 9: forces and the Embassy, defence and others; the nearest row on the way up
        ("us-c7f", "us-usfj-fdo"),
        ("us-transcom", "us-usfj-fdo"),
        ("us-emb-pol", "us-emb-dcm"),
        ("us-state-eap", "us-emb-dcm"),
        ("jp-gcc", "jp-mod-dp-dg"),
        ("jp-mod-rc", "jp-mod-dp-dg"),
        ("jp-mofa-na", "jp-nss-sg"),
        ("jp-jcg", "jp-nss-sg"),
    ],
)
def test_who_decides_on_release(body: str, seat: str) -> None:
    found = REGISTRY.disclosure_seat(body)
    assert found is not None
    assert found.id == seat


@pytest.mark.parametrize(
    ("asker", "addressed", "body"),
    [
        ("us-usfj", "jp-jjoc", "bocc"),
        ("us-usfj-j3", "jp-jjoc-ops", "bocc"),  # through the parents of both
        ("us-c7f", "jp-sdfleet", "ccc-maritime"),  # the lowest at which both sit
        ("jp-gcc", "us-usarj", "ccc-ground"),
        ("us-osd-ipsa", "jp-mod-dp", "acg-dg"),
        ("us-js", "jp-jso", "acg-dg"),
        ("jp-mod-jusdc", "us-usfj-j5", "acg-ao"),  # who decides sits at its parent
        ("jp-mofa-sec", "us-emb-pol", "acg-ao"),
        ("jp-mofa", "us-state", "acg-dg"),  # at none of the mechanism's: the row for diplomacy
        ("us-usfj-pa", "jp-mod-pr", "acm-msg"),  # likewise the row for messaging
        ("us-usfj-j4", "jp-jso-j4", "bocc"),  # a tie of the ACG and the BOCC, neither of logistics: the row says which
        ("jp-mod-rc", "jc", "jc"),  # the one addressed
    ],
)
def test_which_body_owns_a_request(asker: str, addressed: str, body: str) -> None:
    assert owner(REGISTRY, asker, (addressed,)) == body


def test_every_bilateral_body_has_members_of_each_nation_whose_seats_it_has() -> None:
    for body in REGISTRY.bodies.values():
        if body.nation == BILATERAL:
            assert {REGISTRY.bodies[member].nation for member in body.members} >= {seat.nation for seat in body.seats}
