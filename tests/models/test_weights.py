from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.models.weights import check_files, default_folder, fingerprint, model_folder


def test_the_installed_weights_are_the_published_ones() -> None:
    check_files(default_folder())

    assert {path.name for path in default_folder().glob("*.safetensors")} == {"model.safetensors"}


def test_a_wrong_hash_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"tampered")

    with pytest.raises(ModelError, match="not the published file"):
        check_files(tmp_path, {"model.safetensors": "0" * 64})
    with pytest.raises(ModelError, match=r"tokenizer.json is missing"):
        check_files(tmp_path, {"tokenizer.json": "0" * 64})


def test_the_fingerprint_follows_what_shapes_a_vector(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    before = fingerprint(tmp_path)

    (tmp_path / "README.md").write_text("Words about the model.")
    assert fingerprint(tmp_path) == before
    (tmp_path / "config.json").write_text("[]")
    changed = fingerprint(tmp_path)
    assert changed != before
    (tmp_path / "config.json").rename(tmp_path / "other.json")
    assert fingerprint(tmp_path) != changed


@pytest.mark.parametrize("name", ["no/such-model-anywhere", "not a name"])
def test_an_unknown_model_is_one_clear_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)

    with pytest.raises(ModelError, match="could not be fetched"):
        model_folder(name)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no sentence-transformers model"):
        model_folder(str(tmp_path))
