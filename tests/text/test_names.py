import pytest

from assistant.text import names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("who signed the Voice Act in Utah", ["Voice Act", "Utah"]),
        ("what does AB 412 say", ["AB 412"]),
        ("the 2026 NGA contract of Disney and Fox", ["2026 NGA contract", "Disney and Fox"]),
        ("about the NO FAKES Act", ["NO FAKES Act"]),
        ("The rate is high. Rates fell.", []),
        ("Iowa’s rate", ["Iowa’s"]),
        ("held on the 9th in May", []),
        ("the 9th Circuit agreed", ["9th Circuit"]),
        ("so Congress met", []),
        ("about the Benefits of Iowa", ["Benefits of Iowa"]),
    ],
)
def test_names_are_written_large(text: str, found: list[str]) -> None:
    assert names.large_names(text) == found


@pytest.mark.parametrize(
    "ending",
    ["contract", "credit", "deal", "fund", "government", "guidance", "law", "model", "order",
     "president", "report", "vote", "film credit", "federal law"],
)  # fmt: skip
def test_a_name_takes_the_word_behind_it(ending: str) -> None:
    assert names.large_names(f"when does the Sora {ending} end") == [f"Sora {ending}"]


@pytest.mark.parametrize("group", ["actors", "writers", "directors", "animators", "Actors'"])
def test_a_trade_stands_for_its_guild(group: str) -> None:
    assert names.is_group(group)
    assert not names.is_group("drivers")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Does the Land of Enchantment pay?", ["Land of Enchantment"]),
        ("Did Disney and Fox merge?", ["Disney and Fox"]),
        ("Is the Fund for Arts open?", ["Fund for Arts"]),
        ("Is Vale the Great dead?", ["Vale the Great"]),
        ("Is Fund 2.0 open?", ["Fund 2.0"]),
        ("Who is Iowa’s head?", ["Who", "Iowa"]),
    ],
)
def test_written_names_are_given_as_they_stand(text: str, written: list[str]) -> None:
    assert names.written_names(text) == written


def test_parts_of_a_name() -> None:
    assert names.plain("Iowa's") == "Iowa"
    assert names.possessive("writers'") == "'"
    assert names.head("Sora deal") == "Sora"
    assert names.large("iowa") == "Iowa"
    assert names.is_bill("AB 412")
    assert names.is_body("SAG-AFTRA")
    assert names.people("led by Ann B. Vale and others") == ["Ann B. Vale"]
