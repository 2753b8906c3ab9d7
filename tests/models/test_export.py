import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.models.embedder import Embedder, OnnxEmbedder, TorchEmbedder
from assistant.models.export import load_embedder, load_reference
from assistant.models.weights import default_folder
from assistant.settings import Settings
from tests.conftest import ROOT

# Importing torch and its friends warns about things that are theirs to mend.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def five_hundred_texts() -> list[str]:
    article = (ROOT / "corpus" / "albert-cheng-ai-on-the-lot.md").read_text("utf-8")
    words = article.split()
    windows = [" ".join(words[at : at + 3 + at % 60]) for at in range(400)]
    odd = [
        "", " ", "\t\n", "?", "…", "🎬", "電影稅收抵免", "Ελλάδα", "naïve café", "a" * 3000,
        "§ 17053.98.1", "$750M", "x\u200by", "\ufeff", "<script>alert(1)</script>", "[MASK]",
        "[CLS] [SEP]", article, article * 3, "١٢٣",
    ]  # fmt: skip
    numbers = [f"{n}% of ${n},000,000 in {1950 + n}" for n in range(80)]
    return [*windows, *odd, *numbers]


def test_onnx_gives_the_vectors_of_sentence_transformers(real_embedder: Embedder) -> None:
    texts = five_hundred_texts()
    reference = TorchEmbedder("", "", load_reference(default_folder()), "")

    assert len(texts) == 500
    ours, theirs = real_embedder.embed_documents(texts), reference.embed_documents(texts)
    assert float(np.min(np.sum(ours * theirs, axis=1))) >= 0.9999
    query = texts[7]
    assert float(real_embedder.embed_query(query) @ reference.embed_query(query)) >= 0.9999


def test_nothing_is_loaded_after_a_wrong_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"tampered")
    monkeypatch.setattr("assistant.models.weights.default_folder", lambda: tmp_path)

    with pytest.raises(ModelError, match="not loaded"):
        load_embedder("", tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random model, pooled by its first token."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    tokenizer = BertTokenizerFast.from_pretrained(str(default_folder()))
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=64)
    model = SentenceTransformer(
        modules=[transformer, Pooling(32, pooling_mode="cls")],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.save(str(folder / "model"))
    return folder / "model"


def test_another_model_is_exported_with_its_pooling_and_prompts(
    tiny_model: Path, tmp_path: Path
) -> None:
    served = load_embedder(str(tiny_model), tmp_path)
    reference = TorchEmbedder("", "", load_reference(tiny_model), "")

    assert isinstance(served, OnnxEmbedder)
    assert served.dimension == 32
    for text in ("How much is the credit?", "long text " * 100):
        assert float(served.embed_query(text) @ reference.embed_query(text)) >= 0.9999
        (ours,), (theirs,) = served.embed_documents([text]), reference.embed_documents([text])
        assert float(ours @ theirs) >= 0.9999


def test_a_model_that_cannot_be_exported_is_served_all_the_same(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no such operator")

    monkeypatch.setattr("assistant.models.export._write_onnx", fails)
    served = load_embedder(str(tiny_model), tmp_path)

    assert isinstance(served, TorchEmbedder)
    assert "no such operator" in served.notice
    assert served.embed_query("text").shape == (32,)
    assert list((tmp_path / "onnx").iterdir()) == []


def test_asking_imports_neither_torch_nor_langchain(settings: Settings, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom assistant import Assistant\n"
        f"assistant = Assistant.open({str(tmp_path / 'store')!r})\n"
        "assistant.ingest(['corpus/albert-cheng-ai-on-the-lot.md'])\n"
        "assistant.ask('Why does Cheng call AI addictive?')\n"
        "assert not {'torch', 'transformers', 'langchain_core', 'gradio'} & set(sys.modules)\n"
    )
    load_embedder("", settings.cache)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
