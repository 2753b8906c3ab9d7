"""What is not English is said, whatever a file declares; quotations and names are no language."""

from dataclasses import replace

import pytest

from assistant.documents.articles import parse
from assistant.documents.extracted import parse_extract
from assistant.documents.languages import Spoken, language_of
from assistant.extracts import Extract, Facts

ENGLISH = (
    "The fund pays a quarter of what is spent in the state, and it must be asked for in writing. "
)
FRENCH = (
    "Le crédit d'impôt est accordé aux entreprises de production qui en font la demande. Le taux "
    "est fixé à trente pour cent des dépenses éligibles engagées sur le territoire. "
)
SAID = ("is in French; answers are only found in English",)


@pytest.mark.parametrize(
    ("text", "tag", "name"),
    [
        (FRENCH, "fr", "French"),
        ("El productor deberá notificar por escrito al sindicato antes de usar una réplica.",
         "es", "Spanish"),
        ("Die Förderung wird auf Antrag gewährt, wenn die Kosten eine Million Euro betragen.",
         "de", "German"),
        ("A közvetett támogatás mértéke a filmgyártás költségeinek harminc százaléka.",
         "hu", "Hungarian"),
        ("Субсидия предоставляется организациям кинематографии по заявке.", "ru", "Russian"),
        ("制片人在使用演员的数字复制品之前，应当取得演员的书面同意。", "zh", "Chinese"),
    ],
)  # fmt: skip
def test_another_language_is_known_by_a_sentence(text: str, tag: str, name: str) -> None:
    told = f"is in {name}; answers are only found in English"

    assert language_of(text, "") == Spoken(tag, (told,))
    assert language_of(text * 60, "en-US") == Spoken(tag, (told,))


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (ENGLISH, "", Spoken("en")),
        (ENGLISH * 90, "fr-FR", Spoken("en")),
        (ENGLISH, "en-GB", Spoken("en-GB")),
        (FRENCH, "fr-CA", Spoken("fr-CA", SAID)),
        # Of a few letters or none nothing is known but what is declared.
        ("BOD 18-01", "", Spoken("")),
        ("1 2 3 4", "fr", Spoken("fr", SAID)),
    ],
)
def test_the_words_count_more_than_what_is_declared(
    text: str, declared: str, expected: Spoken
) -> None:
    assert language_of(text, declared) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{ENGLISH * 12}The rule is: “{FRENCH}” {ENGLISH * 12}",
        f"{ENGLISH * 3}Nemo dat quod non habet; actus non facit reum. {ENGLISH * 3}",
        "Kwame Asante, Dolores Ibárruri, Krzysztof Szczepański, Siobhán Ní Bhriain",
        "Film\tBudget\tState\nOrme\t$5 million\tOhio\nBrisbane\t$7 million\tUtah\n" * 20,
    ],
)
def test_quotations_names_and_tables_are_not_warned_of(text: str) -> None:
    assert language_of(text, "").warnings == ()


def test_half_a_text_in_another_language_is_said() -> None:
    told = "is partly in French; answers are only found in English"

    assert language_of(ENGLISH * 40 + FRENCH * 22, "") == Spoken("en", (told,))


def test_every_kind_of_document_says_it() -> None:
    extract = Extract(f"Règlement\n\n{FRENCH}", facts=Facts(language="en-US"), warnings=("x",))
    read = parse_extract("d", extract)
    assert (read.metadata.language, read.warnings) == ("fr", ("x", *SAID))
    assert parse_extract("d", replace(extract, text=ENGLISH)).metadata.language == "en-US"

    for document in (parse("d", FRENCH), parse("d", FRENCH, is_markdown=False)):
        assert (document.metadata.language, document.warnings) == ("fr", SAID)
    assert parse("d", f"---\ntitle: x\nlang: fr-CA\n---\n{FRENCH}").metadata.language == "fr-CA"
    assert parse("d", ENGLISH, "A record").metadata.language == "en"
