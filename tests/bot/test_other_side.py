"""What the other side sees of a request: no answer until all have answered, no decision until all have decided."""

from tests.bot.office import JOINT, NATIONAL, Office, channel_of, everything_seen, user_of, words
from tests.bot.story import EVERYONE, shown, staffed
from tests.play import GROUNDS, RECORD
from workflows.bodies.rows import BILATERAL

SECRETS = {
    "title before release": "Kingfisher",
    "note": "Cormorant",
    "authority": "Dotterel",
    "rationale": "Egret",
    "condition": "Fulmar",
    "situation": "Gannet",
    "dissent": "Hoopoe",
    "own decision's condition": "Ibis",
    "supporting office": "us-usfj-j3",
}


def seen_by(office: Office, nation: str) -> str:
    """All that anybody of `nation` may have seen, ever: channels, threads, whispers, forms, files, notifications."""
    office.settle()
    registry = office.house.registry
    bodies = [body for body in registry.bodies.values() if body.nation in (nation, BILATERAL)]
    users = {user_of(seat.id) for seat in registry.seats.values() if seat.nation == nation}
    return everything_seen(office.slackd, {channel_of(body.id) for body in bodies}, users)


def test_nothing_of_a_track_is_seen_by_the_other_side_until_all_have_answered(office: Office) -> None:
    office.do("us-usfj-watch", 'open "Kingfisher" to:jp-jjoc urgency:priority detail:"Two crews"')
    office.do("us-usfj-fdo", f'return {NATIONAL} "say Runway repair"')
    office.do("us-usfj-watch", f'propose {NATIONAL} "Two crews" title:"Runway repair"')
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    office.do("us-usfj-watch", f"ack {JOINT} ocr:us-usfj-j3")
    office.do("jp-jjoc-watch", f"ack {JOINT}")
    office.do("us-usfj-cdr", f'note {JOINT} "Cormorant"')
    grounds = {"if_": "Fulmar", "authority": "Dotterel", "rationale": "Egret"}
    office.fill("us-usfj-cdr", "concur", **grounds)
    for seat in ("jp-jjoc-watch", "jp-jjoc-cdr"):
        for line in (f"status {JOINT}", "status", f"log {JOINT}", "mine", "who us-usfj", f"status {NATIONAL}"):
            office.tell(seat, line)
    office.do("jp-jjoc-watch", "export jsonl")
    seen = seen_by(office, "jp")
    assert [name for name, secret in SECRETS.items() if secret in seen] == []
    assert NATIONAL not in seen.replace(f"status {NATIONAL}", "").replace(f"`{NATIONAL}`", "")
    # Whose move it is, since when and due when: that much is seen.
    card = shown(office.card("jp-jjoc"))
    assert "USFJ" in card
    assert "concurred" not in card
    office.do("jp-jjoc-cdr", f"concur {JOINT} {words(GROUNDS)}")
    assert "Fulmar" in seen_by(office, "jp")  # answers are joint now; grounds never are
    assert "Egret" not in seen_by(office, "jp")
    assert "Dotterel" not in seen_by(office, "jp")


def test_a_seat_that_may_not_is_told_at_once_and_gets_no_form(office: Office) -> None:
    serial = staffed(office)
    office.press("us-usfj-watch", "concur")
    assert "us-usfj-cdr" in office.whispers("us-usfj-watch")[-1]
    assert "us-usfj-cdr" in office.tell("us-usfj-watch", f"concur {serial}")
    assert office.slackd.views == []
    office.press("us-usfj-cdr", "concur")
    assert len(office.slackd.views) == 1


def test_a_decision_is_not_seen_until_all_have_decided(office: Office) -> None:
    serial = staffed(office)
    for seat in ("us-usfj-cdr", "jp-jjoc-cdr"):
        office.do(seat, f"concur {serial} {words(GROUNDS)}")
    own = {**RECORD, "situation": "Gannet", "dissent": "Hoopoe", "if": "Ibis"}
    office.do("bocc-us-lead", f"decide {serial} conditions {words(own)}")
    seen = seen_by(office, "jp")
    assert [secret for secret in ("Gannet", "Hoopoe", "Ibis") if secret in seen] == []
    office.do("bocc-jp-lead", f"decide {serial} approve {words(RECORD)}")
    seen = seen_by(office, "jp")
    assert "Ibis" in seen
    assert [secret for secret in ("Gannet", "Hoopoe") if secret in seen] == []


def test_an_answer_of_the_other_side_edits_no_card_but_that_of_its_own_nation(office: Office) -> None:
    staffed(office)
    before = {body: office.card(body).edits for body in EVERYONE}
    office.fill("us-usfj-cdr", "concur", **GROUNDS)
    after = {body: office.card(body).edits for body in EVERYONE}
    assert after["us-usfj"] == before["us-usfj"] + 1
    assert after["jp-jjoc"] == before["jp-jjoc"] + 1  # no longer the other side's move: that much is seen
    assert office.card("bocc").edits == before["bocc"] + 1
