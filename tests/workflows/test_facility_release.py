"""What of a facility or area use crosses, and when (DOMAIN 6.5): views, advice, the outcome, minutes."""

import msgspec
import pytest

from tests.workflows.build import Play, decided
from tests.workflows.facilities import (
    GIVEN,
    INTAKE,
    JP,
    JP_CHAIR,
    LOCAL,
    STARTER,
    US,
    US_CHAIR,
    YES,
    advising,
    agreed,
    agreeing,
    asked,
    shown,
)


def written_for(play: Play, word: str) -> set[tuple[str, ...]]:
    """The audiences of the entries in which a word stands."""
    return {entry.audience for _, entry in play.entries if word in str(entry.content)}


# Each nation for itself; what is said crosses by rule


def test_nothing_of_it_crosses_before_its_release(play: Play) -> None:
    play.do("facility", STARTER, **GIVEN)
    assert {entry.audience for _, entry in play.entries} == {("us",)}


def test_local_views_cross_only_as_they_are_summed_up(play: Play) -> None:
    matter = asked(play)
    play.do("takein", INTAKE, matter)
    play.do("localview", "jp-prefectures-gov", matter, text="The town is divided.")
    play.do("localview", LOCAL, matter, text="The port is for it.")
    assert "divided" in shown(play, matter, "jp", desk="jp-mod-rdb")
    assert "divided" not in shown(play, matter, "us") + shown(play, matter, "us", "jp")
    play.do("sumup", LOCAL, matter, text="Concern about noise.")
    assert "Concern about noise." in shown(play, matter, "us")
    assert (written_for(play, "divided"), ("us", "jp") in written_for(play, "Concern about noise.")) == (
        {("jp",)},
        True,
    )


def test_one_chair_s_advice_is_its_nation_s_until_both_have_advised_on_the_same_terms(play: Play) -> None:
    matter = advising(play)
    play.do("advise", US_CHAIR, matter, advice="not-recommended", because="Too near the town.")
    assert "Too near" not in shown(play, matter, "jp") + shown(play, matter, "us", "jp")
    play.do("propose", JP_CHAIR, matter, detail="By day alone.", until="+100d")
    assert "Too near" not in shown(play, matter, "us")
    assert play.stage(matter) == "subcommittee"
    for seat in (JP_CHAIR, US_CHAIR):
        play.do("advise", seat, matter, advice="recommended", because="By day.")
    assert play[matter].facts["advice"]["us"]["text"] == "By day."
    assert written_for(play, "Too near") == {("us",)}


def test_what_was_read_before_the_terms_changed_is_neither_advised_on_nor_decided(play: Play) -> None:
    matter = advising(play)
    play.do("propose", JP_CHAIR, matter, detail="By day alone.")
    stale = msgspec.structs.replace(play.command("advise", US_CHAIR, matter, advice="recommended", because="x"), seen=1)
    answer = play.run(stale)
    assert getattr(answer, "code", "") == "text-changed"


@pytest.mark.parametrize(
    ("us", "jp", "stage", "outcome"),
    [
        ("approve", "approve", "cabinet", "approved"),
        ("approve", "conditions", "cabinet", "conditions"),
        ("defer", "approve", "subcommittee", None),
        ("conditions", "disapprove", "refused", "disapproved"),
        ("disapprove", "defer", "refused", "disapproved"),
    ],
)
def test_the_joint_outcome_is_derived_and_neither_representative_speaks_for_the_other(
    play: Play, us: str, jp: str, stage: str, outcome: str | None
) -> None:
    matter = agreeing(play)
    play.do("decide", US, matter, **decided(us))
    assert (play.stage(matter), play[matter].outcome) == ("committee", None)
    assert play.refused("decide", US, matter, **YES).code == "already-recorded"
    play.do("decide", JP, matter, **decided(jp))
    assert (play.stage(matter), play[matter].outcome) == (stage, outcome)


def test_the_outcome_is_on_record_with_the_terms_it_rests_on(play: Play) -> None:
    matter = agreed(play)
    (entry,) = [entry for _, entry in play.entries if entry.act == "outcome"]
    assert entry.audience == ("us", "jp")
    assert (entry.content["place"], entry.content["ends"]) == ("Nyutabaru", play[matter].facts["ends"])


# Minutes


def test_minutes_come_out_only_while_both_say_so(play: Play) -> None:
    matter = agreeing(play)
    assert play[matter].facts["minutes"] == "keep"
    play.do("minutes", US, matter, minutes="publish")
    assert play[matter].facts["minutes"] == "keep"
    assert "publish" not in shown(play, matter, "jp") + shown(play, matter, "us", "jp")
    play.do("minutes", JP, matter, minutes="publish")
    assert play[matter].facts["minutes"] == "publish"
    play.do("minutes", US, matter, minutes="keep")
    assert play[matter].facts["minutes"] == "keep"


def test_what_was_refused_before_the_committee_has_no_minutes(play: Play) -> None:
    matter = asked(play)
    play.do("refuse", INTAKE, matter, because="x")
    assert play.refused("minutes", US, matter, minutes="keep").code == "not-now"
