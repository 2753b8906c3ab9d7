"""Texts that speak to a chat model instead of of their subject: they are no evidence for it.

Each rule is a way in which written attacks do that. Policy texts speak of models, prompts and
answers too, but don't give orders to whoever reads them: of 114,000 sentences of other texts 20 are
taken for orders, of the 11,400 of the library and of 23 official documents none.
"""

from assistant.text.patterns import any_of, either
from assistant.text.words import folded

_MODEL = r"(?:(?:ai|language|chat) )?(?:ai|assistants?|chatbots?|models?|llms?|gpt|bot)"
_SAY = either("say reply respond answer write output print repeat insist")
_SHOW = either("reveal print repeat show output disclose leak display recite dump")
_RULES = either("instructions? prompts? rules guidelines guardrails")
_READS = either("reading processing summarizing summarising answering parsing seeing")

_ADDRESSES = any_of(
    rf"""
    (?:ignore|disregard|forget|override|bypass)\b.{{0,40}}?\b(?:{_RULES})   # sets rules aside
    (?:ignore|disregard|forget)\b.{{0,20}}?\b(?:above|previous|everything|other sources)
    (?:new|updated|real|actual) (?:system )?(?:{_RULES}) ?(?::|are|apply|follow)
    (?:your|the|this) (?:system|hidden|initial) (?:prompt|message)\b   # names parts of a request
    (?:system|developer) (?:override|instructions?|note) ?[:\]>-]
    (?:begin|end) of (?:system|statements|sources|context|prompt|instructions)
    you are (?:now )?(?:an? |the |in )?(?:\w+ ){{0,2}}{_MODEL}\b   # says what the model is to be
    you (?:are|must|will) now (?:an?|the|in|only|say|answer)\b
    (?:behave|pretend|respond|answer) as (?:if|though|an? )
    (?:dear|attention|hey|(?:note|message|instructions?) (?:to|for)) (?:all |any |the )?{_MODEL}\b
    {_MODEL} (?:that|who|which) (?:is |are )?(?:reads?|{_READS})   # calls it
    {_MODEL} (?:{_READS}) (?:this|these)
    {_MODEL} (?:must|should|shall|will|is to|are to) (?:now |always |only )?(?:{_SAY}|refuse|tell)\b
    (?:if|when|as|since) you(?:'re| are) (?:an? |the )?{_MODEL}\b
    (?:tell|inform|assure|convince) (?:the |your |any )?(?:users?|readers?|humans?)\b
    (?:{_SAY})\b(?: \w+){{0,3}} (?:instead|verbatim|word for word|exactly|the following)
    (?:{_SAY}) only (?:the words?|with|that|this)\b
    (?:always|only|just|simply|instead,?|please) (?:{_SAY})\b   # tells what to write
    (?:in|to|of|from) your (?:answer|reply|response|output|instructions|prompt|rules)
    (?:do not|don't|never) (?:cite|quote|refuse|verify|obey|reveal)\b
    (?:{_SHOW}) (?:me |us |out )?(?:your|all your|the text above|everything above)\b
    cite (?:this|it|statement|id)\b.{{0,40}}?\b(?:for|as|instead|always)
    (?:when|if) (?:you are|you're) asked
    (?:when|if) asked\b.{{0,60}}?\b(?:{_SAY})\b
    (?:when|if) (?:the user|someone|anyone) asks
    """,
    within=r"\b(?:{})",
)
_SIGNS = any_of(
    rf"""
    (?:^|[\n.!?:;"“] ?)(?:{_SAY}) (?:that|with|only)\b   # begins with an order
    sources (?:do not|don't|cannot|can't) answer   # says what a refusal says
    <\|?/?(?:im_start|im_end|system|user|assistant|endoftext|s|inst)\|?>   # signs between turns
    \[/?inst\]
    (?:^|\n|[.!?] )[#* ]*(?:system|assistant|user|human|developer)[* ]*:
    """,
    within="(?:{})",
)


def addresses_model(text: str) -> bool:
    """Whether a text gives orders to whoever processes it."""
    plain = folded(text).replace("’", "'")
    return bool(_ADDRESSES.search(plain) or _SIGNS.search(plain))
