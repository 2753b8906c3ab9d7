"""A reply that comes in pieces gives the same sentences, however it is cut."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing.reply import Drafted, ReplyReader

IDS = frozenset({"a1b2", "c3d4"})
REPLY = """\
The credit is 30 percent of wages [a1b2]. In the U.S. it ends on Jan. 5, 2027 [c3d4]. \
See No. 45 [a1b2, c3d4]. Both hold. [a1b2][c3d4] The rest [zz99] is unknown [1].
- A **point** of its own [a1b2].
"""
SENTENCES = [
    Drafted("The credit is 30 percent of wages.", ("a1b2",)),
    Drafted("In the U.S. it ends on Jan. 5, 2027.", ("c3d4",)),
    Drafted("See No. 45.", ("a1b2", "c3d4")),
    Drafted("Both hold.", ("a1b2", "c3d4")),
    Drafted("The rest is unknown.", ()),
    Drafted("A point of its own.", ("a1b2",)),
]


def read(*pieces: str) -> list[Drafted]:
    reader = ReplyReader(IDS)
    found = [one for piece in pieces for one in reader.feed(piece)]
    return [*found, *reader.finish()]


def test_sentences_have_their_ids_and_no_marks() -> None:
    assert read(REPLY) == SENTENCES


@given(st.lists(st.integers(0, len(REPLY)), max_size=20))
def test_sentences_are_the_same_however_a_reply_is_cut(cuts: list[int]) -> None:
    bounds = sorted({0, len(REPLY), *cuts})
    pieces = [REPLY[a:b] for a, b in itertools.pairwise(bounds)]
    assert read(*pieces) == SENTENCES


def test_letter_by_letter_it_is_the_same_too() -> None:
    assert read(*REPLY) == SENTENCES


def test_a_sentence_that_cites_before_its_full_stop_is_whole_at_once() -> None:
    reader = ReplyReader(IDS)
    assert list(reader.feed("It is 30 percent [a1b2].")) == [
        Drafted("It is 30 percent.", ("a1b2",))
    ]
    assert list(reader.finish()) == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("<think>I wonder. [a1b2]</think>It is so [a1b2].", ["It is so."]),
        ("  <think>\nHm.\n</think>\n\nIt is so [a1b2].", ["It is so."]),
        ("<think>never ends [a1b2].", []),
        ("[a1b2] It is so.", ["It is so."]),
        ("It is [sic] so [a1b2].", ["It is [sic] so."]),
        ("It is so", ["It is so"]),
        ("", []),
        ("[a1b2]", []),
        ("...", []),
        ("# Answer\n1. It is so [a1b2].\n> Quite [c3d4].", ["Answer", "It is so.", "Quite."]),
        ("x" * 30_000, []),
    ],
)
def test_what_is_no_sentence_is_none(reply: str, words: list[str]) -> None:
    assert [one.text for one in read(reply)] == words
    assert [one.text for one in read(*reply)][: len(words)] == words or len(reply) > 20_000


@given(st.text(max_size=200), st.integers(1, 7))
def test_any_reply_is_read(reply: str, length: int) -> None:
    pieces = [reply[at : at + length] for at in range(0, len(reply), length)]
    for one in read(*pieces):
        assert set(one.ids) <= IDS
        assert one.text == one.text.strip()


ODD = [
    ("In the U.S. IATSE represents crews [a1b2].", ["In the U.S. IATSE represents crews."]),
    ("The guild said: “It ends. We strike.” in May [a1b2].",
     ["The guild said: “It ends. We strike.” in May."]),
    ("(It pays [a1b2].) It ends [c3d4].", ["(It pays.)", "It ends."]),
    ("It pays [a1b2]... It ends [c3d4].", ["It pays.", "It ends."]),
    ("It pays [a1b2].It ends [c3d4].", ["It pays.", "It ends."]),
    ('It says "the credit [a1b2]. It ends" [c3d4].', ['It says "the credit. It ends".']),
    ("It is in Sec [12].5 of the act [a1b2].", ["It is in Sec.5 of the act."]),
    ("It pays 30 percent of wages\n[a1b2]. It ends\n[c3d4].",
     ["It pays 30 percent of wages.", "It ends."]),
    ("It pays 30 percent\nof wages [a1b2].", ["It pays 30 percent of wages."]),
    ("It applies in the U.S. [a1b2]. The state pays [c3d4].",
     ["It applies in the U.S.", "The state pays."]),
    ("> 500 people took part [a1b2].", ["> 500 people took part."]),
    ("*It* ends _now_ [a1b2].", ["It ends now."]),
    ("It pays (a1b2). It ends [a1b2 and c3d4]. So 【c3d4】.", ["It pays.", "It ends.", "So."]),
    ("<THINK>Hm [a1b2].</THINK><think x='1'>Hm.</think>It pays [a1b2].", ["It pays."]),
    ("Let me see</think>It pays [a1b2].", ["It pays."]),
    ("It is < 5 percent [a1b2].", ["It is < 5 percent."]),
    ("It pays \ud83d\ude00 and \ud83d [a1b2].", ["It pays 😀 and \ufffd."]),
    ("It pays\0\u202e [a1b2].\u200b It ends [c3d4].", ["It pays.", "It ends."]),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "texts"), ODD)
def test_odd_replies_are_the_same_however_they_are_cut(reply: str, texts: list[str]) -> None:
    whole = read(reply)
    assert [one.text for one in whole] == texts
    assert all(one.ids for one in whole)
    assert read(*reply) == whole
    assert all(read(reply[:at], reply[at:]) == whole for at in range(1, len(reply)))


def test_of_a_reply_that_is_too_long_no_broken_sentence_is_kept() -> None:
    reply = "It is so [a1b2]. " * 2000
    assert read(reply) == read(*reply)
    assert {one.text for one in read(reply)} == {"It is so."}
