"""Sentences held to their sources by rule, with a check of entailment that is told what to say."""

from collections.abc import Sequence

import pytest

from assistant.answers.verifying import THRESHOLD, UNSUPPORTED, Verifier, faults, headed

SOURCE = (
    "Corlund pays 35 percent to relocating productions and 28 percent to others. The producer may"
    " apply until 31 March 2031. SAG-AFTRA members voted 61 to 22 for the draft on 4 May 2030."
)


class Yes:
    """An entailment model that finds everything supported, or nothing."""

    def __init__(self, logit: float = 9.0) -> None:
        self.logit = logit

    def support(self, source: str, sentences: Sequence[str]) -> list[float]:
        return [self.logit for _ in sentences]


@pytest.mark.parametrize(
    "sentence",
    [
        "Relocating productions get 35% in Corlund.",
        "Applications are open to the end of March 2031.",
        "The members of SAG-AFTRA backed the draft by 61 votes to 22 in May 2030.",
        "The producer may apply until March 31, 2031.",
        "A little over a third is paid to relocating productions.",
    ],
)
def test_what_the_source_says_in_other_words_passes(sentence: str) -> None:
    assert list(faults(SOURCE, sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Relocating productions get 45 % in Corlund.", "the figure 45% is not in the source"),
        ("The vote was on 4 June 2030.", "the date 4 June 2030 is not in the source"),
        ("The vote was in 2029.", "the date 2029 is not in the source"),
        ("Members of IATSE voted for the draft.", "the name Members of IATSE is not in the source"),
        ("The producer must apply until 31 March 2031.", "what must be is not as in the source"),
        (
            "The producer may not apply until 31 March 2031.",
            "whether it is so or not is not as in the source",
        ),
        ("The producer may apply after 31 March 2031.", "what comes after is not as in the source"),
    ],
)
def test_what_differs_is_named(sentence: str, reason: str) -> None:
    assert reason in list(faults(SOURCE, sentence))


def test_both_checks_have_to_agree() -> None:
    right, wrong = "Relocating productions get 35% in Corlund.", "They get 99 %."
    passed, caught = Verifier(Yes()).verify(SOURCE, [right, wrong])
    assert (passed.supported, passed.reasons) == (True, ())
    assert not caught.supported
    assert caught.score < THRESHOLD < passed.score
    (doubted,) = Verifier(Yes(-9.0)).verify(SOURCE, [right])
    assert (doubted.supported, doubted.reasons) == (False, (UNSUPPORTED,))
    assert doubted.score < 0.1


def test_names_may_be_written_out() -> None:
    assert not [*faults("The FTC ruled on it.", "The Federal Trade Commission ruled on it.")]
    assert not [*faults("The Federal Trade Commission ruled on it.", "The FTC ruled on it.")]


def test_what_repeats_a_sentence_needs_no_other_check() -> None:
    whole, part = "The producer may apply until 31 March 2031.", "The producer may apply."
    repeated, left_out = Verifier(Yes(-9.0)).verify(SOURCE, [whole, part])
    assert repeated.supported
    assert not left_out.supported


@pytest.mark.parametrize(
    ("source", "is_so"),
    [
        ("The credit is 30 percent, having been 25 percent before.", True),
        ("The credit is 30 percent; it ends in 2027.", True),
        ("The credit is 30 percent, but only of wages.", False),
        ("The credit is 30 percent, if the fund lasts.", False),
        ("The credit is 30 percent, according to the producers.", False),
        ("The credit is 30 percent, as a pending bill proposes.", False),
        ("It is unlikely that the credit is 30 percent, says the office.", False),
        ("The credit is 30 percent of wages, the office says.", False),
    ],
)
def test_a_beginning_up_to_a_comma_needs_no_other_check(source: str, is_so: bool) -> None:
    (told,) = Verifier(Yes(-9.0)).verify(source, ["The credit is 30 percent."])
    assert told.supported is is_so


NEAR = [
    # numbers, money and their units
    ("It is capped at $1.5 million.", "It is capped at €1.5 million."),
    ("It pays 500,000 dollars.", "It pays 500,000 euros."),
    ("It takes 30 days.", "It takes 30 months."),
    ("It lasts two years.", "It lasts one year."),
    ("It holds one hundred million dollars.", "It holds one hundred thousand dollars."),
    ("The rate doubled in a year.", "The rate tripled in a year."),
    ("Growth was −3 percent.", "Growth was 3 percent."),
    ("More than half of the members voted.", "More than a third of the members voted."),
    ("47 percent of the members voted.", "Just over half of the members voted."),
    # values in each other's places
    ("The rate rises from 25 percent to 35 percent.", "The rate rises from 35 percent to 25."),
    ("Members voted 61 to 22 for it.", "Members voted 22 to 61 for it."),
    ("It covers 160 actors and 45 studios.", "It covers 45 actors and 160 studios."),
    (
        "It was signed 4 May 2026 and takes effect 1 July 2027.",
        "It was signed 1 July 2027 and takes effect 4 May 2026.",
    ),
    # dates and times
    ("It ends on Monday.", "It ends on Tuesday."),
    ("It begins at 9 a.m.", "It begins at 9 p.m."),
    ("It is due in early 2027.", "It is due in late 2027."),
    ("It is due in Q3 2027.", "It is due in the fourth quarter of 2027."),
    ("It is due in June.", "It is due in March."),
    ("It is due on 5/6/2027.", "It is due on 6/5/2027."),
    # bills and sections
    ("H.R. 5345 was introduced.", "S. 5345 was introduced."),
    ("Section 24(a) applies to films.", "Section 24(b) applies to films."),
    # places
    ("The credit of Niger is paid.", "The credit of Nigeria is paid."),
]


@pytest.mark.parametrize(("source", "sentence"), NEAR)
def test_a_detail_that_is_another_one_is_found(source: str, sentence: str) -> None:
    assert list(faults(source, sentence))
    assert not list(faults(source, source))


SAME = [
    ("It is capped at $1.5m.", "It is capped at US$1,500,000."),
    ("It is capped at 1.5 million euros.", "It is capped at EUR 1.5 million."),
    ("It is capped at half a million dollars.", "It is capped at $500,000."),
    ("Its budget is $1.5 to $2 million.", "Its budget is $1.5 million to $2 million."),
    ("25 or 35 percent is paid.", "25% or 35% is paid."),
    ("20–30 % of wages is paid.", "Between 20 and 30 percent of wages is paid."),
    ("Three out of four members voted.", "75 percent of the members voted."),
    ("It lasts two years.", "It lasts 24 months."),
    ("It takes a dozen people.", "It takes 12 people."),
    ("It ran January 1-5, 2027.", "It ran from 1 January to 5 January 2027."),
    ("It ran from January 1 to March 5, 2027.", "It ran from January 1, 2027, to March 5, 2027."),
    ("It is for 2025-26.", "It is for 2025 to 2026."),
    ("It is for FY2026.", "It is for fiscal year 2026."),
    ("It ends on 2027-01-01.", "It ends on January 1, 2027."),
    ("It ends on 1/2/2027.", "It ends on January 2, 2027."),
    ("Members ratified it in May by 61 to 22.", "Members ratified it by 61 to 22."),
    ("See § 7 of the act.", "See Section 7 of the act."),
    ("Assembly Bill No. 1138 raises it.", "A.B. 1138 raises it."),
    ("H.R. 5345 was introduced.", "House Resolution 5345 was introduced."),
    ("The U.S. law applies.", "The United States law applies."),
    ("Gov. Newsom signed it.", "Governor Newsom signed it."),
    ("It was written by Josh Becker.", "It was written by Senator Josh Becker."),
    ("The Canadian credit is paid.", "The credit in Canada is paid."),
    ("Over 500 members voted.", "More than 500 members voted."),
    ("The credit, first enacted in 2009, is 30 percent.", "The credit is 30 percent."),
    ("It went from 29 percent to 15 percent.", "From 29 percent it went to 15."),
]


@pytest.mark.parametrize(("source", "sentence"), SAME)
def test_what_is_written_otherwise_is_the_same(source: str, sentence: str) -> None:
    assert list(faults(source, sentence)) == []


@pytest.mark.parametrize("odd", ["ſix", "Aprıl 2027", "5 Auguſt 2027", "fıfth", "\ud83d half"])
def test_letters_that_only_look_like_others_break_nothing(odd: str) -> None:
    for source, sentence in ((odd, SOURCE), (SOURCE, f"It is {odd} percent.")):
        assert isinstance(list(faults(source, sentence)), list)


def test_figures_of_headings_are_told_apart() -> None:
    told = list(headed("It is paid at once.", "The credit of 30 percent is paid at once."))
    assert told == ["the figure 30 percent stands only in a heading of the source"]
    assert not list(headed("It is 30 % in 2027.", "In 2027 it is 30 percent."))
