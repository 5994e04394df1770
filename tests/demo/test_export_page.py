"""An exported log as a page in a real browser: it finds, speaks both languages, prints, and runs nothing else.

With KAKEHASHI_PICTURES=1 its pictures in docs/pictures are taken anew (fonts-noto-cjk wanted).
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.exports.page import html_of
from bot.exports.words import front_of
from bot.exports.writing import readers_of
from tests.demo.log_page import LOOKED_AT, open_tab, page_of, verdict
from tests.demo.test_browser import PICTURES
from tests.play import registry
from tests.state.exports import JOINT, amended, stored, view

HOSTILE = (
    "</script><script>window.ran = 1</script>",
    "<!--<script>window.ran = 1</script>",
    '<img src="http://127.0.0.1:9/x" onerror="window.ran = 1">',
    "\\u003cscript>window.ran = 1\\\\u003c/script>",
    "line\u2028paragraph\u2029end",
    "]]><svg onload='window.ran = 1'>",
    "{seq} ${window.ran = 1} `x`",
    "\u202ereversed",
)

pytestmark = LOOKED_AT


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with open_tab() as page:
        yield page


def test_what_an_entry_says_runs_nothing_and_reads_as_it_was_typed(tab: Page, tmp_path: Path) -> None:
    entries = [
        stored("us", at, {"text": text, text: text, "__proto__": text, "constructor": text}, act="note", matter=text)
        for at, text in enumerate(HOSTILE, 1)
    ]
    assert verdict(tab, page_of(tmp_path, [view("us", entries)])).startswith("✓")
    for at, text in enumerate(HOSTILE):
        tab.locator(f".row[data-at='{at}']").click()
        expect(tab.locator("aside dd").first).to_have_text(text.replace("\u2028", " ").replace("\u2029", " "))
    assert tab.evaluate("[window.ran, wrong]") == [None, []]
    tab.locator("#print").evaluate("each => each.textContent.length > 100")
    assert tab.evaluate("document.querySelectorAll('#print img, #print svg, aside img, .row img').length") == 0


def test_a_script_that_somebody_adds_does_not_run(tab: Page, tmp_path: Path) -> None:
    path = page_of(tmp_path)
    path.write_text(path.read_text("utf-8").replace("</body>", "<script>window.ran = 1</script></body>"), "utf-8")
    verdict(tab, path)
    assert tab.evaluate("[window.ran, wrong]") == [None, ["inline"]]


def found(tab: Page) -> list[str]:
    return [text.split(" · ")[2] for text in tab.locator(".row .facts").all_inner_texts()]


def test_filters_and_search_find_entries_in_both_languages(tab: Page, tmp_path: Path) -> None:
    later = {"act": "open", "seat": "us-usfj-watch", "time": "2026-03-17T01:00:00.000Z"}
    us = [stored("us", 1, {"title": "港湾の使用 ＡＢＣ"}, **later), stored("us", 2, seat="us-indopacom-j5")]
    verdict(tab, page_of(tmp_path, [view("us", us), view("us+jp", JOINT)]))
    cases = {
        ("#text", "港湾 abc"): ["us 1"],
        ("#text", "USFJ 米国"): ["us 1"],
        ("#text", "nowhere"): [],
        ("#matter", "26-0003"): ["us+jp 3"],
        ("#from", "2026-03-15T14:31"): ["us 1"],
        ("#to", "2026-03-15T14:30"): [],
    }
    for (field, typed), rows in cases.items():
        tab.locator(field).fill(typed)
        expect(tab.locator("#count")).to_contain_text(f"{len(rows)} of 7")
        expect(tab.locator(".row")).to_have_count(len(rows))
        assert found(tab) == rows
        tab.locator("#clear").click()
        expect(tab.locator(".row")).to_have_count(7)
    chosen = {("#log", "us+jp"): 5, ("#act", "open"): 1, ("#who", "us-usfj-watch"): 1, ("#who", "nation:us"): 2}
    for (field, value), count in chosen.items():
        tab.locator(field).select_option(value)
        expect(tab.locator(".row")).to_have_count(count)
        tab.locator("#clear").click()
    tab.locator("#when rect.hit").last.click()
    expect(tab.locator("#count")).to_contain_text("1 of 7")
    assert found(tab) == ["us 1"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_demos_log_looks_as_in_the_guide(tab: Page, story: Path, tmp_path: Path, language: str) -> None:
    readers = readers_of(registry(), ("us",))
    lines = (story / "log-us.jsonl").read_bytes().splitlines(keepends=True)
    out = tmp_path / "log.html"
    out.write_bytes(b"".join(html_of(lines, readers, front_of("log-us", readers, ""))))
    assert verdict(tab, out).startswith("✓")
    if language == "ja":
        tab.locator("#language").click()
    tab.locator("#matter").fill("CR-26-0001")
    expect(tab.locator(".row").first).to_contain_text("CR-26-0001")
    act = {"en": "· Decide ·", "ja": "· 決定 ·"}[language]
    tab.locator(".row", has_text=re.compile(act)).first.click()
    expect(tab.locator("aside h2")).to_contain_text({"en": "recorded: approved", "ja": "決定を記録：承認"}[language])
    if os.environ.get("KAKEHASHI_PICTURES") == "1":
        tab.screenshot(path=PICTURES / f"log-{language}.png")


def test_the_page_speaks_both_languages(tab: Page, tmp_path: Path) -> None:
    entries = [stored("us", 1, {"decision": "approved"}, act="decide", seat="us-usfj-cdr")]
    verdict(tab, page_of(tmp_path, [view("us", entries)]))
    expect(tab.locator(".row")).to_contain_text("USFJ (United States) recorded: approved.")
    tab.locator("#language", has_text="日本語").click()
    expect(tab.locator(".row")).to_contain_text("USFJ (米国) が決定を記録：承認")
    expect(tab.locator("#said")).to_contain_text("検証済み")
    assert tab.locator("html").get_attribute("lang") == "ja"
    shown = tab.locator("#filters, header, #verdict").all_inner_texts()
    assert tab.locator("#caution code").inner_text() == "kakehashi log verify"
    assert "`" not in " ".join(shown)
    assert not re.search(r"\b(Search|Matter|Log|Act|Print|Verified|Save|until|from)\b", " ".join(shown))


def test_a_stage_is_called_as_in_its_procedure_and_who_acted_has_a_name(tab: Page, tmp_path: Path) -> None:
    person = {"person": {"team": "T1", "user": "U1"}}
    rows = [
        stored("us", at, person, act="disclose", seat="us-usfj-fdo", stage=["asked"], matter=f"{kind}-26-0001")
        for at, kind in enumerate(("RFI", "AP"), 1)
    ]
    verdict(tab, page_of(tmp_path, [view("us", rows)], opens="ja"))
    for kind, stage in (("RFI", "照会中"), ("AP", "要請中")):
        row = tab.locator(".row", has_text=f"{kind}-26-0001")
        expect(row).to_contain_text(stage)
        row.click()
        expect(tab.locator("aside p").first).to_contain_text(stage)
    assert "担当者" in tab.locator("aside dt").all_inner_texts()


def test_it_opens_in_the_language_that_was_asked_for(tab: Page, tmp_path: Path) -> None:
    assert "検証済み" in verdict(tab, page_of(tmp_path, opens="ja"))


def test_a_field_is_said_in_words_of_the_readers_language_and_its_line_stays_as_it_is(
    tab: Page, tmp_path: Path
) -> None:
    content = {
        "decision": "approved",
        "mode": "coordination",
        "door": "slash",
        "body": "us-usfj",
        "person": {"team": "T1", "user": "U1"},
        "decided": "2026-11-28T16:31:51.576Z",
        "answers": {"jp": {"answer": "concurred", "seat": "jp-jjoc-cdr"}},
        "on_watch": True,
        "text": "constructor",
    }
    entries = [stored("us", 1, content, act="decide", seat="us-usfj-cdr", stage=["deciding/us/awaiting"])]
    verdict(tab, page_of(tmp_path, [view("us", entries)]))
    tab.locator("#language", has_text="日本語").click()
    tab.locator(".row").click()
    shown = tab.locator("aside dd").all_inner_texts()
    for words in ("承認", "調整モード", "入力行", "USFJ", "T1/U1", "281631Z NOV 26", "constructor"):
        assert words in shown, words
    assert any(row.startswith("日本: 回答: 同意; 席: ") for row in shown)
    assert "決定待ち › 米国 › 未決定" in tab.locator("aside p").inner_text()
    assert '"mode":"coordination"' in tab.locator("aside pre").inner_text()


def test_an_entry_reads_as_it_was_put_right_and_opens_as_it_was_first(tab: Page, tmp_path: Path) -> None:
    out = page_of(tmp_path, [view("us", amended())])
    assert verdict(tab, out).startswith("✓ Verified: 4 entries")
    rows = tab.locator(".row")
    expect(rows.first).to_contain_text("noted: two crews")
    expect(rows.first).to_contain_text("Note · USFJ Commander, USFJ · corrected since · added to since")
    tab.locator("#text").fill("two crews")  # words of the correction find what it corrects
    expect(rows).to_have_count(3)
    rows.first.click()
    aside = tab.locator("aside")
    assert aside.locator("> dl dd").all_inner_texts() == ["USFJ", "two crews"]
    expect(aside.locator("details")).not_to_have_attribute("open", "")
    expect(aside.locator("details dd")).to_be_hidden()
    aside.locator("summary", has_text="As it was first entered").click()
    assert aside.locator("details dd").all_inner_texts() == ["one crew"]
    expect(aside.locator("details p")).to_contain_text("noted: one crew")
    assert '"text":"one crew"' in aside.locator("pre").inner_text()
    assert [text.split(" · ")[1] for text in aside.locator("button.mark").all_inner_texts()] == ["us 2", "us 3", "us 4"]
    tab.emulate_media(media="print")
    expect(tab.locator("#print section").first.locator("details dd")).to_be_visible()
    tab.emulate_media(media="screen")
    tab.locator("#language", has_text="日本語").click()
    expect(rows.first).to_contain_text("メモ · USFJ 在日米軍司令官 · 訂正あり · 追記あり")
    expect(aside.locator("summary")).to_have_text("当初の記載")


def test_a_purged_entry_says_so_and_by_what(tab: Page, tmp_path: Path) -> None:
    of = {"of": {"log": "us", "seq": 1}, "purged": 1}
    entries = [(stored("us", 1)[0], None), stored("us", 2, of, act="purge", seat="us-usfj-cdr", stage=None)]
    assert verdict(tab, page_of(tmp_path, [view("us", entries)])).startswith("✓")
    row = tab.locator(".row").first
    expect(row).to_contain_text("The content of this entry has been purged. Its hash stands.")
    expect(row).to_contain_text("· purged since")
    row.click()
    expect(tab.locator("aside button.mark")).to_contain_text("us 2")
    expect(tab.locator("aside details")).to_have_count(0)


def test_acts_are_listed_by_what_they_are_called_in_each_language(tab: Page, tmp_path: Path) -> None:
    rows = [
        stored("us", at, {"text": "x"}, act=act) for at, act in enumerate(("decide", "clear", "approve", "levitate"), 1)
    ]
    verdict(tab, page_of(tmp_path, [view("us", rows)]))
    listed = tab.locator("#act option")
    assert listed.all_inner_texts() == ["all", "Approve", "Clear", "Decide", "levitate"]
    tab.locator("#language", has_text="日本語").click()
    assert listed.all_inner_texts() == ["全て", "levitate", "決定", "承認 (approve)", "承認 (clear)"]


def test_it_prints_every_entry_that_was_found_with_its_fields_and_marking(tab: Page, tmp_path: Path) -> None:
    verdict(tab, page_of(tmp_path))
    expect(tab.locator("#print section")).to_have_count(8)
    tab.emulate_media(media="print")
    expect(tab.locator("#filters")).to_be_hidden()
    expect(tab.locator("#print")).to_be_visible()
    expect(tab.locator("#print thead")).to_contain_text("UNCLASSIFIED · for readers of United States")
    assert tab.pdf().startswith(b"%PDF")
    tab.emulate_media(media="screen")


def test_the_very_lines_can_be_saved_out_of_it(tab: Page, tmp_path: Path) -> None:
    entries = [stored("us", at, {"text": text}) for at, text in enumerate(HOSTILE, 1)]
    path = page_of(tmp_path, [view("us", entries)])
    verdict(tab, path)
    with tab.expect_download() as saving:
        tab.locator("#save").click()
    assert saving.value.suggested_filename == "log-us.jsonl"
    assert saving.value.path().read_bytes() == (tmp_path / "log.jsonl").read_bytes()
