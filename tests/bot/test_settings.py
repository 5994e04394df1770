"""Settings are read once, every fault is told at once with its line, and no token shows."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.installation import load_house
from bot.settings.reading import read_environment, read_settings, read_settings_file
from bot.settings.tokens import Secret, missing
from tests.bot.settings_folder import NOON, folder, settings_of, told
from workflows.matter import Actor

__all__ = ["folder"]  # a fixture that is used by name


def test_the_example_opens_a_house(folder: Path) -> None:
    settings = settings_of(folder, {"KAKEHASHI_DATABASE_URL": f"sqlite:///{folder}/x.db"})
    house, findings = load_house(settings, lambda: NOON)
    assert findings == ()
    assert house is not None
    assert house.administrators == {
        "us": (Actor("T0123ABCD", "U0123ABCD"),),
        "jp": (Actor("T0123ABCD", "U0456EFGH"),),
    }
    assert sorted(house.calendars) == ["jp-government", "us-federal"]
    assert "bocc" in house.registry.bodies
    assert house.clock() == NOON
    assert str(house.database.engine.url) == f"sqlite:///{folder}/x.db"
    assert not (folder / "x.db").exists()
    assert not house.allow_cui


def test_that_cui_may_be_carried_is_a_setting_which_names_who_said_so(folder: Path) -> None:
    file = folder / "kakehashi.toml"
    file.write_text(file.read_text().replace("# cui_authority", "cui_authority"))
    house, _ = load_house(settings_of(folder, {"KAKEHASHI_DATABASE_URL": f"sqlite:///{folder}/x.db"}), lambda: NOON)
    assert house is not None
    assert house.allow_cui
    assert told(file, '"memorandum of …"', "true")[0].endswith("a text is wanted here")
    house.database.close()


def test_without_an_environment_the_defaults_hold(folder: Path) -> None:
    settings = settings_of(folder)
    environment = settings.environment
    assert environment.database_url.reveal() == "sqlite:///kakehashi.db"
    assert environment.slack_api == "https://slack.com/api/"
    assert settings.log_level == "INFO"
    assert missing(settings.tokens, environment, http=False) == ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
    assert missing(settings.tokens, environment, http=True) == ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")


def test_tokens_and_addresses_come_from_the_environment(folder: Path) -> None:
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-2",
        "SLACK_SIGNING_SECRET": "three",
        "SLACK_API_URL": "http://127.0.0.1:9/api",
        "KAKEHASHI_DATABASE_URL": "postgresql://u:four@h/d",
    }
    settings = settings_of(folder, environ)
    environment = settings.environment
    assert environment.bot_token.reveal() == "xoxb-1"
    assert environment.slack_api == "http://127.0.0.1:9/api/"
    assert missing(settings.tokens, environment, http=True) == missing(settings.tokens, environment, http=False) == ()
    for secret in ("xoxb-1", "xapp-2", "three", "four"):
        assert secret not in repr(settings)
        assert secret not in str(settings)


def test_each_workspace_s_tokens_come_from_the_variables_that_the_settings_name(folder: Path) -> None:
    path = folder / "kakehashi.toml"
    rows = '[workspaces.T1]\nbot_token = "A"\napp_token = "B"\n[workspaces.T2]\nbot_token = "C"\napp_token = "B"\n'
    path.write_text(path.read_text() + rows + 'api = "https://slack-gov.com/api"\n')
    settings = settings_of(folder, {"A": "xoxb-a", "B": "xapp-b"})
    assert [(row.team, row.bot.reveal(), row.app.reveal()) for row in settings.tokens] == [
        ("T1", "xoxb-a", "xapp-b"),
        ("T2", "", "xapp-b"),
    ]
    assert [row.api for row in settings.tokens] == ["https://slack.com/api/", "https://slack-gov.com/api/"]
    assert missing(settings.tokens, settings.environment, http=False) == ("C",)
    assert missing(settings.tokens, settings.environment, http=True) == ("C", "SLACK_SIGNING_SECRET")
    assert "xoxb-a" not in repr(settings)


def test_the_rhythm_is_a_file_beside_the_settings_where_one_is_named(folder: Path) -> None:
    assert settings_of(folder).rhythm is None
    file = folder / "kakehashi.toml"
    file.write_text(file.read_text().replace("# rhythm =", "rhythm ="))
    assert settings_of(folder).rhythm == folder / "rhythm.toml"


def test_a_secret_hides_and_knows_whether_it_is_there() -> None:
    assert (repr(Secret("a")), str(Secret("a")), f"{Secret('a')}") == ("Secret('…')",) * 3
    assert Secret("a")
    assert not Secret("")


def test_the_file_is_found_by_argument_variable_and_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.toml"
    other.write_text((folder / "kakehashi.toml").read_text().replace('"INFO"', '"ERROR"'))
    monkeypatch.chdir(folder)
    levels = [
        settings.log_level if settings else None
        for settings, _ in (
            read_settings({}),
            read_settings({"KAKEHASHI_SETTINGS": str(other)}),
            read_settings({"KAKEHASHI_SETTINGS": "nowhere.toml"}, other),
        )
    ]
    assert levels == ["INFO", "ERROR", "ERROR"]


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    settings, findings = read_settings({}, tmp_path / "kakehashi.toml")
    assert settings is None
    assert "\n".join(map(str, findings)) == (
        f"{tmp_path}/kakehashi.toml: the settings file cannot be read: No such file or directory; "
        "copy deploy/settings.example.toml there, or name another file in KAKEHASHI_SETTINGS"
    )


SETTINGS_FAULTS = [
    ('"INFO"', '"DEBUG"', ["13: log_level is one of INFO, WARNING, ERROR: at DEBUG Slack's libraries print"]),
    ('"INFO"', "3", ["13: log_level is one of INFO, WARNING, ERROR"]),
    ("# exercise = true", 'exercise = "yes"', ["16: true or false is wanted here"]),
    ("log_level", "loglevel", ["13: 'loglevel' is no setting: there are registry, calendars, own_days, log_level"]),
    ('"bodies.toml"', "[]", ["11: the name of a file is wanted here"]),
    ("registry =", "#", [" 'registry' is missing"]),
    ('"calendars/us-federal.toml"', "5", ["12: the name of a file is wanted here"]),
    ('["calendars/us-federal.toml", "calendars/jp-government.toml"]', '"x"', ["12: a list of files is wanted here"]),
    ('["T0123ABCD/U0123ABCD"]', "[]", ["25: a list of people is wanted here"]),
    ('"T0123ABCD/U0123ABCD"', '"@somebody"', ["25: '@somebody' is not TEAM/USER by Slack's ids"]),
    ('"T0123ABCD/U0123ABCD"', '"T1/U1", 3', ["25: 3 is not TEAM/USER by Slack's ids"]),
    ("[administrators]\n", "administrators = 1\n[other]\n", ["24: a table is wanted", "25: 'other' is no setting"]),
    ("us = [", "fr = ", ["25: the settings file is not TOML: "]),
    ("us = [", "# [", ["24: nation 'us' has no administrator"]),
    ("jp = [", "fr = [", ["24: nation 'jp' has no administrator", "26: 'fr' is not a nation of the registry"]),
    ("U0456EFGH", "U0123ABCD", ["25: T0123ABCD/U0123ABCD is named for 'jp' too", "26: T0123ABCD/U0123ABCD is named"]),
    (
        "[administrators]",
        "[workspaces.T1]\nbot_token = 'A'\n[administrators]",
        ["24: bot_token and app_token are wanted"],
    ),
    ("[administrators]", "workspaces = 1\n[administrators]", ["24: tables are wanted here: [workspaces.T0123ABCD]"]),
    (
        "[administrators]",
        "[workspaces.nowhere]\nbot_token = 'A'\napp_token = 'B'\napi = 'x'\n[administrators]",
        ["24: 'nowhere' is not the id of a workspace", "27: api is not an address"],
    ),
    ('"bodies.toml"', '"none.toml"', ["none.toml: the registry cannot be read: No such file"]),
]


@pytest.mark.parametrize(("find", "put", "faults"), SETTINGS_FAULTS)
def test_a_fault_of_the_settings_is_told_at_its_line(folder: Path, find: str, put: str, faults: list[str]) -> None:
    found = told(folder / "kakehashi.toml", find, put)
    assert len(found) == len(faults)
    for line, fault in zip(found, faults, strict=True):
        assert line.startswith(fault if fault.startswith("none.toml") else f"kakehashi.toml:{fault}"), line


def test_all_faults_are_told_together_and_the_rest_is_read(folder: Path) -> None:
    path = folder / "kakehashi.toml"
    path.write_text('registry = 1\nlog_level = "LOUD"\ncalendars = []\n[administrators]\nus = 3\n')
    read = read_settings_file(path)
    assert [finding.line for finding in read.findings] == [1, 2, 5]
    assert dict(read.values) == {
        "calendars": (),
        "own_days": None,
        "workspaces": (),
        "cui_authority": "",
        "record_emoji": "memo",
        "log_origin": "",
        "log_keys": None,
        "rhythm": None,
        "ics": None,
        "exercise": False,
    }
    environ = {"SLACK_BOT_TOKEN": "xapp-secret", "SLACK_APP_TOKEN": "xoxb-secret", "SLACK_API_URL": "slack"}
    settings, findings = read_settings({**environ, "KAKEHASHI_DATABASE_URL": "mysql://u:secret@h"}, path)
    assert settings is None
    assert len(findings) == 7
    assert "secret" not in " ".join(map(str, findings))


def test_what_cannot_be_a_token_is_told_by_its_variable_and_is_none(folder: Path) -> None:
    """As where the README's own line is pasted; else it would be found in the header of the first call."""
    path = folder / "kakehashi.toml"
    path.write_text(path.read_text() + '[workspaces.T1]\nbot_token = "A"\napp_token = "B"\n')
    environ = {"SLACK_BOT_TOKEN": "xoxb-…", "SLACK_SETUP_TOKEN": "xoxp-secret\n", "A": "xoxb-é", "B": "xapp-b"}
    settings, findings = read_settings(environ, path)
    assert settings is None
    assert [finding.text for finding in findings] == [
        "SLACK_BOT_TOKEN is no token: there is '…' in it. A token looks like xoxb-123-456-abc",
        "SLACK_SETUP_TOKEN is no token: there is '\\n' in it. A token looks like xoxp-123-456-abc",
        "A is no token: there is 'é' in it. A token looks like xoxb-123-456-abc",
    ]
    assert not read_environment(environ)[0].bot_token


ADDRESSES = {
    "sqlite:///kakehashi.db": True,
    "sqlite:////var/lib/k.db": True,
    "postgresql://u:p#w@host:5432/d": True,
    "postgresql+psycopg://u@[::1]:5432/d": True,
    "postgresql:///d?host=/run/postgresql": True,
    "sqlite://": False,
    "sqlite:///:memory:": False,
    "sqlite:kakehashi.db": False,
    "kakehashi.db": False,
    "postgresql://host:port/d": False,
    "postgresql://[::1/d": False,
    "mysql://host/d": False,
}


@pytest.mark.parametrize(("url", "is_right"), ADDRESSES.items())
def test_only_addresses_of_the_two_databases_pass(url: str, is_right: bool) -> None:
    environment, findings = read_environment({"KAKEHASHI_DATABASE_URL": url})
    assert environment.database_url.reveal() == url
    assert (findings == ()) == is_right


@pytest.mark.parametrize("url", ["slack.com/api", "http://", "http://h:port/", "http://[::1/", "ftp://h/"])
def test_an_address_of_slack_that_is_none_is_told(url: str) -> None:
    _, findings = read_environment({"SLACK_API_URL": url})
    assert [finding.text[:20] for finding in findings] == ["SLACK_API_URL is not"]


def test_the_clock_gives_aware_utc() -> None:
    clock = SystemClock()
    first, second = clock(), clock.now()
    assert first.utcoffset() == timedelta()
    assert timedelta() <= second - first < timedelta(seconds=5)
