"""Asks with OpenAI's client, as a stream, as Open WebUI, LibreChat and the like do."""

import os
import sys

from openai import OpenAI

URL = os.environ.get("ASSISTANT_URL", "http://127.0.0.1:7860")
TOKEN = os.environ.get("ASSISTANT_TOKEN", "")
MODEL = "entertainment-policy-assistant"


def main(question: str) -> None:
    """Print an answer as it comes: numbers are links, the sources stand at the end."""
    # The client wants a key; a server without a token looks at none.
    client = OpenAI(base_url=f"{URL}/v1", api_key=TOKEN or "none")
    stream = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": question}], stream=True
    )
    for chunk in stream:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
    print()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} QUESTION")
    main(" ".join(sys.argv[1:]))
