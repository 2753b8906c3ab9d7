import pytest

from assistant.text.kinds import Kind, asked_kinds, holds_any
from assistant.text.patterns import word_list
from assistant.text.words import content_stems


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("When did it end?", {Kind.DATE}),
        ("In which year did it end?", {Kind.DATE}),
        ("the ad law: since when is it in force", {Kind.DATE}),
        ("How many stages are there?", {Kind.COUNT}),
        ("How much does it pay?", {Kind.AMOUNT}),
        ("At what rate is it paid?", {Kind.AMOUNT}),
        ("What was the Senate vote on it?", {Kind.VOTE}),
        ("By what margin did it pass?", {Kind.VOTE}),
        ("which court has the case", {Kind.COURT}),
        ("Which federal judge ruled on it?", {Kind.COURT}),
        ("who's the CEO of Runway", {Kind.NAME}),
        ("which agency enforces it", {Kind.NAME}),
        ("which counties count as upstate", {Kind.PLACE}),
        ("When did it end, and who said so?", {Kind.DATE, Kind.NAME}),
        # Relatives, conditions, and what any thing may answer.
        ("What happened when it ended?", set()),
        ("When may a studio scan actors?", set()),
        ("Are those who apply heard?", set()),
        ("Where is the fund held?", set()),
        ("Why is it paid?", set()),
        ("How much more is known?", set()),
        ("Which state rules are left alone?", set()),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, kinds: set[Kind]) -> None:
    assert asked_kinds(question) == kinds


@pytest.mark.parametrize(
    ("kind", "asking", "words"),
    [
        (
            Kind.DATE,
            "When {} it?",
            "is are was were will do does did has have had must should",
        ),
        (Kind.DATE, "What {} is it?", "date day month year"),
        (Kind.AMOUNT, "What {} is it?", "amount number percent percentage price rate share"),
        (Kind.AMOUNT, "How {} is it?", "much high large big"),
        (Kind.COUNT, "How {} is it?", "many often long"),
        (Kind.NAME, "Which {} is it?", "agency company guild regulator studio union"),
        (Kind.PLACE, "Which {} is it?", "city cities county counties country countries"),
        (Kind.COURT, "Which {} is it?", "court courts circuit judge tribunal"),
        (Kind.VOTE, "What {} was it?", "vote margin tally"),
        (Kind.VOTE, "What was the Senate {} on it?", "vote tally"),
        (
            Kind.DATE,
            "It began {} when did it end?",
            ", ; : – — ? and or but so by since until from for to of with in at on",
        ),
    ],
)
def test_every_way_to_ask_for_a_kind(kind: Kind, asking: str, words: str) -> None:
    for word in word_list(words):
        assert asked_kinds(asking.format(word)) == {kind}, word


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            Kind.AMOUNT,
            "2 two three four five six seven eight nine ten eleven twelve fifteen twenty thirty "
            "forty fifty sixty seventy eighty ninety hundred thousand million dozen half halves "
            "third fifth quarter tenth doubled twice free nothing",
        ),
        (
            Kind.COUNT,
            "3 two one no none once both several daily weekly monthly yearly annually each every",
        ),
        (
            Kind.DATE,
            "2026 January February March April May June July August September October November "
            "December spring summer autumn winter after before until since once when while during "
            "upon days week months year decade century",
        ),
        (Kind.VOTE, "9–5 62% unanimous unanimously vote votes"),
        (Kind.COURT, "court courts Superior-court circuit district judge justice tribunal"),
        (
            Kind.NAME,
            "Runway producers author artist guardian employee chairman chairwomen men agency "
            "anyone company everyone firm members nobody office parents people public staff they "
            "those",
        ),
        (Kind.PLACE, "Iowa"),
    ],
)
def test_a_text_holds_the_kind_with_any_of_these_words(kind: Kind, words: str) -> None:
    for word in word_list(words):
        assert holds_any(frozenset({kind}), f"It is {word}.", frozenset()), word
    assert not holds_any(frozenset({kind}), "It is paid well.", frozenset())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.DATE, "It is due as soon as possible."),
        (Kind.VOTE, "It passed by 268 delegates to 131."),
        (Kind.VOTE, "It passed with 13 in favour."),
        (Kind.NAME, "It is borne by each side and by no body."),
        (Kind.NAME, "It is up to any party, either side or every band."),
    ],
)
def test_a_text_holds_the_kind_with_several_words(kind: Kind, text: str) -> None:
    assert holds_any(frozenset({kind}), text, frozenset())


def test_the_questions_own_names_are_no_answer() -> None:
    said = content_stems("Who runs Runway in Iowa?")

    assert not holds_any(frozenset({Kind.NAME}), "In Iowa, Runway is led well.", said)
    assert holds_any(frozenset({Kind.NAME}), "In Iowa, Runway is led by Vale.", said)


def test_one_of_several_kinds_is_enough() -> None:
    assert holds_any(frozenset({Kind.DATE, Kind.VOTE}), "It ended in May.", frozenset())
