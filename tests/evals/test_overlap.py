from evals.cases import Case
from evals.overlap import table, word_overlap


def test_overlap_by_hand() -> None:
    assert word_overlap("Who gets film money?", "The film pays money to Ireland.") == 1
    assert word_overlap("Which cash for movies?", "The film pays money.") == 0
    assert word_overlap("Cash for films in Ireland?", "Irish films.") == 1 / 3
    assert word_overlap("Who?", "Who?") == 0


def test_the_report_gives_quartiles() -> None:
    def case(question: str) -> Case:
        return Case("s", "i", question, True, "It pays money.", ("d",))

    shown = table([case("What pays?")], [case("Which cash?"), case("Money?"), case("Coins?")])
    assert "3 rewordings" in shown
    assert "own question         median 0.00" in shown
