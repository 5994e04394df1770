"""Phase and category from Slack: typed in either language or chosen in a form, shown back, told where it concerns."""

import pytest

from bot import labels
from bot.words import speaker
from tests.bot.office import BOTH, Office, all_well, opened, texts_of, user_of
from tests.slackd.model import Json
from workflows.situation import PHASES

US, JP, NSS = "us-usfj-cdr", "jp-jjoc-cdr", "jp-nss-duty"
CATEGORY = 'situation 重要影響事態 "Cabinet decision of 2 November"'


def shown(office: Office, body: str) -> str:
    return "\n".join(texts_of(office.card(body).blocks))


def form(office: Office, seat: str, verb: str) -> Json:
    """The view that a verb alone brings up."""
    office.type(seat, verb)
    payload: Json = office.slackd.view_of(user_of(seat)).payload
    return payload


@BOTH
def test_a_phase_is_told_where_it_concerns_in_each_reader_s_language(office: Office) -> None:
    answer = office.do(US, "phase crisis from:020300Z NOV 26 because:drill")
    assert "Your nation's phase is crisis from Mon 2 Nov 12:00" in answer
    assert "(I · 020300Z NOV 26)" in answer
    assert "In force then, the highest of all nations': crisis." in answer
    assert {"us-usfj", "jp-jjoc", "bocc", "jp-nss"} <= {row["lane"] for row in office.rows("outbox")}
    at_home, across = shown(office, "us-usfj"), shown(office, "jp-jjoc")
    assert "SIT-26-0001 · Phase (United States): crisis" in at_home
    assert "drill" in at_home
    assert "SIT-26-0001 · 米国のフェーズ：危機" in across
    assert "11月2日(月) 12:00" in across
    assert "drill" in across
    assert not [block for block in office.card("us-usfj").blocks if block["type"] == "actions"]
    all_well(office)


def test_who_set_it_sees_where_it_went(office: Office) -> None:
    office.do(JP, "phase 警戒")
    routed = next(text for text in office.told("jp-jjoc") if "送付先" in text or "BOCC" in text)
    assert "設定した" in routed
    assert office.told("us-usfj") == []


def test_a_category_is_told_with_its_source(office: Office) -> None:
    assert "事態区分は" in office.do(NSS, CATEGORY)
    assert "重要影響事態" in shown(office, "jp-nss")
    across = shown(office, "us-usfj")
    assert "Situation category (Japan): important influence situation" in across
    assert "Cabinet decision of 2 November" in across


def test_what_is_in_force_stands_under_the_list_of_what_is_open(office: Office) -> None:
    assert "Phase in force: *steady*" in office.tell("us-usfj-watch", "status")
    office.do(US, "phase watch from:+1h")
    office.do(NSS, CATEGORY)
    said = office.tell("us-usfj-watch", "status")
    assert "Phase in force: *steady*" in said
    assert (
        "Situation category (Japan): important influence situation · since Mon 2 Nov 09:00 · Cabinet decision" in said
    )
    assert "有効なフェーズ： *平常*" in office.tell("jp-jjoc-watch", "status")


@pytest.mark.parametrize(("seat", "verb"), [("us-usfj-watch", "phase"), (JP, "situation"), (US, "situation")])
def test_who_may_not_set_it_gets_no_form_and_hears_who_could(office: Office, seat: str, verb: str) -> None:
    answer = office.tell(seat, verb)
    assert office.slackd.views == []
    could = {("us-usfj-watch", "phase"): US, (JP, "situation"): NSS}.get((seat, verb))
    assert (f"`{could}`" in answer) if could else ("another nation" in answer)


def test_the_form_lets_choose_from_what_there_is_and_is_sent(office: Office) -> None:
    options = {
        row["value"]: row["text"]["text"]
        for block in form(office, NSS, "situation")["blocks"]
        for row in block.get("element", {}).get("options", ())
    }
    assert options["armed-attack"] == "武力攻撃事態"
    assert options.keys() == {row.id for row in office.house.registry.categories.values()}
    view = office.slackd.view_of(user_of(NSS))
    given = {"category": "armed-attack", "source": "x", "from": "2026-11-01 09:00I"}
    late = office.slackd.submit(user_of(NSS), view.id, given)
    assert "because" in late.json["errors"]
    office.slackd.submit(user_of(NSS), view.id, {**given, "because": "回線障害"})
    assert "回線障害" in shown(office, "jp-nss")
    assert "Entered late, at" in shown(office, "us-usfj")


def test_every_phase_can_be_chosen_and_its_word_typed_in_each_language(office: Office) -> None:
    options = [
        row["value"]
        for block in form(office, US, "phase")["blocks"]
        for row in block.get("element", {}).get("options", ())
    ]
    assert options == list(PHASES) == list(labels.PHASES)
    for phase in PHASES:
        for language in ("en", "ja"):
            word = speaker(language)(labels.PHASES[phase])
            assert labels.PHASES[phase] in office.do(US, f"phase {word}"), (phase, word)


def test_a_word_that_is_none_is_answered_with_what_there_is(office: Office) -> None:
    assert "`steady`, `recovery`, `watch`, `crisis`" in office.tell(US, "phase war")
    assert "`important-influence`" in office.tell(NSS, "situation war x")


def test_a_label_is_proposed_by_the_watch_and_confirmed_by_button(office: Office) -> None:
    office.do("jp-jjoc-watch", 'label グレーゾーンの事態 "夜間の接近が続く"')
    assert "確認…" in shown(office, "jp-jjoc")
    assert "There is no `SIT-26-JP-0001` here." in office.tell("us-usfj-cdr", "confirm SIT-26-JP-0001")
    with pytest.raises(IndexError):
        office.card("us-usfj")
    office.fill(JP, "confirm")
    across = shown(office, "us-usfj")
    assert "SIT-26-0001 · Label (Japan): grey-zone situation" in across
    assert "夜間の接近が続く" in across
    assert "JP-0001" not in across
    assert "Label (Japan): grey-zone situation · since Mon 2 Nov 09:00" in office.tell("us-usfj-watch", "status")
    all_well(office)


def test_the_relief_is_told_phase_category_and_what_is_worked_on_as_one(office: Office) -> None:
    serial = opened(office)
    for seat in ("acg-dg-us-lead", "acg-dg-jp-lead"):
        office.do(seat, f"mode {serial} integration")
    office.do(JP, "phase watch")
    office.do(NSS, CATEGORY)
    office.do("us-usfj-watch", f"handover us-usfj-watch <@{user_of('us-usfj-cos')}>")
    card = shown(office, "us-usfj")
    assert "Phase in force: *watch*" in card
    assert "important influence situation · since Mon 2 Nov 09:00 · Cabinet decision of 2 November" in card
    assert f"*{serial}* Runway repair · Received · integration" in card
