from datetime import UTC, datetime, timedelta

import pytest

from workflows.times.dtg import LOCAL_LETTER, OFFSET_OF, NaiveTime, format_dtg, in_zone, utc

JULY = datetime(2024, 7, 28, 14, 30, 59, tzinfo=UTC)
JANUARY = datetime(2024, 1, 28, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "group"),
    [
        (JULY, "UTC", "281430Z JUL 24"),
        (JULY, "Asia/Tokyo", "282330I JUL 24"),
        (JULY, "Pacific/Honolulu", "280430W JUL 24"),
        (JULY, "America/New_York", "281030Q JUL 24"),
        (JANUARY, "America/New_York", "280930R JAN 24"),
        (JULY, "Asia/Kolkata", "281430Z JUL 24"),  # half an hour has no letter
        (JULY, "Pacific/Tongatapu", "281430Z JUL 24"),  # nor has +13
        (JULY, "Etc/GMT-12", "290230M JUL 24"),
        (JULY, "Etc/GMT+12", "280230Y JUL 24"),
        (datetime(2026, 12, 31, 15, tzinfo=UTC), "Asia/Tokyo", "010000I JAN 27"),
    ],
)
def test_a_group_carries_the_letter_of_its_zone_at_that_instant(instant: datetime, zone: str, group: str) -> None:
    assert format_dtg(instant, zone) == group


def test_the_same_instant_gives_the_same_group_whatever_zone_it_came_in() -> None:
    assert format_dtg(in_zone(JULY, "Asia/Tokyo"), "America/New_York") == "281030Q JUL 24"


def test_a_reader_gets_the_instant_on_their_own_clock() -> None:
    local = in_zone(JULY, "Asia/Tokyo")
    assert (local, local.hour, local.utcoffset()) == (JULY, 23, timedelta(hours=9))


def test_letters_are_those_of_whole_hours_from_minus_to_plus_twelve_without_j() -> None:
    assert sorted(OFFSET_OF.values()) == [timedelta(hours=hours) for hours in range(-12, 13)]
    assert LOCAL_LETTER not in OFFSET_OF


def test_a_time_without_offset_is_no_instant() -> None:
    naive = JULY.replace(tzinfo=None)
    for use in (utc, lambda at: in_zone(at, "UTC"), lambda at: format_dtg(at, "UTC")):
        with pytest.raises(NaiveTime):
            use(naive)
