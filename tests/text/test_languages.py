"""Tags of languages and their names."""

import pytest

from assistant.text.languages import base, language_name, language_tag, tag_of


@pytest.mark.parametrize(
    ("stated", "tag"),
    [("EN", "en"), ("en_us", "en-US"), ("zh-hans-CN", "zh-Hans-CN"), ("fr, en", "fr"), ("x", ""),
     ("english text", "")],
)  # fmt: skip
def test_a_tag_in_its_usual_letters(stated: str, tag: str) -> None:
    assert language_tag(stated) == tag


def test_people_write_names() -> None:
    assert tag_of(" French ") == "fr"
    assert tag_of("fr-CA") == "fr-CA"
    assert tag_of("Frisian Islands") == ""
    assert (language_name("fr-CA"), language_name("xx"), base("fr-CA")) == ("French", "xx", "fr")
