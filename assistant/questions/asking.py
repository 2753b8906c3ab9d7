"""By what words a sentence is told to ask."""

import re

from assistant.text.patterns import alternation, either

_QUESTION_WORD = alternation(
    r"""
    what(?:['’]?s|['’]re)?
    who(?:['’]?s|m|se)?
    when(?:['’]s)?
    where(?:['’]s)?
    why(?:['’]s)?
    how(?:['’]s)?
    which
    whether
    """
)
AUXILIARY = either(
    """
    is are was were do does did has have had can could will would should must may
    """
)
_DETERMINER = either(
    """
    the a an it its they there this that these those he she we I you any all both
    """
)
PREPOSITION = either("by for from in on at to of with under until since over per worth")
BEGINS = rf"(?:(?:{PREPOSITION}) )?(?:{_QUESTION_WORD})\b|(?:{AUXILIARY}) (?:{_DETERMINER})\b"
"""How a question begins: a question word, or an auxiliary before its subject."""

ASKING = re.compile(rf"^(?:{BEGINS})", re.IGNORECASE)
QUESTION_WORD = re.compile(rf"\b(?:{_QUESTION_WORD})\b", re.IGNORECASE)
