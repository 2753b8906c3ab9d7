"""The line under an answer: who says it, and how what is quoted stands."""

from dataclasses import replace

from assistant.types import Metadata
from assistant.ui import sources
from tests.ui.test_render import answer, citation, shelf, shown


def test_a_badge_that_holds_for_one_document_stands_behind_its_number() -> None:
    first, second = citation(), replace(citation(n=2), document_id="e")
    mixed = sources.line(answer(first, second), shelf(d=Metadata(), e=Metadata(status="in force")))
    alike = Metadata(status="in force")
    same = sources.line(answer(first, second), shelf(d=alike, e=alike))

    assert shown(mixed).endswith("1 official 2 in force")
    assert mixed.count("data-key") == mixed.count('data-key="c2"') == 1
    assert shown(same).endswith("2 in force")
    assert "data-key" not in same
