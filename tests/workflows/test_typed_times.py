from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.times.dtg import MONTHS, NaiveTime, format_dtg
from workflows.times.shapes import counts_working_time, is_in_full, leading_time
from workflows.times.spellings import LONGEST
from workflows.times.typed import NotUnderstood, WorkingDays, WorkingHours, read_time

NOW = datetime(2026, 7, 28, 5, 30, 20, tzinfo=UTC)  # 14:30 in Tokyo, 01:30 in Washington, 19:30 on the 27th in Hawaii
TOKYO, WASHINGTON = "Asia/Tokyo", "America/New_York"


def at(text: str) -> datetime:
    """An instant of the tables, written in ISO form and UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone", "meant"),
    [
        # date-time groups
        ("021200Z NOV 26", TOKYO, "2026-11-02 12:00"),
        ("021200ZNOV26", TOKYO, "2026-11-02 12:00"),
        ("021200z nov 2026", TOKYO, "2026-11-02 12:00"),
        ("021200 NOV 26", TOKYO, "2026-11-02 03:00"),
        ("021200R NOV 26", TOKYO, "2026-11-02 17:00"),
        ("021200Z NOV", TOKYO, "2026-11-02 12:00"),
        ("021200Z MAY", TOKYO, "2027-05-02 12:00"),
        ("290900Z FEB", TOKYO, "2028-02-29 09:00"),
        ("021200I", WASHINGTON, "2026-08-02 03:00"),
        ("281500I", TOKYO, "2026-07-28 06:00"),
        ("281400I", TOKYO, "2026-08-28 05:00"),
        ("312400I", TOKYO, "2026-07-31 15:00"),
        # times of day
        ("1200", TOKYO, "2026-07-29 03:00"),
        ("12:00", TOKYO, "2026-07-29 03:00"),
        ("1431", TOKYO, "2026-07-28 05:31"),
        ("1430", TOKYO, "2026-07-29 05:30"),
        ("9:05", WASHINGTON, "2026-07-28 13:05"),
        ("1200I", WASHINGTON, "2026-07-29 03:00"),
        ("12:00 JST", WASHINGTON, "2026-07-29 03:00"),
        ("1200h", TOKYO, "2026-07-29 03:00"),
        ("1200 hrs", TOKYO, "2026-07-29 03:00"),
        ("1200H", TOKYO, "2026-07-29 04:00"),
        ("2400", TOKYO, "2026-07-28 15:00"),
        ("9時", TOKYO, "2026-07-29 00:00"),
        ("9時半", TOKYO, "2026-07-29 00:30"),
        ("5pm", TOKYO, "2026-07-28 08:00"),
        ("9:30 AM", WASHINGTON, "2026-07-28 13:30"),
        ("午後5時", TOKYO, "2026-07-28 08:00"),
        ("午前９：３０", TOKYO, "2026-07-29 00:30"),
        ("午後5時5分", TOKYO, "2026-07-28 08:05"),
        ("noon", TOKYO, "2026-07-29 03:00"),
        ("正午", TOKYO, "2026-07-29 03:00"),
        # with a day
        ("tomorrow 0900", TOKYO, "2026-07-29 00:00"),
        ("Tomorrow 9:00", WASHINGTON, "2026-07-29 13:00"),
        ("tomorrow 0900I", TOKYO, "2026-07-29 00:00"),
        ("today 1700", TOKYO, "2026-07-28 08:00"),
        ("tomorrow at 0900", TOKYO, "2026-07-29 00:00"),
        ("0900 tomorrow", TOKYO, "2026-07-29 00:00"),
        ("tomorrow noon", TOKYO, "2026-07-29 03:00"),
        ("day after tomorrow 0900", TOKYO, "2026-07-30 00:00"),
        ("Monday 0900", TOKYO, "2026-08-03 00:00"),
        ("tue 1700", TOKYO, "2026-07-28 08:00"),
        ("Tue, 0900", TOKYO, "2026-08-04 00:00"),  # today's has passed
        ("24 Nov 1700", TOKYO, "2026-11-24 08:00"),
        ("1 May 2027 1700Z", TOKYO, "2027-05-01 17:00"),
        ("2026-11-24 17:00", TOKYO, "2026-11-24 08:00"),
        ("2026/11/24 1700", TOKYO, "2026-11-24 08:00"),
        ("2026–11–24 17:00", TOKYO, "2026-11-24 08:00"),
        ("2026-11-24T17:00Z", TOKYO, "2026-11-24 17:00"),
        ("2026-11-24T17:00:59.5+09:00", WASHINGTON, "2026-11-24 08:00"),
        ("2026-11-24T17:00-0530", TOKYO, "2026-11-24 22:30"),
        ("2028-12-31 23:59", TOKYO, "2028-12-31 14:59"),
        ("明日9時", TOKYO, "2026-07-29 00:00"),
        ("明日の9時まで", TOKYO, "2026-07-29 00:00"),
        ("明日09:00", TOKYO, "2026-07-29 00:00"),
        ("明日午後3時", TOKYO, "2026-07-29 06:00"),
        ("明後日9時", TOKYO, "2026-07-30 00:00"),
        ("金曜日の17時まで", TOKYO, "2026-07-31 08:00"),
        ("月曜9時", TOKYO, "2026-08-03 00:00"),
        ("日曜 9時", TOKYO, "2026-08-02 00:00"),
        ("今日17時30分", TOKYO, "2026-07-28 08:30"),
        ("本日１７時５分", TOKYO, "2026-07-28 08:05"),
        ("11月24日 17:00", TOKYO, "2026-11-24 08:00"),
        ("1月5日 9時", TOKYO, "2027-01-05 00:00"),
        ("2026年11月24日17時", TOKYO, "2026-11-24 08:00"),
        # elapsed time
        ("+8h", TOKYO, "2026-07-28 13:30:20"),
        ("+30m", TOKYO, "2026-07-28 06:00:20"),
        ("+2d", TOKYO, "2026-07-30 05:30:20"),
        ("in 2h", TOKYO, "2026-07-28 07:30:20"),
        ("in 90 minutes", TOKYO, "2026-07-28 07:00:20"),
        ("in 1 week", TOKYO, "2026-08-04 05:30:20"),
        ("2週間後", TOKYO, "2026-08-11 05:30:20"),
        ("2時間後", TOKYO, "2026-07-28 07:30:20"),
        ("30分後", TOKYO, "2026-07-28 06:00:20"),
        # full width, odd spaces, nothing of no width
        ("＋８ｈ", TOKYO, "2026-07-28 13:30:20"),
        ("　０２１２００Ｚ　ＮＯＶ　２６　", TOKYO, "2026-11-02 12:00"),
        ("12\u200b00", TOKYO, "2026-07-29 03:00"),
    ],
)
def test_a_time_is_read_as_the_writer_means_it(typed: str, zone: str, meant: str) -> None:
    assert read_time(typed, now=NOW, zone=zone) == at(meant)


@pytest.mark.parametrize(
    ("typed", "days"), [("+3wd", 3), ("3wd", 3), ("10 working days", 10), ("3営業日", 3), ("３営業日後", 3)]
)
def test_working_days_are_left_to_who_knows_the_calendars(typed: str, days: int) -> None:
    assert read_time(typed, now=NOW, zone=TOKYO) == WorkingDays(days)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("4wh", 4),
        ("+4wh", 4),
        ("in 4 working hours", 4),
        ("1 working hour", 1),
        ("４ＷＨ", 4),
        ("4営業時間後", 4),
        ("12勤務時間", 12),
    ],
)
def test_working_hours_are_left_to_be_counted(typed: str, hours: int) -> None:
    assert read_time(typed, now=NOW, zone=TOKYO) == WorkingHours(hours)


@pytest.mark.parametrize("typed", ["0wh", "+0wd"])
def test_no_working_time_at_all_is_now(typed: str) -> None:
    read = read_time(typed, now=NOW, zone=TOKYO)
    assert isinstance(read, NotUnderstood)
    assert read.code == "past-time"


@pytest.mark.parametrize(
    ("typed", "zone", "code", "params"),
    [
        ("2026-07-28 14:30", TOKYO, "past-time", {"understood": at("2026-07-28 05:30")}),
        ("today 1400", TOKYO, "past-time", {"understood": at("2026-07-28 05:00")}),
        ("021200Z NOV 24", TOKYO, "past-time", {"understood": at("2024-11-02 12:00")}),
        ("+0h", TOKYO, "past-time", {"understood": at("2026-07-28 05:30:20")}),
        ("0wd", TOKYO, "past-time", {"understood": NOW}),
        ("021200Z NOV 62", TOKYO, "far-time", {"understood": at("2062-11-02 12:00")}),
        ("2029-01-01 00:00", TOKYO, "far-time", {"understood": at("2028-12-31 15:00")}),
        ("+999999d", TOKYO, "far-time", {"understood": at("4764-06-23 05:30:20")}),
        ("021200J NOV 26", TOKYO, "local-letter", {"letter": "J"}),
        ("1200j", TOKYO, "local-letter", {"letter": "J"}),
        (
            "2026-11-01 01:30",
            WASHINGTON,
            "ambiguous-time",
            {"earlier": at("2026-11-01 05:30"), "later": at("2026-11-01 06:30")},
        ),
        ("2027-03-14 02:30", WASHINGTON, "absent-time", {"understood": at("2027-03-14 07:30")}),
        (
            "tomorrow 0900W",  # it is still yesterday in Hawaii
            TOKYO,
            "ambiguous-time",
            {"earlier": at("2026-07-28 19:00"), "later": at("2026-07-29 19:00")},
        ),
    ],
)
def test_a_time_that_cannot_be_meant_says_why(
    typed: str, zone: str, code: str, params: dict[str, str | datetime]
) -> None:
    assert read_time(typed, now=NOW, zone=zone) == NotUnderstood(code, {"text": typed, **params})


def test_a_clock_time_shown_twice_today_but_over_is_read_for_the_next_day() -> None:
    after_both = datetime(2026, 11, 1, 7, tzinfo=UTC)
    assert read_time("0130", now=after_both, zone=WASHINGTON) == at("2026-11-02 06:30")


def test_the_present_minute_is_not_ahead() -> None:
    assert read_time("1430", now=at("2026-07-28 05:30"), zone=TOKYO) == at("2026-07-29 05:30")


RUBBISH = [
    *("", " ", "soon", "12", "900", "021200", "2500", "1260", "24:01", "12:5", "-2h", "8h", "5分", "tomorrow"),
    *("12pm", "午後12時", "mon"),
    *("2026-11-24", "2026-02-30 10:00", "2026-13-01 10:00", "320900Z", "021200Z XYZ 26", "1999-01-01 10:00"),
    *(
        "1200+1500",
        "2026-11-24 17:00 18:00",
        "９９９９",
        "١٢٠٠",
        "+1234567d",
        f"in{' ' * 70}2h",
        "0" * 10_000,
        "ﷺ" * 10_000,
    ),
]


@pytest.mark.parametrize("typed", RUBBISH)
@pytest.mark.parametrize("zone", [TOKYO, WASHINGTON, "Asia/Kolkata"])
def test_rubbish_is_answered_with_three_forms_that_are_right(typed: str, zone: str) -> None:
    refused = read_time(typed, now=NOW, zone=zone)
    assert isinstance(refused, NotUnderstood)
    assert (refused.code, refused.params["text"]) == ("not-a-time", typed.strip()[:LONGEST])
    for form in ("dtg", "clock", "span"):
        assert isinstance(read_time(str(refused.params[form]), now=NOW, zone=zone), datetime)


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("in 2h about it", 2),
        ("1700 call the tower", 1),
        ("021200Z NOV 26 call", 3),
        ("day after tomorrow 0900 call", 4),
        ("3wd", 1),
        ("明日9時 電話", 1),
        ("tomorrow call", 0),
        ("1700 a call", 1),
        ("1700A call", 1),
        ("call 1700", 0),
        ("", 0),
    ],
)
def test_the_time_that_words_begin_with_is_as_long_as_can_be(typed: str, length: int) -> None:
    assert leading_time(typed.split()) == length


def test_the_present_must_be_an_instant() -> None:
    with pytest.raises(NaiveTime):
        read_time("1200", now=NOW.replace(tzinfo=None), zone=TOKYO)


ZONES = st.sampled_from(
    ["UTC", TOKYO, WASHINGTON, "Pacific/Honolulu", "Asia/Kolkata", "Pacific/Tongatapu", "Europe/London"]
)
AHEAD = st.integers(min_value=1, max_value=2 * 365 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(ahead=AHEAD, shown_in=ZONES, typed_in=ZONES)
def test_a_group_reads_back_as_the_instant_it_was_made_from(ahead: timedelta, shown_in: str, typed_in: str) -> None:
    instant = NOW.replace(second=0) + timedelta(minutes=1) + ahead
    assert read_time(format_dtg(instant, shown_in), now=NOW, zone=typed_in) == instant


PIECES = st.sampled_from([*"0129:+-/ TZJIH時分日月年後", *MONTHS, "12", "24", "tomorrow", "明日", "2026", "wd", "in"])


@given(typed=st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=80), zone=ZONES)
def test_whatever_is_typed_gives_a_time_ahead_or_a_reason(typed: str, zone: str) -> None:
    read = read_time(typed, now=NOW, zone=zone)
    assert isinstance(read, NotUnderstood | WorkingDays | WorkingHours) or NOW < read < NOW + timedelta(days=3 * 366)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("021200Z NOV 26", True),
        ("021200Z NOV", True),
        ("2 Nov 1700I", True),
        ("2026-11-24T17:00+09:00", True),
        ("１１月２４日１７：００Ｉ", True),
        ("021200Z", False),
        ("2026-11-24 17:00", False),
        ("1700I", False),
        ("tomorrow 0900I", False),
        ("+8h", False),
        ("3wd", False),
        ("soonish", False),
    ],
)
def test_a_time_is_in_full_where_its_day_its_month_and_its_zone_are_typed(text: str, full: bool) -> None:
    assert is_in_full(text) is full


def test_spans_in_working_time_are_told_from_others() -> None:
    assert [counts_working_time(text) for text in ("3wd", "4営業時間", "+8h", "1700")] == [True, True, False, False]
