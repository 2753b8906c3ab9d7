import pytest

from assistant.errors import InputError
from assistant.settings import Settings


def test_the_threshold_is_a_setting() -> None:
    assert Settings.read({}).threshold is None
    assert Settings.read({"ASSISTANT_THRESHOLD": "0.7"}).threshold == 0.7


@pytest.mark.parametrize("text", ["seven", "1.5", "-0.1", "nan"])
def test_a_threshold_that_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="ASSISTANT_THRESHOLD"):
        Settings.read({"ASSISTANT_THRESHOLD": text})
