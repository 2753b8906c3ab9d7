"""Uses the retriever and the chain in LangChain, in this process and without a server."""

import sys

from assistant import Assistant


def main(question: str) -> None:
    """Print an answer, and the documents that the retriever finds."""
    assistant = Assistant.open()
    print(assistant.chain.invoke(question).answer)
    for document in assistant.retriever.invoke(question)[:3]:
        print(f"- {document.metadata['document_id']}: {document.page_content[:80]!r}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} QUESTION")
    main(" ".join(sys.argv[1:]))
