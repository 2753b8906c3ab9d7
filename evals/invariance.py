"""The same questions in other clothes: greeted, framed, misspelled, two in one message.

Made by program from questions of other suites that were answered when asked plainly, so it needs
no reference: an answer should go on citing the document that the plain answer cited first. Which
questions take which form, and in which of its wordings, depends on nothing but their ids and
``SEED``, each question by itself, so that one more question moves no other.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from assistant.text.words import content_stems
from evals.cases import INVARIANCE, POLICY, PROFESSIONAL, SHAPE, Case

SEED = 0
PER_FORM = 20
"""How many questions ``make eval`` asks in each form."""

SOURCES = frozenset({POLICY, PROFESSIONAL, f"{SHAPE}single", f"{SHAPE}status", f"{SHAPE}premise"})

SINGLE_FORMS = "single_forms"
TWO_IN_ONE = "two_in_one"

GREETINGS = ("Hi,", "Hello!", "Hello there.", "Good morning.", "Good afternoon,", "Hey,", "Hi all,")
THANKS = ("Thanks!", "Thank you.", "Many thanks!", "Thanks in advance.", "Cheers", "thx")
SITUATIONS = (
    "I'm putting together {}.",
    "We are preparing {}.",
    "My boss wants {} by tomorrow.",
    "I have been asked to write {}.",
    "Our team is working on {}.",
    "I need this for {}.",
)
ERRANDS = (
    "a memo for our general counsel",
    "some slides for a board meeting",
    "a short briefing for a client",
    "notes for a panel discussion",
    "an article for our newsletter",
    "a report to our partners",
)
FRAMES = (
    "I was wondering: {}",
    "I was wondering, {}",
    "Could you tell me {}",
    "Would you happen to know: {}",
    "If you don't mind, {}",
    "Perhaps you can help me with this: {}",
    "I'd like to know, {}",
    "May I ask, {}",
    "Could you please explain: {}",
)
CITE = (
    "Please cite your sources.",
    "Please give the source for that.",
    "With references, please.",
    "Quote the passage you rely on.",
    "Show me where it says so.",
    "I need citations for everything.",
    "Include links to the documents.",
)
IN_TWO_SENTENCES = (
    "{first}? {Second}?",
    "{first}?\n{Second}?",
    "{first}? And {second}?",
    "First, {first}? Second, {second}?",
    "Two questions. {first}? {Second}?",
)
JOINED_BY_AND = (
    "{first}, and {second}?",
    "{first} and {second}?",
    "{first}, and also {second}?",
)
JOINED_BY_ALSO = (
    "{first}; also {second}?",
    "{first}; also, {second}?",
    "{first}; {second}?",
    "{first} - plus {second}?",
)

_LONG_WORD = re.compile(r"\b[A-Za-z]{5,}\b")
_OPENS, _CLOSES = re.compile(r"(?<!\S)\"|(?<=\()\""), re.compile(r"\"")


def invariance_cases(
    answered: Iterable[tuple[Case, Mapping[str, Any]]], per_form: int | None = PER_FORM
) -> list[Case]:
    """The suite, from answers to the plain questions; ``per_form`` of each form, ``None`` for all.

    Questions with a history, comparisons, and those without a cited answer are left out. Two in
    one are two that cite different documents and are asked on one day; those with an "and" take no
    part, for they may ask for two things already.
    """
    plain = {
        case.id: replace(case, documents=(answer["citations"][0]["document_id"],))
        for case, answer in answered
        if _is_plain(case) and not answer["abstained"] and answer["citations"]
    }
    cases = []
    for form, dress in _SINGLE.items():
        for case in _drawn(plain.values(), form)[:per_form]:
            question = dress(case.question, _draw(form, case.id))
            cases.append(_made(form, SINGLE_FORMS, case.id, question, [case]))
    one_thing = [case for case in plain.values() if " and " not in case.question]
    for form, wordings in _JOINED.items():
        for case in _drawn(one_thing, form)[:per_form]:
            fitting = [
                other
                for other in one_thing
                if other.documents != case.documents and other.today == case.today
            ]
            for other in _drawn(fitting, f"{form}/{case.id}")[:1]:
                wording = _draw(form, case.id).choice(wordings)
                question = joined(wording, case.question, other.question)
                key = f"{case.id}+{other.id}"
                cases.append(_made(form, TWO_IN_ONE, key, question, [case, other]))
    return cases


def invariance_measures(case: Case, answer: Mapping[str, Any]) -> dict[str, float]:
    """Whether all documents are still cited, as a measure of the form and of its group."""
    cited = {quote["document_id"] for quote in answer["citations"]}
    kept = float(set(case.documents) <= cited)
    return {case.wanted["form"]: kept, case.wanted["group"]: kept}


def joined(wording: str, first: str, second: str) -> str:
    """Two questions in one message; ``{first}`` and ``{second}`` start small, ``{Second}`` not."""
    first, second = (text.rstrip(" ?.!") for text in (first, second))
    starts_message = wording.startswith("{first}") or ". {first}" in wording
    return wording.format(
        first=first if starts_message else started_small(first),
        second=started_small(second),
        Second=second,
    )


def started_small(question: str) -> str:
    """The question with a small first letter, unless its first word is a name or an acronym."""
    word = re.match(r"[A-Z][a-z']*(?![\w.])", question)
    # A word that says nothing by itself ("What", "Is") is no name.
    is_plain = word is not None and not content_stems(word[0].partition("'")[0])
    return question[0].lower() + question[1:] if is_plain else question


def swapped(question: str, random: Random) -> str:
    """The question with two neighbouring letters of one longer word changed over."""
    places = [
        at
        for word in _LONG_WORD.finditer(question)
        for at in range(word.start() + 1, word.end() - 1)
        if question[at].lower() != question[at + 1].lower()
    ]
    if not places:
        return question
    at = random.choice(places)
    return question[:at] + question[at + 1] + question[at] + question[at + 2 :]


def shortened(question: str, random: Random) -> str:
    """The question with one letter of one longer word gone, never the first."""
    words = _LONG_WORD.finditer(question)
    places = [at for word in words for at in range(word.start() + 1, word.end())]
    if not places:
        return question
    at = random.choice(places)
    return question[:at] + question[at + 1 :]


def typeset(question: str, random: Random) -> str:
    """The question as a word processor leaves it: no-break and double spaces, curly quotes."""
    curly = _CLOSES.sub("”", _OPENS.sub("“", question.replace("'", "’")))
    first, *others = curly.split(" ")
    # Both kinds at least once where there is room, whatever is drawn for the others.
    gaps = [
        "\N{NO-BREAK SPACE}",
        "  ",
        *random.choices(["\N{NO-BREAK SPACE}", "  ", " "], k=len(others)),
    ]
    return first + "".join(gap + word for gap, word in zip(gaps, others, strict=False))


def _is_plain(case: Case) -> bool:
    kind = case.wanted.get("kind")
    return case.suite in SOURCES and case.answerable and not case.history and kind != "compare"


def _drawn(cases: Iterable[Case], form: str) -> list[Case]:
    """The cases in the order that is the form's own."""
    return sorted(cases, key=lambda case: _draw("order", form, case.id).random())


def _draw(*key: str) -> Random:
    """The random numbers of a form and a question, the same in every run."""
    return Random("/".join((str(SEED), *key)))  # noqa: S311 - for a repeatable sample


def _made(form: str, group: str, key: str, question: str, sources: Sequence[Case]) -> Case:
    return Case(
        suite=INVARIANCE,
        id=f"{form}/{key}",
        question=question,
        answerable=True,
        documents=tuple(document for case in sources for document in case.documents),
        today=sources[0].today,
        wanted={"form": form, "group": group},
    )


def _greeted(question: str, random: Random) -> str:
    return f"{random.choice(GREETINGS)} {question} {random.choice(THANKS)}"


def _in_context(question: str, random: Random) -> str:
    return f"{random.choice(SITUATIONS).format(random.choice(ERRANDS))} {question}"


def _framed(question: str, random: Random) -> str:
    return random.choice(FRAMES).format(started_small(question))


def _to_cite(question: str, random: Random) -> str:
    return f"{question} {random.choice(CITE)}"


_SINGLE: Mapping[str, Callable[[str, Random], str]] = {
    "greeted": _greeted,
    "in_context": _in_context,
    "polite": _framed,
    "asked_to_cite": _to_cite,
    "upper_case": lambda question, _: question.upper(),
    "lower_case": lambda question, _: question.lower(),
    "letters_swapped": swapped,
    "letter_missing": shortened,
    "typeset": typeset,
}
_JOINED = {
    "two_sentences": IN_TWO_SENTENCES,
    "joined_by_and": JOINED_BY_AND,
    "joined_by_also": JOINED_BY_ALSO,
}

FORMS = (*_SINGLE, *_JOINED)
