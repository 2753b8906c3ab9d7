"""What a question insists on: names and years that an answer must be about."""

import re
from collections.abc import Sequence

from assistant.answers.statements import Library, Statement
from assistant.questions.question import Question, years
from assistant.text.words import content_stems

_RUN = re.compile(r"[A-Z][\w’'-]*(?: (?:(?:of|and|the|for) )?(?:[A-Z][\w’'-]*|\d[\w.,]*\b))*")
_LEAD = re.compile(
    r"^(?:(?:Who|What|Which|When|Where|Why|How|Is|Are|Was|Were|Do|Does|Did|Has|Have|Had|Can|Could"
    r"|Will|Would|Should|May|Must|And|But|In|On|For|The|A|An) )+"
)
_POSSESSIVE = re.compile(r"['’]s?$")


def strange_names(question: Question, words: frozenset[str]) -> tuple[str, ...]:
    """The names of a question, as it writes them, of which ``words`` hold no part at all."""
    found = []
    for run in _RUN.findall(question.text):
        stems = content_stems(run) & question.names
        if stems and not stems & words:
            found.append(_POSSESSIVE.sub("", _LEAD.sub("", run)))
    return tuple(dict.fromkeys(found))


def unmet(question: Question, nearest: Statement, library: Library) -> str:
    """Why the nearest statement is no answer, where a name or a year of the question tells.

    Returns:
        A sentence, or nothing where no constraint is at fault.
    """
    document_id = nearest.chunk.document_id
    names = strange_names(question, library.words(document_id))
    title = library.title(document_id) or document_id
    if names:
        return f"The nearest document, “{title}”, does not mention {_listed(names)}."
    said = years(f"{title} {nearest.chunk.section} {nearest.chunk.question} {nearest.text}")
    if question.years and said and not question.years & said:
        asked = _listed(sorted(question.years))
        return f"The nearest statement is about {_listed(sorted(said))}, not {asked}."
    return ""


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
