"""Asks with ``gradio_client``, and reads a cited document to see that the quote stands in it."""

import os
import sys

from gradio_client import Client

URL = os.environ.get("ASSISTANT_URL", "http://127.0.0.1:7860")
TOKEN = os.environ.get("ASSISTANT_TOKEN", "")


def main(question: str) -> None:
    """Print an answer, and each of its quotes as its document has it."""
    headers = {"Authorization": f"Bearer {TOKEN}"} if TOKEN else None
    client = Client(URL, headers=headers, verbose=False)
    answer = client.predict(question, [], api_name="/ask")
    print(answer["answer"])
    for cited in answer["citations"]:
        document = client.predict(cited["document_id"], api_name="/document")
        quote = document["text"][cited["start"] : cited["end"]]
        print(f"[{cited['n']}] {document['title']}: {quote!r}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} QUESTION")
    main(" ".join(sys.argv[1:]))
