import importlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.given.marking_forms import Form, LineAlone, Marking, forms
from workflows.given.markings import find_marking, may_be_marked

CLEAN = [
    *("", "Secretary", "the Secretariat", "SECRETARY OF DEFENSE", "Top secretarial post", "UNCLASSIFIED"),
    *("the secret of good coffee", "a confidential tone", "restricted data plan", "orcons", "SCIENCE", "CUISINE"),
    *(
        "秘書官",
        "事務秘書",
        "秘匿",
        "神秘",
        "便秘",
        "秘めた力",
        "秘かに",
        "秘やかな",
        "機密性",
        "機密性2情報",
        "極秘裏に進める",
    ),
    *("特定秘密保護法", "特定秘密の保護に関する法律", "重要経済安保情報の保護及び活用に関する法律", "秘密です", "㊗"),
    *("REL TO USA, JPN", "UNCLASSIFIED//REL TO USA, JPN", "(U) text", "(REL) text", "and/or", "S/N 1234"),
    *("(C) 2026", "(C)2026 the staff", "unit(s)", "UNIT(S) AND AREA(C)", "(c) third", "(s) fourth"),
    *("(A) move\n(B) stay\n(C) both", "(Q) one (R) two (S) three"),
    *("CLIENT_SECRET", "https://example.org/secret/plan", "class//method", "waiting for concurrence", "PRO OR CON"),
]

BANNERS = [
    ("SECRET", "SECRET", "en"),
    ("Port call\nSECRET\nby Friday", "SECRET", "en"),
    ("*SECRET*", "SECRET", "en"),
    ("_SECRET_", "SECRET", "en"),
    ("> -- SECRET --", "SECRET", "en"),
    (":lock: SECRET", "SECRET", "en"),
    ("SECRET 1/3", "SECRET", "en"),
    ("TOP SECRET", "TOP SECRET", "en"),
    ("TOP  SECRET", "TOP SECRET", "en"),
    ("TOP-SECRET", "TOP-SECRET", "en"),
    ("S E C R E T", "S E C R E T", "en"),
    ("ＳＥＣＲＥＴ", "SECRET", "en"),
    ("SEC\u200bR\u2060E\ufeffT", "SECRET", "en"),
    ("S\u0332E\u0332C\u0332R\u0332E\u0332T\u0332", "SECRET", "en"),
    ("CONFIDENTIAL", "CONFIDENTIAL", "en"),
    ("NATO CONFIDENTIAL", "CONFIDENTIAL", "en"),
    ("NOFORN", "NOFORN", "en"),
    ("ORCON", "ORCON", "en"),
    ("RESTRICTED DATA", "RESTRICTED DATA", "en"),
    ("SECRET REL TO USA, JPN", "SECRET", "en"),
    ("SECRET / 極秘", "SECRET", "en"),
    ("SECRET//REL TO USA, JPN", "SECRET//", "en"),
    ("see the SECRET//NOFORN annex", "SECRET//", "en"),
    ("SECRET // NOFORN", "SECRET//", "en"),
    ("secret//rel to usa", "secret//", "en"),
    ("S//NF", "S//N", "en"),
    ("s//nf", "s//nf", "en"),
    ("TS//SI//NF", "TS//S", "en"),
    ("UNCLASSIFIED//NOFORN", "//NOFORN", "en"),
    ("//JOINT SECRET", "//JOINT SECRET", "en"),
    ("(//JPN S) text", "//JPN S", "en"),
    ("SECRET: the plan", "SECRET", "en"),
    ("- CONFIDENTIAL – the plan", "CONFIDENTIAL", "en"),
    ("Overall classification: secret", "secret", "en"),
    ("CUI", "CUI", "en"),
    ("CUI//SP-PRVCY", "CUI//", "en"),
    ("CONTROLLED UNCLASSIFIED INFORMATION", "CONTROLLED UNCLASSIFIED INFORMATION", "en"),
    ("特定秘密", "特定秘密", "ja"),
    ("特別防衛秘密", "特別防衛秘密", "ja"),
    ("重要経済安保情報", "重要経済安保情報", "ja"),
    ("機密", "機密", "ja"),
    ("　極　秘　", "極 秘", "ja"),
    ("件名\n秘\n本文", "秘", "ja"),
    ("極秘扱い", "極秘", "ja"),
    ("極秘：計画", "極秘", "ja"),
    ("秘密区分：秘", "秘", "ja"),
    ("極秘//REL TO USA", "極秘//", "ja"),
]

PORTIONS = [
    ("(S) text", "(S)", "en"),
    ("(TS) text", "(TS)", "en"),
    ("（Ｓ）本文", "(S)", "en"),
    ("1. (S) text", "(S)", "en"),
    ("(1) (S) text", "(S)", "en"),
    ("- *(C)* text", "(C)", "en"),
    ("First. (C) Second.", "(C)", "en"),
    ("件名：(S) 計画", "(S)", "en"),
    ("(A) move\n(C) text", "(C)", "en"),
    ("(S//NF) text", "(S//N", "en"),
    ("the text (S//REL TO USA, JPN)", "(S//R", "en"),
    ("(S/NF) text", "(S/NF", "en"),
    ("port call [SECRET]", "[SECRET]", "en"),
    ("(SECRET, until May)", "(SECRET, until May)", "en"),
    ("(CUI) text", "(CUI)", "en"),
    ("作戦計画（秘）", "(秘)", "ja"),
    ("【極秘】", "【極秘】", "ja"),
    ("〔機密〕本文", "〔機密〕", "ja"),
    ("【極秘・無期限】", "【極秘・無期限】", "ja"),
    ("㊙", "【秘】", "ja"),
    ("㊙\ufe0f資料", "【秘】", "ja"),
    ("資料 :secret:", "【秘】", "ja"),
]

PROSE = [
    ("This paper is SECRET in nature", "SECRET", "en"),
    ("he was CONFIDENTIAL about it", "CONFIDENTIAL", "en"),
    ("(SECRET papers stay away)", "SECRET", "en"),
    ("needs a TS/SCI clearance", "SCI", "en"),
    ("an S/NF paper", "S/NF", "en"),
    ("may this be NOFORN?", "NOFORN", "en"),
    ("is it CUI?", "CUI", "en"),
    ("orcon", "orcon", "en"),
    ("the list (SCI) of last week", "SCI", "en"),
    ("SECRETの文書", "SECRET", "en"),
    ("Option (S)", "(S)", "en"),
    ("Option 【S】", "【S】", "en"),
    ("Category (C) applies", "(C)", "en"),
    ("Secret", "Secret", "en"),
    ("Top Secret", "Top Secret", "en"),
    ("この文書は極秘です", "極秘", "ja"),
    ("「秘」に指定する", "秘", "ja"),
    ("特定秘密に当たる", "特定秘密", "ja"),
    ("機密の扱い", "機密", "ja"),
    ("マル秘の話", "マル秘", "ja"),
    ("秘密", "秘密", "ja"),
]


@pytest.mark.parametrize("text", CLEAN)
def test_letters_that_are_no_marking_are_left_alone(text: str) -> None:
    assert find_marking(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (text, Marking(kind, matched, language))  # type: ignore[arg-type]  # the tables' words are those of the types
        for kind, rows in (("banner", BANNERS), ("portion", PORTIONS), ("prose", PROSE))
        for text, matched, language in rows
    ],
)
def test_a_marking_is_found_and_its_form_told(text: str, found: Marking) -> None:
    assert find_marking(text) == found


@pytest.mark.parametrize(
    "text", ["is it CUI?", "CUI", "(CUI) text", "CUI//SP-PRVCY", "CUI//REL TO USA, JPN", "U//FOUO"]
)
def test_cui_passes_where_the_installation_may_carry_it(text: str) -> None:
    assert find_marking(text) is not None
    assert find_marking(text, allow_cui=True) is None


@pytest.mark.parametrize("text", ["SECRET", "CUI//NOFORN", "CUI\nSECRET", "(S//NF) CUI", "部内限り"])
def test_allowing_cui_allows_nothing_else(text: str) -> None:
    found = find_marking(text, allow_cui=True)
    assert found is not None
    assert found.kind != "prose"


def test_what_refuses_is_told_before_what_asks() -> None:
    assert find_marking("is this SECRET?\n極秘です\n（秘）") == Marking("portion", "(秘)", "ja")


WORDS = st.lists(st.sampled_from(["the", "staff", "of", "秘書官", "both", "nations", "機密性", "asks"]), max_size=30)


@given(before=WORDS, after=WORDS, row=st.sampled_from(BANNERS + PORTIONS))
def test_a_marking_is_refused_wherever_its_line_stands(
    before: list[str], after: list[str], row: tuple[str, str, str]
) -> None:
    found = find_marking("\n".join((" ".join(before), row[0], " ".join(after))))
    assert found is not None
    assert found.kind != "prose"


@given(st.text(max_size=300))
def test_any_text_has_an_answer_and_hides_no_banner_below_it(text: str) -> None:
    assert find_marking(text) is None or may_be_marked(text)
    found = find_marking(f"{text}\nSECRET//NOFORN")
    assert found is not None
    assert found.kind != "prose"


def patterns() -> Iterator[re.Pattern[str]]:
    for form in forms(allow_cui=False):
        yield form.pattern
        if isinstance(form, LineAlone):
            yield form.beside


def repeats(parsed: Any, depth: int = 0) -> Iterator[tuple[int, int]]:
    """Every repeat of a parsed pattern: how often at most, and inside how many others that go beyond once."""
    for operator, argument in parsed:
        if str(operator).endswith("_REPEAT"):
            _least, most, inner = argument
            yield int(most), depth
            yield from repeats(inner, depth + (int(most) > 1))
        elif str(operator) == "BRANCH":
            for branch in argument[1]:
                yield from repeats(branch, depth)
        elif str(operator) == "SUBPATTERN":
            yield from repeats(argument[3], depth)


@pytest.mark.parametrize("pattern", list(patterns()), ids=lambda pattern: pattern.pattern[:30])
def test_no_pattern_takes_longer_than_in_proportion_to_the_text(pattern: re.Pattern[str]) -> None:
    """At each place a pattern looks at a bounded stretch: no repeat is open-ended, and none lies in another."""
    parse = importlib.import_module("re._parser").parse
    found = list(repeats(parse(pattern.pattern, pattern.flags)))
    assert all(most <= 64 and (most == 1 or depth == 0) for most, depth in found)


def test_an_open_or_nested_repeat_would_be_seen() -> None:
    parse = importlib.import_module("re._parser").parse
    assert list(repeats(parse("(?:a{0,3}|b)+")))[1] == (3, 1)
    assert next(repeats(parse("a*")))[0] > 64


@pytest.mark.parametrize(
    ("piece", "kind"),
    [
        *[(piece, None) for piece in ("(", "S", "T O P ", "REL TO A, ", ":a", "//", "1. (", "\u200b")],
        ("(S) ", "portion"),
        *[(piece, "banner") for piece in ("(SECRET:", "秘 ", "(秘:")],
    ],
)
def test_a_text_of_any_length_has_an_answer(piece: str, kind: str | None) -> None:
    found = find_marking(piece * 20_000)
    assert (found and found.kind) == kind


def test_a_form_without_a_hit_that_counts_finds_nothing() -> None:
    form = Form("prose", "en", re.compile("x"), counts=lambda _match: False)
    assert form.find("xx") is None
