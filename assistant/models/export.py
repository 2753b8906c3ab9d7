"""Loads the embedding model, exporting it once to ONNX.

sentence-transformers loads the model and is the reference; it takes seconds to import, so it is
imported only to export a model, or to serve one that can't be exported.
"""

import json
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import ModelError
from assistant.models.embedder import (
    EXPORTED,
    FACTS,
    Embedder,
    OnnxEmbedder,
    TorchEmbedder,
    read_facts,
    sealed,
)
from assistant.models.weights import DEFAULT_MODEL, fingerprint, model_folder, sha256

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


EXPORT_FORMAT = 2
LEAST_COSINE = 0.9999
_PROBES = (
    "How much does California's film credit pay per year?",
    "AI",
    "Änderungen für 2026: 35 % — „Künstliche Intelligenz“ 電影 🎬",
    "The refund is paid over five tax years. " * 60,
)


def load_embedder(model: str, cache: Path) -> Embedder:
    """Load the embedding model ``model`` names, exporting it to ONNX the first time.

    Args:
        model: empty for the default model, else a folder or a hub name.
        cache: folder under which exports are kept.

    Raises:
        ModelError: a file of the default model differs from the published one, or the model
            can't be loaded at all. Nothing is loaded then.
    """
    name = model or DEFAULT_MODEL
    folder = model_folder(model)
    weights = fingerprint(folder)
    export = cache / "onnx" / f"{weights[:32]}-{EXPORT_FORMAT}"
    facts = _whole(export)
    if facts is None:
        # What is damaged is made again.
        shutil.rmtree(export, ignore_errors=True)
        served = _export(name, folder, weights, export)
        if served is not None:
            return served
        facts = read_facts(export)
    return OnnxEmbedder(name, weights, export, facts)


def load_reference(folder: Path) -> "SentenceTransformer":
    """Load a model folder with sentence-transformers on the CPU; takes seconds to import."""
    # Nothing is fetched: the folder is complete, and the hub client must not look for updates.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(str(folder), device="cpu")


def _whole(export: Path) -> dict[str, Any] | None:
    """What an export tells of itself, ``None`` where it is not there or not whole."""
    try:
        return read_facts(export)
    except ModelError:
        return None


def _export(name: str, folder: Path, weights: str, export: Path) -> TorchEmbedder | None:
    """Export a model into ``export``; returns an embedder of its own when that is impossible."""
    try:
        model = load_reference(folder)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise ModelError(f"The embedding model '{name}' can't be loaded: {_line(error)}") from error
    try:
        export.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="export-", dir=export.parent))
    except OSError as error:
        why = error.strerror or str(error)
        return TorchEmbedder(name, weights, model, f"{export.parent} can't be written ({why})")
    try:
        why = _export_to(draft, model, folder, weights)
        if why:
            return TorchEmbedder(name, weights, model, why)
        try:
            draft.rename(export)
        except OSError:
            # Another process finished the same export first; its files are the same.
            if _whole(export) is None:
                raise
        return None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _export_to(draft: Path, model: "SentenceTransformer", folder: Path, weights: str) -> str:
    """Write model.onnx, tokenizer.json and export.json; returns why that failed, else ''."""
    tokenizer = folder / "tokenizer.json"
    if not tokenizer.is_file():
        return "it has no tokenizer.json"
    shutil.copyfile(tokenizer, draft / "tokenizer.json")
    try:
        inputs = _write_onnx(model, draft / "model.onnx")
    except (RuntimeError, TypeError, ValueError, KeyError, NotImplementedError) as error:
        return f"it can't be exported to ONNX ({_line(error)})"
    prompts = {key: _prompt(model, key) for key in ("query", "document")}
    facts = {
        "dimension": model.get_embedding_dimension(),
        "inputs": inputs,
        "max_tokens": model.max_seq_length,
        "prompts": prompts,
        "files": {name: sha256(draft / name) for name in EXPORTED},
        "weights": weights,
    }
    written = {"facts": facts, "seal": sealed(facts)}
    (draft / FACTS).write_text(json.dumps(written, indent=1), encoding="utf-8")
    served = OnnxEmbedder("probe", weights, draft, facts).embed_documents(_PROBES)
    expected = TorchEmbedder("probe", weights, model, "").embed_documents(_PROBES)
    if float(np.min(np.sum(served * expected, axis=1))) < LEAST_COSINE:
        return "its ONNX export gives other vectors"
    return ""


def _write_onnx(model: "SentenceTransformer", path: Path) -> list[str]:
    """Export transformer, pooling and normalisation as one graph; returns its inputs' names."""
    import torch

    class Pipeline(torch.nn.Module):
        """The whole model as a function of its token tensors."""

        def __init__(self, names: list[str]) -> None:
            super().__init__()
            self.model = model
            self.names = names

        def forward(self, *tensors: Any) -> Any:
            features = dict(zip(self.names, tensors, strict=True))
            return self.model(features)["sentence_embedding"]

    features = model.preprocess(["one example to trace", "and a second, rather longer example"])
    names: list[str] = [
        key for key in ("input_ids", "attention_mask", "token_type_ids") if key in features
    ]
    axes = {name: {0: "batch", 1: "tokens"} for name in names} | {"embedding": {0: "batch"}}
    with warnings.catch_warnings(), torch.no_grad():
        # The tracing exporter needs onnx alone; its notes are for its own developers.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Pipeline(names).eval(),
            tuple(features[name] for name in names),
            str(path),
            input_names=names,
            output_names=["embedding"],
            dynamic_axes=axes,
            dynamo=False,
        )
    return names


def _prompt(model: "SentenceTransformer", kind: str) -> str:
    named = model.prompts.get(kind)
    return named or model.prompts.get(model.default_prompt_name or "", "") or ""


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
