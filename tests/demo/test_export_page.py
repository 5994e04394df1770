"""An exported log as a page in a real browser: it proves itself, finds, speaks both languages, and runs nothing else.

With KAKEHASHI_PICTURES=1 its pictures in docs/pictures are taken anew (fonts-noto-cjk wanted).
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright

from bot.export_html import html_of
from bot.export_words import front_of
from bot.exporting import readers_of
from state.export import LogView, Stored
from state.known import Known
from state.verify import Tampered, verify_file
from tests.demo.page import find_browser
from tests.demo.test_browser import PICTURES
from tests.play import registry
from tests.state.exports import JOINT, US, amended, exported, stored, view
from tests.state.signing import WITNESS, carried, part_view, signed_view, signer

BROWSER = find_browser()
SOON = 20_000  # milliseconds
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

NOTE_WRONGS = "window.wrong = []; addEventListener('securitypolicyviolation', each => wrong.push(each.blockedURI))"

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="LEFT OUT: no chromium here, so no page was looked at; apt install chromium"
)


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    """A tab that may ask for nothing but files: `requests` of what it asked for otherwise stay empty."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", accept_downloads=True)
        page.set_default_timeout(SOON)
        page.add_init_script(NOTE_WRONGS)

        def outside(route: Route) -> None:
            page.evaluate("address => wrong.push(address)", route.request.url)
            route.abort()

        page.route(re.compile("^(?!file:|blob:)"), outside)
        yield page
        browser.close()


def page_of(folder: Path, views: list[LogView] | None = None, nation: str = "us", opens: str = "") -> Path:
    readers = readers_of(registry(), (nation,))
    out = folder / "log.html"
    lines = exported(folder, views=views).read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(html_of(lines, readers, front_of(f"log-{nation}", readers, "", opens))))
    return out


def verdict(tab: Page, path: Path) -> str:
    """What the page says of itself once it has checked."""
    tab.goto(path.as_uri())
    expect(tab.locator("#verdict.good, #verdict.bad")).to_be_visible(timeout=SOON)
    return tab.locator("#said").inner_text()


def test_a_good_file_says_so_in_green_and_asks_for_nothing(tab: Page, tmp_path: Path) -> None:
    said = verdict(tab, page_of(tmp_path))
    assert said.startswith("✓ Verified: 8 entries in 3 logs.")
    expect(tab.locator("#verdict")).to_have_class("good")
    assert tab.evaluate("wrong") == []
    assert "kakehashi log verify" in tab.locator("#caution").inner_text()


Tamper = Callable[[str], str]


def swapped(text: str, one: str, other: str) -> str:
    first, second = (next(line for line in text.split("\n") if each in line) for each in (one, other))
    return text.replace(first, "\0").replace(second, first).replace("\0", second)


def added(text: str, part: str) -> str:
    """That line twice."""
    line = next(each for each in text.split("\n") if part in each)
    return text.replace(line, f"{line}\n{line}")


def crossed(text: str, one: str, other: str) -> str:
    """The contents of two lines, each with the entry of the other."""
    first, second = (next(line for line in text.split("\n") if each in line) for each in (one, other))
    (here, mine), (there, yours) = (line.split(',"entry":') for line in (first, second))
    return text.replace(first, f'{there},"entry":{mine}').replace(second, f'{here},"entry":{yours}')


def without(text: str, part: str) -> str:
    return "\n".join(line for line in text.split("\n") if part not in line)


def changed_time(text: str) -> str:
    """A changed entry, whose line is canonical and whose content is its own."""
    return text.replace("2026-03-15T14:30:04.345Z", "2026-03-15T13:30:04.345Z", 1)


JOINT_3, JOINT_4, JOINT_5 = (f'"log":"us+jp","matter":"CR-26-000{seq}"' for seq in (3, 4, 5))
TAMPERED: dict[str, tuple[Tamper, str]] = {
    "a byte of a content": (lambda text: text.replace("第4号", "第9号", 1), "us+jp, entry 4: its content"),
    "a time": (changed_time, "us+jp: its entries don't give the root"),
    "two entries swapped": (lambda text: swapped(text, JOINT_4, JOINT_5), "us+jp: entry 4 should stand here"),
    "one dropped": (lambda text: without(text, JOINT_4), "us+jp: entry 4 should stand here"),
    "the last dropped": (lambda text: without(text, JOINT_5), "us+jp: it should have 5 entries; there are 4"),
    "one added": (lambda text: added(text, JOINT_5), "us+jp: entry 6 should stand here"),
    "two contents swapped": (lambda text: crossed(text, JOINT_4, JOINT_5), "us+jp, entry 4: its content"),
    "a root": (lambda text: re.sub('"root":"..', '"root":"zz', text, count=1), "us: its entries don't give the root"),
    "the end dropped": (lambda text: without(text, '{"end":'), "breaks off"),
    "a line in another spelling": (lambda text: text.replace('{"content":', '{"content": ', 1), "Line 2 is not as"),
    "a line that is no JSON": (lambda text: text.replace('{"content":', '{"content"', 1), "Line 2 is not as"),
    "a sentence": (lambda text: text.replace('["request:open",', '["request:shut",', 1), "The sentences beside"),
    "a form that nobody knows": (lambda text: text.replace('"time":"2026-03-15T14:30:05.345Z"', '"time":5'), "not as"),
}


@pytest.mark.parametrize(("tamper", "sentence"), TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_file_says_where_it_breaks(tab: Page, tmp_path: Path, tamper: Tamper, sentence: str) -> None:
    check_tampered(tab, page_of(tmp_path), tamper, sentence)


def signed(folder: Path) -> Path:
    """A whole log with its checkpoints, the second by two keys and a witness; a part of another with one and proofs."""
    second = carried("us", US, signer("us"), signer("us", seed=3), WITNESS)
    whole = signed_view("us", US, carried("us", US[:2]), second)
    return page_of(folder, [whole, part_view("us+jp", JOINT, 1, 3, 4)])


SIGNED_TAMPERED: dict[str, tuple[Tamper, str]] = {
    "a signature": (
        lambda text: re.sub(r"(— \S+ \S{30})..", r"\1AB", text, count=1),
        "us: the checkpoint of size 2 is not signed",
    ),
    "a witness's signature": (
        lambda text: re.sub(r"(— witness\S+ \S{30})..", r"\1AB", text, count=1),
        "us: the checkpoint of size 3 is not signed by witness.example/jp",
    ),
    "a checkpoint's root": (
        lambda text: re.sub(r"(/us\\n2\\n)....", r"\1AAAA", text, count=1),
        "us: the checkpoint of size 2 is not of these entries",
    ),
    "a proof": (
        lambda text: re.sub(r'"proof":\["..(?=\w{62}")', '"proof":["zz', text, count=1),
        "the proof of entry 1",
    ),
    "an entry of a part": (changed_time, "us+jp: the proof of entry 4"),
    "two entries of a part": (lambda text: swapped(text, JOINT_3, JOINT_4), "us+jp: entry 5 should stand here"),
    "one entry of a part": (lambda text: without(text, JOINT_3), "us+jp: it should have 3 entries; there are 2"),
}


def test_checkpoints_and_parts_are_checked_too(tab: Page, tmp_path: Path) -> None:
    assert "Verified: 6 entries in 2 logs" in verdict(tab, signed(tmp_path))
    expect(tab.locator("#said")).to_contain_text("and 3 signed checkpoints agree")
    expect(tab.locator("#logs")).to_contain_text("log us+jp: 3 of 5 entries")
    expect(tab.locator("#caution")).not_to_contain_text("Ed25519")


@pytest.mark.parametrize(("tamper", "sentence"), SIGNED_TAMPERED.values(), ids=SIGNED_TAMPERED)
def test_a_tampered_checkpoint_or_part_says_where_it_breaks(
    tab: Page, tmp_path: Path, tamper: Tamper, sentence: str
) -> None:
    check_tampered(tab, signed(tmp_path), tamper, sentence)


def test_an_old_checkpoint_over_a_rewritten_log_is_found(tab: Page, tmp_path: Path) -> None:
    path = page_of(tmp_path, [signed_view("us+jp", rewritten(), carried("us+jp", JOINT))])
    assert "us+jp: the checkpoint of size 5 is not of these entries" in verdict(tab, path)


def test_of_a_log_rebuilt_with_another_key_the_page_says_what_it_cannot_show_and_its_lines_show_it(
    tab: Page, tmp_path: Path
) -> None:
    key = signer("us+jp", seed=9)
    path = page_of(tmp_path, [signed_view("us+jp", rewritten(), carried("us+jp", rewritten(), key))])
    assert verdict(tab, path).startswith("✓")
    expect(tab.locator("#caution")).to_contain_text("made anew shows against a key and a checkpoint that you keep")
    with tab.expect_download() as saving:
        tab.locator("#save").click()
    found = verify_file(saving.value.path(), Known(keys=(signer("us+jp").public,)))
    assert isinstance(found, Tampered)
    assert found.what == "foreign-key"


def rewritten() -> list[Stored]:
    return [JOINT[0], stored("us+jp", 2, {"title": "never said"}), *JOINT[2:]]


def check_tampered(tab: Page, path: Path, tamper: Tamper, sentence: str) -> None:
    before = path.read_text(encoding="utf-8")
    path.write_text(tamper(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    said = verdict(tab, path)
    assert said.startswith("✗ ")
    assert sentence in said
    expect(tab.locator("#verdict")).to_have_class("bad")


def test_the_entry_where_it_breaks_is_shown(tab: Page, tmp_path: Path) -> None:
    path = page_of(tmp_path)
    path.write_text(path.read_text("utf-8").replace("第4号", "第9号", 1), "utf-8")
    verdict(tab, path)
    tab.locator("#show").click()
    expect(tab.locator(".row.broken")).to_contain_text("us+jp 4")
    expect(tab.locator("aside")).to_contain_text("第9号")


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
