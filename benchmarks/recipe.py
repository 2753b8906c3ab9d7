"""The plain recipe, served: split, embed, store, the best passage in a ``gr.ChatInterface``.

    python -m benchmarks.recipe FOLDER PORT

It does less than the assistant: no word search, no scorer, no second reading of what it shows, and
no model writes.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.models.embedder import Embedder
from assistant.models.export import load_embedder
from assistant.settings import Settings


class _Embeddings(Embeddings):
    """The product's own embedder, so that the two differ in what is built around it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages."""
        return [
            [float(item) for item in vector] for vector in self._embedder.embed_documents(texts)
        ]

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        return [float(item) for item in self._embedder.embed_query(text)]


def recipe(folder: Path, embedder: Embedder) -> Callable[[str, list[object]], str]:
    """What answers a message with the best passage of the texts of a folder."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=800, chunk_overlap=100)
    texts = [Document(path.read_text("utf-8")) for path in sorted(folder.glob("*.md"))]
    store = InMemoryVectorStore(_Embeddings(embedder))
    store.add_documents(splitter.split_documents(texts))
    retriever = store.as_retriever(search_kwargs={"k": 4})

    def answer(message: str, _history: list[object]) -> str:
        return str(retriever.invoke(message)[0].page_content)

    return answer


def main(folder: Path, port: int) -> None:
    """Serve it until it is ended."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    settings = Settings.read(os.environ)
    answer = recipe(folder, load_embedder(settings.model, settings.cache))
    chat = gr.ChatInterface(answer, api_name="chat")
    app = gr.mount_gradio_app(FastAPI(), chat, path="/")
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
