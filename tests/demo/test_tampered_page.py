"""What the page of an exported log says in a real browser of a file that is good, cut, changed or made anew."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from state.exports.verify import Tampered, verify_file
from state.exports.writing_lines import Stored
from state.proving.brought import Known
from tests.demo.log_page import LOOKED_AT, open_tab, page_of, verdict
from tests.state.exports import JOINT, US, stored
from tests.state.signing import WITNESS, carried, part_view, signed_view, signer

pytestmark = LOOKED_AT


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with open_tab() as page:
        yield page


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
