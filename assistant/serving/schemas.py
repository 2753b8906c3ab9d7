"""What programs get, described for those who call by description: OpenAPI and MCP.

The contract writes the JSON itself; nothing is put through these, so that what is added to the
contract reaches programs as it is.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Json = dict[str, Any]


class _Described(BaseModel):
    model_config = ConfigDict(extra="allow")


class Answer(_Described):
    """An answer: quotes that code has read again in their documents, or that there is none."""

    question: str
    searched: str = Field(description="The question as it was searched, with its subject.")
    answer: str = Field(description="What is shown; [n] after a sentence names its citation.")
    abstained: bool = Field(description="Whether the library answers nothing of what was asked.")
    open: bool = Field(description="Whether it knows the matter, and that it was undecided.")
    confidence: float = Field(description="How probable it is that the best evidence answers.")
    citations: list[Json] = Field(
        description="Each with n, document_id, title, section, the exact quote, its start and end "
        "in the document's text, and its sources (name, url, grade; the best grade first)."
    )
    related: list[Json] = Field(description="What comes near, where nothing answers.")
    as_of: str | None = Field(description="The day up to which the cited facts were checked.")
    notes: list[str] = Field(description="What is old, contested, superseded or unofficial.")
    hits: list[Json]
    mode: Literal["quote", "write", "compare", "clarify", "reply"]
    parts: list[Json] = Field(description="One for each thing asked: whether it was found.")
    table: Json | None = Field(description="Where things are compared: entities, aspects, cells.")
    choices: list[str] = Field(description="Questions to choose from, where one is asked back.")
    corpus: str = Field(description="Which state of the library answered.")
    version: str


class Passages(_Described):
    """Passages found by a search."""

    searched: str
    hits: list[Json] = Field(description="document_id, chunk_id and score of each, best first.")


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
    metadata: Json = Field(description="Kind, places, topics, dates and status.")


class Documents(_Described):
    """The documents of the library."""

    documents: list[Json] = Field(
        description="id, title, kind, jurisdiction, topics, published, as_of and status of each."
    )


class Fault(BaseModel):
    """What went wrong."""

    code: str
    message: str = Field(description="One line that says what to do.")


class Faulty(BaseModel):
    """What a program is told of a fault."""

    error: Fault
