"""Our canonical JSON against the `rfc8785` package and against RFC 8785's own examples."""

from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from state.proving.canonical import LARGEST, CanonicalError, canonical, content_hash


class Act(StrEnum):
    OPEN = "request:open"


class Count(IntEnum):
    THREE = 3


# Keys and texts of every kind: controls, Japanese, and beyond the surrogates, where UTF-16 orders otherwise.
TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text('\x00\x1f\x7f"\\/é\u2028語\ue000\uffff😀𐀀ab')
SCALARS = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)


@settings(deadline=None)  # On busy cores an example may take long.
@given(st.dictionaries(TEXT, VALUES))
def test_bytes_equal_those_of_the_reference_package(value: dict[str, Any]) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        # RFC 8785, 3.2.2 and 3.2.3, without the floats.
        (
            {"string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f", "literals": [None, True, False]},
            '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
        ),
        (
            {
                "\u20ac": "Euro Sign",
                "\r": "Carriage Return",
                "\ufb33": "Hebrew Letter Dalet With Dagesh",
                "1": "One",
                "\U0001f600": "Emoji: Grinning Face",
                "\u0080": "Control",
                "\u00f6": "Latin Small Letter O With Diaeresis",
            },
            (
                '{"\\r":"Carriage Return","1":"One","\u0080":"Control",'
                '"ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign",'
                '"😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}'
            ),
        ),
        ({}, "{}"),
        ({"b": [], "a": {}}, '{"a":{},"b":[]}'),
        ({"n": LARGEST, "m": -LARGEST}, '{"m":-9007199254740991,"n":9007199254740991}'),
        ({"act": Act.OPEN, "count": Count.THREE}, '{"act":"request:open","count":3}'),
        ({"tuple": ("a", ("b",))}, '{"tuple":["a",["b"]]}'),
        (MappingProxyType({"b": MappingProxyType({"z": 1, "a": 2}), "a": 3}), '{"a":3,"b":{"a":2,"z":1}}'),
    ],
)
def test_a_value_is_written_as_rfc_8785_says(value: Any, written: str) -> None:
    assert canonical(value) == written.encode()


ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"x": 1.5}, "type float"),
        ({"x": [{"y": float("nan")}]}, "type float"),
        ({"x": b"bytes"}, "type bytes"),
        ({"x": {"a", "b"}}, "type set"),
        ({"x": LARGEST + 1}, "beyond"),
        ({"x": -LARGEST - 1}, "beyond"),
        ({1: "x"}, "not text"),
        ({"x": {None: "y"}}, "not text"),
        ({"x": "\ud800"}, "surrogate"),
        ({"\udfff": "x"}, "surrogate"),
        ({"x": ENDLESS}, "nested"),
    ],
)
def test_a_value_that_the_record_cannot_hold_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(CanonicalError, match=reason):
        canonical(value)


def test_the_value_given_is_left_as_it_is() -> None:
    value = {"b": {"d": 1, "c": [2]}, "a": 3}
    canonical(value)
    assert list(value) == ["b", "a"]
    assert value == {"a": 3, "b": {"c": [2], "d": 1}}


def test_a_content_is_named_by_its_sha256() -> None:
    empty_object = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert content_hash(b"{}") == f"sha256:{empty_object}"
