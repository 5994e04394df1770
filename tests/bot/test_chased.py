"""A suspense is chased: at half, at nine tenths, when it passes and then up; and a reminder for oneself."""

from collections.abc import Callable
from datetime import timedelta

from state.house import House
from tests.bot.office import BOTH, JOINT, Office, is_card, user_of, vacant
from tests.bot.story import opened
from tests.play import Play

RULES = {"half": "Half the time", "nine-tenths": "Nine tenths", "due": "The suspense has passed"}


@BOTH
def test_a_suspense_is_chased_at_half_at_nine_tenths_and_when_it_passes_and_then_goes_up(office: Office) -> None:
    opened(office)
    office.settle()
    matter = office.matter(JOINT)
    span = (matter.due_at - matter.opened_at) / 6  # release and acknowledgement have a sixth of the whole
    for share, sentence in zip((0.5, 0.9, 1.0), RULES.values(), strict=True):
        at_share(office, matter.opened_at + share * span)
        assert sentence in office.told("us-usfj")[-1]
        assert f"<@{user_of('us-usfj-watch')}>" in office.told("us-usfj")[-1]
        assert f"<@{user_of('jp-jjoc-watch')}>" in office.told("jp-jjoc")[-1]
    at_share(office, matter.opened_at + 1.1 * span)
    assert f"<@{user_of('us-indopacom-joc')}>" in office.told("us-indopacom")[-1]
    assert is_card(office.messages("us-indopacom")[0])
    assert "it goes to INDOPACOM" in office.told("us-usfj")[-1]
    assert f"<@{user_of('jp-mod-sec')}>" in office.told("jp-mod")[-1]
    assert office.messages("us-osd") == []
    at_share(office, matter.opened_at + 1.2 * span)
    assert f"<@{user_of('us-osd-cables')}>" in office.told("us-osd")[-1]
    assert office.matter(JOINT).stage_id == "received"  # silence decides nothing


def at_share(office: Office, instant: object) -> None:
    """The tick at that instant, twice: the second time tells nothing."""
    office.clock.now = instant  # type: ignore[assignment]
    office.clock.forward(timedelta(seconds=2))
    office.service.sweep()
    office.settle()
    told = len(office.rows("outbox"))
    office.service.sweep()
    assert len(office.rows("outbox")) == told


def test_a_reminder_is_not_told_where_the_move_was_made(office: Office) -> None:
    serial = opened(office)
    office.do("us-usfj-watch", f"ack {serial}")
    matter = office.matter(serial)
    told = len(office.told("us-usfj"))
    at_share(office, matter.opened_at + 0.55 * (matter.due_at - matter.opened_at) / 6)
    assert len(office.told("us-usfj")) == told
    assert f"<@{user_of('jp-jjoc-watch')}>" in office.told("jp-jjoc")[-1]


def test_where_nobody_is_on_watch_it_goes_to_the_parent_at_once(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    office = vacant(staffed, make_office, "jp-jjoc-watch")
    opened(office)
    office.service.sweep()
    assert f"<@{user_of('jp-mod-sec')}>" in office.told("jp-mod")[-1]
    assert office.messages("us-indopacom") == []
    before = len(office.rows("outbox"))
    office.service.sweep()
    assert len(office.rows("outbox")) == before


def test_a_reminder_for_oneself_comes_at_its_time_and_once(office: Office) -> None:
    office.do("us-usfj-watch", 'remind at:+2h "call the tower"')
    office.clock.forward(timedelta(hours=1, minutes=59))
    office.service.sweep()
    assert office.told("us-usfj") == []
    office.clock.forward(timedelta(minutes=2))
    office.service.sweep()
    office.service.sweep()
    (told,) = office.told("us-usfj")
    assert "call the tower" in told
    assert f"<@{user_of('us-usfj-watch')}>" in told
