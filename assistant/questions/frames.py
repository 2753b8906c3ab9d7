"""A sentence without the courtesy around what it asks or tells."""

import re
from collections.abc import Sequence

from assistant.questions.asking import ASKING, QUESTION_WORD
from assistant.text.patterns import word_list

_COURTESY = word_list(
    """
    advance afternoon again anyone appreciate appreciated asap ask asking best bit cheers cite
    citation citations colleague curious day dear everyone evening explain find fyi folks give glad
    good grateful great greetings guys have hello help helpful hey hi hope hoping include info
    information interested kind kindly know let like link list little look looking lot love madam
    many mind moment morning much need ok okay one out pls please point possible question quick
    quickly quote real reference references regards respond reply share show sir sorry source
    sources sure team tell thank thanks there thx trying understand very want wanted warm week well
    wonder wondered wondering would write
    """
)
"""Words of greetings, thanks, polite frames and instructions: none says what is asked."""

_FUNCTION = word_list(
    """
    a about all am an and any are as at be been but by can could did do does for from get got had
    has have he he's her here him his i i'd i'll i'm i've if in is it its it's just let's may me
    might my no not of off on or our please she so some that that's the their them then these they
    this those to up us was we we'd we'll we're we've were will with would you you'd you'll you're
    you've your yours
    """
)
_GREETINGS = word_list("hello hey hi dear greetings thanks thank good quick please pls sorry")
"""Words with which a frame begins that has no question word behind it."""

_CLOSING = word_list("thanks thank thx please pls cheers cite asap regards kindly")
"""Words with which thanks and instructions behind a question begin."""

_WORD = re.compile(r"[\w’']+")


def without_frame(sentence: str) -> str:
    """The sentence without a polite frame before, or thanks behind, what it asks or tells."""
    words = list(_WORD.finditer(sentence))
    said = [word.group().lower().replace("’", "'") for word in words]
    if all(word in _COURTESY or word in _FUNCTION for word in said):
        # A question of such words alone asks all the same: "And them?", "How are you?".
        asks = ASKING.match(sentence) or not any(word in _COURTESY for word in said)
        return sentence if "?" in sentence and asks else ""
    start, end = _frame(said), _tail(said)
    first = words[start].start() if start else 0
    last = words[end].end() if end < len(words) - 1 else len(sentence)
    mark = "?" if "?" in sentence[last:] else ""
    return sentence[first:last].strip(" ,;-–—") + mark


def _frame(said: Sequence[str]) -> int:
    """How many words at the beginning only frame what is asked."""
    at, polite = 0, 0
    for number, word in enumerate(said):
        if QUESTION_WORD.fullmatch(word) and (polite or number == 0):
            return number if polite else 0
        if word in _COURTESY:
            at, polite = number + 1, polite + 1
        elif word not in _FUNCTION:
            break
    # "Give me the rate": what follows a frame without a question word begins behind it.
    return at if polite and at < len(said) and said[0] in _GREETINGS else 0


def _tail(said: Sequence[str]) -> int:
    """The place of the last word that is more than thanks or an instruction."""
    end = len(said) - 1
    at = end
    while at > 0 and (said[at] in _COURTESY or said[at] in _FUNCTION):
        at -= 1
        if at + 1 < len(said) and said[at + 1] in _CLOSING:
            end = at
    return end
