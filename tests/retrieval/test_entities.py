import pytest

from tests.terms.made import About, entities

KNOWN = entities(
    [
        About("ia-film-fund", "Iowa film fund: the grant", ("Iowa",), ("Judge Vale ruled so.",)),
        About("nh-film-fund", "Film fund of 2026", ("New Hampshire",), ("Iowa has one, too.",)),
        About("nga-2023", "NGA 2023 contract", (), ("The fund of the NGA grew.",)),
        About("nga-2026", "NGA 2026 contract", (), ("In Doe v. Roe it lost, and Doe won.",)),
        About("marlow", "Lark Studio v. Marlow", (), ("A studio may sue.",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "name", "documents"),
    [
        ("what does iowa pay", "iowa", {"ia-film-fund"}),
        ("what does New hampshire pay", "New hampshire", {"nh-film-fund"}),
        ("what is paid in NH", "NH", {"nh-film-fund"}),
        ("the 2026 NGA deal", "2026 NGA", {"nga-2026"}),
        ("the NGA's 2023 deal", "NGA's 2023", {"nga-2023"}),
        ("how did vale rule", "vale", {"ia-film-fund"}),
        ("is Hungary cheaper", "Hungary", set()),
        ("who won, Lark v Marlow", "Lark v Marlow", {"marlow"}),
        ("how did doe v roe end", "doe v roe", {"nga-2026"}),
    ],
)
def test_a_name_is_found_in_any_case_with_its_documents(
    text: str, name: str, documents: set[str]
) -> None:
    (found,) = KNOWN.mentions(text)

    assert (text[found.start : found.end], found.documents) == (name, documents)


@pytest.mark.parametrize("text", ["Which fund pays in 2026?", "Who may sue a studio?", ""])
def test_words_that_the_library_writes_small_are_no_names(text: str) -> None:
    assert KNOWN.mentions(text) == ()


def test_two_names_are_no_case_where_no_document_says_so() -> None:
    assert len(KNOWN.mentions("the cap, Iowa v NGA")) == 2


def test_words_behind_a_name_tell_which_of_its_documents_is_meant() -> None:
    both = frozenset({"nga-2023", "nga-2026"})

    assert KNOWN.narrowed(both, " contract of 2026") == {"nga-2026"}
    assert KNOWN.narrowed(both, " and so on") == both
    assert KNOWN.extent(both, " contract of the") == len(" contract")


def test_a_word_of_most_documents_names_none() -> None:
    many = entities(About(str(n), f"Code{n} of AI", (), ("It is so.",)) for n in range(20))

    assert many.mentions("what is AI") == ()
