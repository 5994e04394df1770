"""Reading the logs in Slack: today's, one entry, found by words; corrected and added to by the seat that made it."""

import re
from datetime import timedelta

import pytest

from bot.answers import logbook
from state.logs import finding
from tests.bot.office import BOTH, JOINT, Office, channel_of, entries, texts_of, user_of, words
from tests.bot.story import staffed
from tests.play import GROUNDS

NAMES = re.compile(r"`((?:us|jp)(?:\+jp)?/\d+)`")


def concurred(office: Office) -> str:
    """A request that the U.S. commander concurs in; the entry of it."""
    staffed(office)
    office.do("us-usfj-cdr", f"concur {JOINT} {words({**GROUNDS, 'rationale': 'a barge, 滑走路'})}")
    return named(office, "us-usfj-cdr", "concur")


def named(office: Office, seat: str, act: str) -> str:
    """The newest entry of an act, as the record of the request names it to that seat."""
    of_act = {f"{row['log']}/{row['seq']}" for row in entries(office, act)}
    shown: list[str] = NAMES.findall(office.tell(seat, f"log {JOINT}"))
    return [name for name in shown if name in of_act][-1]


def test_todays_log_begins_at_midnight_where_it_is_read(office: Office) -> None:
    staffed(office)
    before = office.tell("us-usfj-cdr", "log today")
    assert "CR-26-0001 · *USFJ* (United States) released it." in before
    assert office.tell("us-usfj-cdr", "log").splitlines() == before.splitlines()
    office.clock.forward(timedelta(days=1))
    assert "Log of today: 0 entries" in office.tell("us-usfj-cdr", "log today")
    office.do("us-usfj-cos", f'note {JOINT} "a new day"')
    assert office.tell("us-usfj-cdr", "log today").count("noted: a new day") == 1
    assert "本日の記録：0 件" in office.tell("jp-jjoc-watch", "log 今日")


@BOTH
def test_a_day_with_more_than_is_looked_at_says_so_and_shows_the_newest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed(office)
    office.clock.forward(timedelta(days=1))
    for number in range(6):
        office.clock.forward(timedelta(minutes=1))
        office.do("jp-jjoc-cos", f'note {JOINT} "theirs {number}"')
        office.do("us-usfj-cos", f'note {JOINT} "ours {number}"')
    whole = office.tell("us-usfj-cdr", "log today")
    assert "Log of today: 6 entries\n" in whole  # nothing tells of the six in another nation's log
    monkeypatch.setattr(logbook, "DAYS_MOST", 6)
    assert office.tell("us-usfj-cdr", "log today") == whole
    monkeypatch.setattr(logbook, "DAYS_MOST", 4)
    cut = office.tell("us-usfj-cdr", "log today")
    assert "Log of today: 4 entries or more\n" in cut
    assert [f"ours {number}" in cut for number in range(6)] == [False, False, True, True, True, True]
    assert "本日の記録：4 件以上" in office.tell("jp-jjoc-watch", "log today")


def test_a_long_log_comes_in_pages_the_newest_first(office: Office) -> None:
    staffed(office)
    for number in range(50):
        office.do("us-usfj-cos", f'note {JOINT} "remark {number:02}"')
    newest, before = (office.tell("us-usfj-cdr", f"log {JOINT} page:{page}") for page in (1, 2))
    assert len(NAMES.findall(newest)) == 45
    assert not set(NAMES.findall(newest)) & set(NAMES.findall(before))
    assert "page 1 of 2" in newest
    found = office.tell("us-usfj-cdr", "find remark")
    assert "Found: 50 entries" in found
    assert found.index("remark 49") < found.index("remark 48")
    assert "remark 29" in office.tell("us-usfj-cdr", "find remark page:3")
    for word in ("x", "0", "²", "9" * 5_000):
        assert ("not a number" in office.tell("us-usfj-cdr", f"find remark page:{word}")) is (word != "²"), word


@BOTH
def test_an_entry_is_corrected_by_a_new_one_and_both_can_be_read(office: Office) -> None:
    name = concurred(office)
    assert "a barge, 滑走路" in office.tell("us-usfj-cdr", f"log {name}")
    office.do("us-usfj-cdr", f'amend {name} rationale "two barges" because:"miscounted"')
    now, earlier = office.tell("us-usfj-cdr", f"log {name}"), office.tell("us-usfj-cdr", f"log {name} earlier")
    assert "*Rationale*: two barges" in now
    assert "miscounted" in now
    assert "*Rationale*: a barge, 滑走路" in earlier
    amendment = named(office, "us-usfj-cdr", "amend")
    again = office.tell("us-usfj-cdr", f'amend {amendment} text "three barges" because:"misheard"')
    assert f"{amendment} is itself a correction: correct the entry that it is of." in again
    record = office.tell("us-usfj-cdr", f"log {JOINT}")
    assert re.search(rf"`{re.escape(name)}`.*corrected by `{amendment}`", record)
    office.do("us-usfj-cdr", f'add {name} "the third comes later"')
    assert "the third comes later" in office.tell("us-usfj-cdr", f"log {name}")
    assert name.split("/")[0] == "us"
    assert "neither a serial nor an entry" in office.tell("us-usfj-cdr", "log us/999999999999")
    for line in (f"log {name}", f"log {amendment}", "log us/999", "log us/999999999"):
        seq = line.split()[1]
        assert f"記録 {seq} はここでは知られていません。" in office.tell("jp-jjoc-cdr", line)


def test_of_what_corrects_an_entry_many_times_as_much_is_shown_as_a_message_holds(office: Office) -> None:
    name = concurred(office)
    for number in range(18):
        office.do("us-usfj-cdr", f'add {name} "addition {number:02}"')
    entry, record = office.tell("us-usfj-cdr", f"log {name}"), office.tell("us-usfj-cdr", f"log {JOINT}")
    assert "addition 17" in entry
    assert "and 3 more" in entry
    (row,) = [row for row in record.splitlines() if row.startswith(f"`{name}`")]
    assert (row.count("added to by"), row.endswith("+16")) == (2, True)


def test_words_are_found_in_both_languages_and_by_who_reads_them_alone(office: Office) -> None:
    concurred(office)
    for _ in range(2):
        for line in ('find "A BARGE"', "find 走路", "find ｂａｒｇｅ 滑走路"):
            assert "answered: concurred" in office.tell("us-usfj-cdr", line), line
            assert "見つかった記録：0 件" in office.tell("jp-jjoc-cdr", line)
        finding.index_some(office.house.database)
    assert "Name a word" in office.tell("us-usfj-cdr", "find")
    assert "Name a word" in office.tell("us-usfj-cdr", 'find "!!"')


def test_only_the_seat_that_made_it_or_who_answers_for_it_corrects(office: Office) -> None:
    name = concurred(office)
    line = f'amend {name} rationale "x" because:"y"'
    assert "Commander" in office.tell("us-usfj-watch", line)
    assert "記録" in office.tell("jp-jjoc-cdr", line)
    joint = named(office, "jp-jjoc-watch", "disclose")
    assert joint.startswith("us+jp/")
    assert "他国の席" in office.tell("jp-jjoc-watch", f'amend {joint} title "x" because:"y"')
    for wrong in ("amend us/1 rationale x", f"amend {name} body x because:y", f"amend {name} answer x because:y"):
        assert office.type("us-usfj-cdr", wrong).in_time
        assert len(NAMES.findall(office.tell("us-usfj-cdr", f"log {name}"))) == 1


def test_what_others_read_is_corrected_by_who_released_it(office: Office) -> None:
    staffed(office)
    joint = named(office, "us-usfj-fdo", "disclose")
    office.do("us-usfj-fdo", f'amend {joint} title "Runway 36" because:"the other one"')
    seen = office.tell("jp-jjoc-watch", f"log {joint}")
    assert "Runway 36" in seen
    assert "the other one" in seen
    inside = f"https://x.slack.com/archives/{channel_of('us-usfj')}/p1700000000000100"
    assert "not all read" in office.tell("us-usfj-fdo", f'add {joint} "see there" links:"{inside}"')
    assert "not all read" in office.tell("us-usfj-fdo", f'add {joint} "see {inside}"')
    shared = inside.replace(channel_of("us-usfj"), channel_of("bocc"))
    office.do("us-usfj-fdo", f'add {joint} "see there" links:"{shared}"')


def test_a_nation_adds_to_what_all_read_for_itself_alone(office: Office) -> None:
    staffed(office)
    joint = named(office, "us-usfj-watch", "disclose")
    before = office.tell("jp-jjoc-watch", f"log {joint}")
    office.do("us-usfj-watch", f'add {joint} "told by telephone" log:us')
    assert "told by telephone" in office.tell("us-usfj-watch", f"log {joint}")
    assert office.tell("jp-jjoc-watch", f"log {joint}") == before
    assert "told by telephone" not in office.tell("bocc-us-lead", f"log {joint}")
    own = named(office, "us-usfj-watch", "add")
    assert "Possible: `us`" in office.tell("us-usfj-watch", f'add {own} "wider" log:us+jp')


def test_alone_the_verb_asks_with_a_form(office: Office) -> None:
    name = concurred(office)
    office.type("us-usfj-cdr", "amend")
    view = office.slackd.view_of(user_of("us-usfj-cdr"))
    given = {"entry": name, "field": "rationale", "text": "two barges", "because": "miscounted"}
    assert office.slackd.submit(user_of("us-usfj-cdr"), view.id, given).in_time
    assert "two barges" in office.tell("us-usfj-cdr", f"log {name}")


@pytest.mark.parametrize("text", ["（秘）", "(S) two crews"])
def test_marked_text_is_refused_here_as_everywhere(office: Office, text: str) -> None:
    name = concurred(office)
    office.tell("us-usfj-cdr", f'add {name} "{text}"')
    assert len(NAMES.findall(office.tell("us-usfj-cdr", f"log {name}"))) == 1


def test_a_purged_entry_shows_by_whose_order_and_the_log_channels_name_what_carried_it(office: Office) -> None:
    concurred(office)
    office.settle()
    joint = named(office, "us-usfj-cdr", "disclose")
    assert "these order it too: Japan" in office.do("us-usfj-cdr", f'purge {joint} "a position"')
    assert "to be purged, by" in office.tell("us-usfj-cdr", f"log {joint}")
    office.do("jp-jjoc-cdr", f'purge {joint} "位置"')
    assert "has been purged" in office.tell("us-usfj-cdr", f"log {joint}")
    office.settle()
    for body, mark in (("us-usfj", "Delete them in Slack"), ("jp-jjoc", "Slack で削除してください")):
        (told,) = [text for text in office.told(body) if mark in text]
        assert office.card(body).ts in told
        assert "Runway repair" not in "".join(texts_of(office.card(body).blocks))
