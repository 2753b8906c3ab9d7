from pathlib import Path

import pytest

from assistant.writing.keeping import KeptChat
from assistant.writing.talking import ChatFault, Prompt
from tests.writing.scripted import ScriptedChat

PROMPT = Prompt("rules", "--- \n[ab12] It is so.\n---")


def test_a_reply_is_asked_once_and_kept_as_it_came(tmp_path: Path) -> None:
    chat = ScriptedChat(lambda told: f"It is so [{told[0][0]}].")
    kept = KeptChat(chat, tmp_path / "replies")

    first, again = list(kept.reply(PROMPT)), list(kept.reply(PROMPT))
    anew = list(KeptChat(chat, tmp_path / "replies").reply(PROMPT))

    assert first == again == anew
    assert (len(chat.prompts), kept.asked, kept.reused) == (1, 1, 1)
    list(kept.reply(Prompt("other rules", PROMPT.request)))
    assert len(chat.prompts) == 2


def test_what_failed_is_asked_again(tmp_path: Path) -> None:
    chat = ScriptedChat(lambda _told: "It is", ChatFault("it broke off"))
    kept = KeptChat(chat, tmp_path)

    for _ in range(2):
        with pytest.raises(ChatFault):
            list(kept.reply(PROMPT))
    assert len(chat.prompts) == 2
