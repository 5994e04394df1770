"""The files that settings name, registry and calendars: their faults are told with their lines."""

from datetime import date
from pathlib import Path

from bot.clock import SystemClock
from bot.installation import load_calendars, load_house, load_registry
from tests.bot.settings_folder import folder, settings_of, told
from workflows.times.calendars import is_working_day

__all__ = ["folder"]  # a fixture that is used by name


def test_faults_of_the_registry_come_with_their_lines(folder: Path) -> None:
    path = folder / "bodies.toml"
    lines = path.read_text().splitlines()
    zone = next(at for at, line in enumerate(lines, 1) if line.startswith("zone"))
    parent = next(at for at, line in enumerate(lines, 1) if line.startswith("parent"))
    lines[zone - 1] = 'zone = "Nowhere/City"'
    lines[parent - 1] = 'parent = "nobody"'
    path.write_text("\n".join(lines))
    registry, findings = load_registry(path)
    assert registry is None
    assert {finding.line for finding in findings} == {zone, parent}


def test_a_calendar_that_is_missing_or_at_fault_is_told(folder: Path) -> None:
    settings = folder / "kakehashi.toml"
    rows = (folder / "bodies.toml").read_text().splitlines()
    line = rows.index('calendar = "us-federal"') + 1
    assert told(settings, '"calendars/us-federal.toml", ', "") == [
        f"bodies.toml:{line}: calendar 'us-federal' is not one of those that the settings name (jp-government)"
    ]


def test_faults_of_a_calendar_come_with_their_lines(tmp_path: Path) -> None:
    day = '[[day]]\ndate = 2026-01-01\nname = "a"\nname_ja = "b"\n'
    path = tmp_path / "c.toml"
    path.write_text(f'id = ""\nfirst = 2026-01-01\nlast = 2026-12-31\n{day}{day}[[day]]\nname = "c"\n')
    calendars, findings = load_calendars([path])
    assert calendars == {}
    assert [(finding.line, finding.text) for finding in findings] == [
        (1, "id: a name is wanted"),
        (9, "day 2: 2026-01-01 is there twice"),
        (12, "day 3: name_ja: a name is wanted"),
        (12, "day 3: date: a date is wanted"),
    ]


def test_an_installations_own_days_are_read_and_their_faults_told_with_their_lines(folder: Path) -> None:
    settings = folder / "kakehashi.toml"
    assert settings_of(folder).own_days is None
    settings.write_text('own_days = "own.toml"\n' + settings.read_text("utf-8"), "utf-8")
    day = '[[day]]\ndate = 2027-04-05\nname = "a"\nname_ja = "b"\n'
    (folder / "own.toml").write_text(day)
    house, findings = load_house(settings_of(folder), SystemClock())
    assert house is not None, findings
    house.database.close()
    assert not any(is_working_day(row, date(2027, 4, 5)) for row in house.calendars.values())
    (folder / "own.toml").write_text(day + 'calendars = ["moon"]\n')
    house, findings = load_house(settings_of(folder), SystemClock())
    assert house is None
    text = "day 1: calendars: a list of some of us-federal, jp-government is wanted"
    assert [(row.line, row.text) for row in findings] == [(5, text)]


def test_two_calendars_of_one_id_are_told(folder: Path) -> None:
    path = folder / "calendars" / "us-federal.toml"
    _, findings = load_calendars([path, path])
    assert [finding.text for finding in findings] == ["there is another calendar 'us-federal'"]
