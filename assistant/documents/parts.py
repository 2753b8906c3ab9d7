"""How articles name their parts: the summary, the takeaways, the questions, what is open."""

import re

from assistant.text.patterns import any_of

SUMMARY = re.compile(r"[>*_ \t-]*TL;?DR[*_]*[ \t]*(?:[:—–-]|$)[*_]*[ \t]*", re.IGNORECASE)
TAKEAWAYS = re.compile(r"\W*key takeaways\W*$", re.IGNORECASE)
OWN_QUESTIONS = re.compile(r"\W*Q ?& ?A\W*$", re.IGNORECASE)
QUESTIONS = any_of(
    r"""
    Q ?(?:&|and) ?A(?:'?s)?
    questions (?:&|and) answers
    FAQs?
    (?:.{0,60}\b)?frequently asked questions(?:\W+FAQs?)?(?:\b.{0,40})?
    """,
    within=r"^\W*(?:{})\W*$",
)
OPEN = re.compile(r"\W*not settled\W*$", re.IGNORECASE)
OWN_OPEN = re.compile(r"\W*(?:not settled|open questions)\W*$", re.IGNORECASE)
"""What is open is told of an article of ours by either name, elsewhere by the first alone."""
