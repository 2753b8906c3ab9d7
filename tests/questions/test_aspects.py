"""What a comparison is told by, each word of it, and what becomes of its columns."""

import pytest

from assistant.questions.comparison import MOST_ASPECTS, MOST_THINGS, Comparison, read_comparison
from tests.questions.known import KNOWN
from tests.terms.made import About, entities


def read(question: str) -> Comparison:
    found = read_comparison(question, KNOWN)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "question",
    [
        "Compare Iowa and Utah.",
        "How do Iowa and Utah differ?",
        "Iowa vs Utah: the cap?",
        "Do both Iowa and Utah pay?",
        "Which is there, Iowa or Utah?",
        "Who pays, Iowa or Utah?",
        "Where is it sold, Iowa or Utah?",
        "Does Iowa or Utah pay it?",
        "Is Iowa or Utah paid?",
        "Was Iowa or Utah paid?",
        "Were Iowa or Utah paid?",
        "What do Iowa, Utah and Ohio pay?",
    ],
)
def test_a_question_says_by_its_words_that_it_compares(question: str) -> None:
    assert read(question).is_explicit
    assert not read("What did Iowa and Utah sign?").is_explicit


@pytest.mark.parametrize(
    "question",
    [
        "Compare Iowa and Utah on caps.",
        "Compare Iowa vs Utah on caps.",
        "Compare Iowa vs. Utah on caps.",
        "Compare Iowa or Utah on caps.",
        "Compare the caps of Iowa compared with Utah.",
        "Does Iowa, and Utah pay both?",
        "Do Iowa and Utah pay both?",
        "Did Iowa and Utah pay both?",
        "Compare rates in Iowa and in the Utah.",
    ],
)
def test_things_are_joined_in_many_ways(question: str) -> None:
    assert read(question).things == ("Iowa", "Utah")


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Compare the actors and the writers on pay.", ("actors", "writers")),
        ("Compare the directors and the animators on pay.", ("directors", "animators")),
        ("Compare Vale v. Marlow and Doe v Roe on fees.", ("Vale v. Marlow", "Doe v Roe")),
        ("Is the Bank of Iowa more open than the Bank of Utah?", ("Bank of Iowa", "Bank of Utah")),
        ("Compare the 2024 Iowa and Utah deals.", ("2024 Iowa", "Utah 2024")),
        ("Compare Iowa rules and Utah rules on fees.", ("Iowa rules", "Utah")),
        ("upstate Iowa vs rural Utah vs Ohio: fees?", ("Iowa", "rural Utah", "Ohio")),
        ("Fees, Iowa's old fund vs Utah's new grant", ("Iowa's old fund", "Utah's new grant")),
        ("iowa, utah, ohio: which pays?", ("iowa", "utah", "ohio")),
        ("How do fees in Iowa stack up against Utah?", ("Iowa", "Utah")),
        ("Compare the Vale ruling and the Doe rulings on fees.", ("Vale ruling", "Doe")),
        ("Compare Iowa's Fund and its stage credit on fees.",
         ("Iowa's Fund", "Iowa's stage credit")),
    ],
)  # fmt: skip
def test_things_keep_their_names(question: str, things: tuple[str, ...]) -> None:
    assert read(question).things == things


@pytest.mark.parametrize(
    "word",
    ["larger", "bigger", "higher", "lower", "better", "harder", "longer", "more generous"],
)
@pytest.mark.parametrize("verb", ["Is", "Does"])
def test_the_things_may_stand_on_both_sides_of_than(verb: str, word: str) -> None:
    assert read(f"{verb} Iowa's cap {word} than in Utah's?").things == ("Iowa", "Utah")


@pytest.mark.parametrize(
    ("question", "column", "asked"),
    [
        ("Which pays a larger grant, Iowa or Utah?", "grant", "Iowa: grant, how much?"),
        ("Which pays the bigger grant, Iowa or Utah?", "grant", "Iowa: grant, how much?"),
        ("Which pays the higher grant, Iowa or Utah?", "grant", "Iowa: grant, how much?"),
        ("Which pays the lower grant, Iowa or Utah?", "grant", "Iowa: grant, how much?"),
        ("Which pays more for games, Iowa or Utah?", "games", "Iowa: games, how much?"),
        (
            "Which pays the highest grant, Iowa or Utah?",
            "highest grant",
            "Iowa: highest grant, how much?",
        ),
        ("Which has a longer term, Iowa or Utah?", "term", "Iowa: term, how long?"),
        ("Which won the larger raise, Iowa or Utah?", "won raise", "Iowa: won raise, how much?"),
        ("Which won a larger raise, Iowa or Utah?", "won raise", "Iowa: won raise, how much?"),
        ("Which signed first, Iowa or Utah?", "signed", "Iowa: signed, when?"),
        ("Which signed last, Iowa or Utah?", "signed", "Iowa: signed, when?"),
        ("Who treats games better, Iowa or Utah?", "games", "Iowa: games, how?"),
        ("Who treats games harder, Iowa or Utah?", "games", "Iowa: games, how?"),
    ],
)
def test_what_is_compared_decides_what_is_asked(question: str, column: str, asked: str) -> None:
    (aspect,) = read(question).aspects

    assert (aspect.name, aspect.of("Iowa")) == (column, asked)


@pytest.mark.parametrize(("word", "least"), [("lower", True), ("first", True), ("higher", False)])
def test_the_smaller_or_earlier_may_be_wanted(word: str, least: bool) -> None:
    assert read(f"Which is {word}, Iowa or Utah?").wants_least is least


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("Compare Iowa and Utah on caps.", ["caps"]),
        ("Please compare the caps of Iowa and Utah.", ["caps"]),
        ("What is the difference between Iowa and Utah on caps?", ["caps"]),
        ("What the differences between Iowa and Utah on caps?", ["caps"]),
        ("How do Iowa and Utah differ in caps?", ["caps"]),
        ("How does Iowa and Utah compare on caps?", ["caps"]),
        ("How did the Iowa and Utah deals differ on caps?", ["caps"]),
        ("Compare the Iowa and Utah deals on length of term and fees.", ["length of term", "fees"]),
        ("Film fees: Iowa or Utah, which is bigger?", ["Film fees"]),
        ("Iowa vs Utah — gross and net", ["gross", "net"]),
        ("Iowa v Utah, where do they part ways on caps?", ["caps"]),
        ("How did the Iowa and Utah contracts differ on caps?", ["caps"]),
        ("Compare Iowa and Utah: what is due and when is it due?", ["due", "due"]),
        ("Compare Iowa and Utah: what is due and how is it due?", ["due", "due"]),
        ("Compare Iowa and Utah: what is due and whether it is paid?", ["due", "paid"]),
        ("Compare Iowa and Utah: what is due and where is it paid?", ["due", "paid"]),
        ("Compare Iowa and Utah: what is due and why is it paid?", ["due", "why is it paid"]),
        ("Compare Iowa and Utah: what is due and can it be sold?", ["due", "be sold"]),
        ("Compare Iowa and Utah: what is due and by what day?", ["due", "day"]),
        ("Compare Iowa and Utah: when is it due and what is due?", ["due", "due"]),
    ],
)
def test_columns_are_what_is_asked(question: str, columns: list[str]) -> None:
    assert [aspect.name for aspect in read(question).aspects] == columns


@pytest.mark.parametrize(
    "lead",
    [
        *("which guild", "which of the guild", "which state's", "which union", "which", "who"),
        *("does", "do", "did", "is", "are", "was", "were", "the", "a", "an", "each", "both"),
        *("in", "of", "for", "pay", "pays", "give", "gives", "got", "say", "says", "handle"),
        *("handles", "treat", "treats", "require", "requires", "about", "deal", "deals"),
        *("contract", "contracts", "suit", "suits", "case", "cases"),
    ],
)
def test_words_that_only_ask_are_no_part_of_a_heading(lead: str) -> None:
    (aspect,) = read(f"Iowa vs Utah: {lead} notice?").aspects

    assert aspect.name == "notice"


@pytest.mark.parametrize(
    ("asked", "put"),
    [
        ("when does each pay", "When does Iowa pay?"),
        ("when do they pay", "When do Iowa pay?"),
        ("when do both pay", "When do Iowa pay?"),
        ("when does each credit end", "When does Iowa's credit end?"),
        ("when do each credits end", "When do Iowa's credit end?"),
        ("what is due", "Iowa: what is due?"),
    ],
)
def test_each_is_put_of_one_thing(asked: str, put: str) -> None:
    (aspect,) = read(f"Iowa vs Utah: {asked}?").aspects

    assert aspect.of("Iowa") == put


def test_a_table_has_a_size_that_can_be_read() -> None:
    listed = "Iowa Utah Ohio Maine Texas Idaho Guam Nevada Kansas Alaska Oregon Hawaii Vermont"
    names = listed.split()
    known = entities(
        About(str(number), f"{name} film fund", (), ("",)) for number, name in enumerate(names)
    )

    def compared(count: int) -> Comparison | None:
        *first, last = names[:count]
        return read_comparison(f"Compare {', '.join(first)} and {last}.", known)

    found = compared(MOST_THINGS)
    assert found is not None
    assert len(found.things) == MOST_THINGS
    assert compared(MOST_THINGS + 1) is None
    asked = read("Compare Iowa and Utah on caps, rates, dates, fees and fines.")
    assert len(asked.aspects) == MOST_ASPECTS


JOINS = (" and ", " or ", ", and ", " vs ", " vs. ", " compared with ")


@pytest.mark.parametrize("join", JOINS)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iowa", "Utah"),
        ("actors", "writers"),
        ("writers", "directors"),
        ("directors", "animators"),
        ("animators", "actors"),
        ("Vale v Doe", "Roe v. Poe"),
        ("Bank of Iowa", "Bank of Utah"),
    ],
)
def test_any_two_things_are_joined_in_any_way(join: str, one: str, other: str) -> None:
    assert read(f"Compare {one}{join}{other}, both, on fees.").things == (one, other)


@pytest.mark.parametrize("join", JOINS[:-1])
@pytest.mark.parametrize("tail", ["'s film rules", " rules", " ruling", " rulings"])
def test_what_belongs_to_a_thing_stands_before_the_next(join: str, tail: str) -> None:
    things = read(f"Compare Iowa{tail}{join}Utah{tail}{join}Ohio on fees.").things

    assert things == (f"Iowa{tail}", f"Utah{tail}", "Ohio")


@pytest.mark.parametrize("stop", ["do", "on", "differ"])
def test_what_is_its_own_ends_before_what_is_asked(stop: str) -> None:
    found = read(f"Compare Iowa's stage credit and its film fund {stop} well, both.")

    assert found.things == ("Iowa's stage credit", "Iowa's film fund")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("actors", "writers"),
        ("writers", "directors"),
        ("directors", "animators"),
        ("animators", "actors"),
        ("Vale v. Doe", "Roe v Poe"),
        ("Bank of Iowa", "Bank of Utah"),
    ],
)
def test_any_two_things_may_stand_on_both_sides_of_than(one: str, other: str) -> None:
    assert read(f"Is the {one} more open than the {other}?").things == (one, other)


@pytest.mark.parametrize("verb", ["Does", "Did", "Do", "Was", "Compare"])
def test_a_verb_is_no_part_of_the_first_thing(verb: str) -> None:
    assert read(f"{verb} Iowa or Utah pay both?").things == ("Iowa", "Utah")
