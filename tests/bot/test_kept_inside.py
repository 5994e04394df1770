"""Ways by which something of one nation's once came to the other's eyes, each closed for good."""

from datetime import timedelta

from tests.bot.office import JOINT, NATIONAL, OPEN, Office, opened, user_of


def test_a_withheld_serial_behind_a_verb_that_needs_none_is_not_told_by_what_name_it_is_known(office: Office) -> None:
    opened(office)
    for line in ("take {} jp-jjoc-watch", "export {} md", "remind {} at:+1h x", "status {}", "log {}", "note {} x"):
        withheld, unknown = (
            office.tell("jp-jjoc-watch", line.format(name)).replace(name, "…") for name in (NATIONAL, "CR-26-US-0009")
        )
        assert withheld == unknown


def test_a_reminder_to_oneself_asked_for_in_a_bilateral_channel_comes_as_a_direct_message(office: Office) -> None:
    office.do("bocc-us-lead", 'remind at:+1h "ask our own staff"')
    office.clock.forward(timedelta(hours=2))
    office.service.sweep()
    assert office.told("bocc") == []
    (direct,) = [row for row in office.slackd.channels.values() if row.is_im]
    assert user_of("bocc-us-lead") in direct.members
    assert "ask our own staff" in office.slackd.messages(direct.id)[0].text


def test_what_stays_inside_queues_nothing_for_anybody_else(office: Office) -> None:
    opened(office)
    office.settle()
    before = len(office.rows("outbox"))
    office.do("us-usfj-cos", f'note {JOINT} "for our own eyes"')
    assert {row["lane"] for row in office.rows("outbox")[before:]} == {"us-usfj"}


def test_how_long_a_request_lay_inside_is_not_to_be_reckoned_from_its_suspense(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    office.clock.forward(timedelta(hours=3))
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    matter = office.matter(JOINT)
    assert (matter.opened_at, matter.due_at) == (office.clock(), office.clock() + timedelta(hours=8))
