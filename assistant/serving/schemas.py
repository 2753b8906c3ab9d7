"""What programs get, described for those who call by description: OpenAPI and MCP.

The contract writes the JSON itself; nothing is put through these, so that what is added to the
contract reaches programs as it is.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Json = dict[str, Any]


TURN: dict[str, Any] = {
    "type": "object",
    "properties": {"role": {"type": "string"}, "content": {"type": "string"}},
    "required": ["role", "content"],
}
"""A turn of a conversation."""

FILTERS: dict[str, Any] = {
    "type": "object",
    "properties": {
        **{
            name: {"type": "array", "items": {"type": "string"}}
            for name in ("topics", "jurisdictions", "kinds")
        },
        **{name: {"type": "string", "format": "date"} for name in ("since", "until")},
    },
}
"""What restricts a question."""

WITHIN = (
    "Documents to ask within: any of the topics, of the jurisdictions and of the kinds, published "
    "since and until a day (2026-07-01)."
)


class _Described(BaseModel):
    model_config = ConfigDict(extra="allow")


class Source(_Described):
    """Who says so."""

    name: str
    url: str = Field(description="Empty where there is none.")
    grade: str = Field(description="official, trade, secondary or unsourced, as declared.")
    trusted: bool = Field(description="Whether the library's owner trusts the document in that.")


class Span(_Described):
    """A part of a document's text, counted in Unicode code points."""

    start: int
    end: int
    quote: str


class Related(_Described):
    """A quote, and where it stands."""

    document_id: str
    title: str
    section: str
    path: list[str] = Field(description="The headings above it, the outermost first.")
    start: int = Field(description="Where the quote begins in the document's text, in code points.")
    end: int = Field(description="Where it ends.")
    quote: str = Field(description="Exactly that part of the text.")
    lead: list[Span] = Field(description="What stands before it that it leans on.")
    shown: str = Field(description="The quote as it is shown: marks and markers left out.")
    reads: str = Field(description="The quote as it reads with what it leans on.")
    sources: list[Source] = Field(description="Who says so, the best grade first.")


class Citation(Related):
    """A quote of an answer; [n] in the answer names it."""

    n: int


class Hit(_Described):
    """A passage that a search found."""

    document_id: str
    chunk_id: str
    score: float


class Passage(Hit):
    """A passage that a search found, with its text."""

    title: str
    section: str
    start: int
    end: int
    text: str


class Part(_Described):
    """One thing asked."""

    ask: str
    found: bool
    open: bool
    confidence: float
    citations: list[int] = Field(description="The n of its citations.")


class Cell(_Described):
    """What was found for one thing and one aspect."""

    found: bool
    open: bool
    confidence: float
    citations: list[int]


class Table(_Described):
    """A comparison: a row for each thing, a column for each aspect."""

    entities: list[str]
    aspects: list[str]
    cells: list[list[Cell]]


class Written(_Described):
    """A sentence that a chat model wrote."""

    text: str
    citations: list[int] = Field(description="The n of the quotes that support it.")


class Withheld(_Described):
    """A sentence of a chat model that is not shown."""

    text: str
    reasons: list[str]


class Answer(_Described):
    """An answer: quotes that code has read again in their documents, or that there is none."""

    question: str
    searched: str = Field(description="The question as it was searched, with its subject.")
    answer: str = Field(description="What is shown; [n] after a sentence names its citation.")
    abstained: bool = Field(
        description="Whether it answers nothing of what was asked. Look at open first: what is "
        "undecided counts as abstained though it is cited; so do greetings and asking back."
    )
    open: bool = Field(description="Whether it knows the matter, and that it was undecided.")
    confidence: float = Field(description="How probable it is that the best evidence answers.")
    citations: list[Citation]
    related: list[Related] = Field(description="What comes near, where nothing answers.")
    as_of: str | None = Field(description="The day up to which the cited facts were checked.")
    notes: list[str] = Field(description="What is old, contested, superseded or unofficial.")
    hits: list[Hit]
    mode: Literal["quote", "write", "compare", "clarify", "reply"]
    parts: list[Part] = Field(description="One for each thing asked: whether it was found.")
    table: Table | None = Field(description="Where things are compared.")
    choices: list[str] = Field(description="Questions to choose from, where one is asked back.")
    sentences: list[Written] = Field(description="In mode write: each held to its quotes.")
    withheld: list[Withheld] = Field(description="What a chat model wrote that doesn't hold.")
    corpus: str = Field(description="Which state of the library answered.")
    version: str


class Passages(_Described):
    """Passages found by a search."""

    searched: str
    hits: list[Passage] = Field(description="The best first.")


class Found(_Described):
    """A document that a search found."""

    id: str
    title: str
    url: str


class Results(_Described):
    """Documents found by a search, those with the best passages first."""

    results: list[Found]


class Text(_Described):
    """A document with its whole text."""

    id: str
    title: str
    text: str = Field(description="The text as it was read; quotes are spans of it.")
    url: str = Field(description="Where it is read; the same as long as it is held.")
    metadata: "Summary"


class Summary(_Described):
    """A document without its text."""

    id: str
    title: str
    kind: str
    jurisdiction: list[str]
    topics: list[str]
    published: str | None
    as_of: str | None = Field(description="The day up to which its facts were checked.")
    status: str
    language: str = Field(description="The tag of its language; empty where it is not known.")
    passages: int
    questions: int = Field(description="Questions of its own that it answers.")


class Documents(_Described):
    """The documents of the library."""

    documents: list[Summary]


class Health(_Described):
    """How the server is."""

    status: Literal["ok", "ready", "loading", "empty", "failed"]


class Completion(_Described):
    """An answer as OpenAI's interface has it, or its chunks where it is streamed."""

    id: str
    object: str
    created: int
    model: str
    choices: list[Json] = Field(
        description="One, with a message of Markdown and its annotations (url_citation)."
    )
    usage: Json


class Model(_Described):
    """What is told of a model."""

    id: str
    object: str
    created: int
    owned_by: str


class Models(_Described):
    """The one model."""

    object: str
    data: list[Model]


class Fault(BaseModel):
    """What went wrong."""

    code: str
    message: str = Field(description="One line that says what to do.")


class Faulty(BaseModel):
    """What a program is told of a fault."""

    error: Fault
