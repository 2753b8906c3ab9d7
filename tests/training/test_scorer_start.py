from pathlib import Path

import onnx
import pytest
import torch

from assistant.models.scorer import MODEL
from assistant.models.weights import default_folder
from training.scorer_model import CrossEncoder, Encoding
from training.scorer_start import load_shipped


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_shipped_scorer_is_read_back() -> None:
    from assistant.models.scorer import Reading, load_scorer

    folder = default_folder()
    model = CrossEncoder(folder)
    load_shipped(model, MODEL)
    model.eval()
    asked = "What is the rate of the Iowa credit?"
    read = [("Iowa", "", "The credit pays 20 percent."), ("Iowa", "", "It was made in 2005.")]
    batch = Encoding(folder / "tokenizer.json").batch([(asked, each) for each in read])

    with torch.no_grad():
        ours = model(*batch).tolist()

    served = load_scorer().score(
        asked, [Reading(text, before, title) for title, before, text in read]
    )
    assert ours == pytest.approx(served, abs=0.8)
    assert ours[0] > ours[1]


def test_another_model_is_no_beginning(tmp_path: Path) -> None:
    empty = onnx.helper.make_model(onnx.helper.make_graph([], "empty", [], []))
    onnx.save(empty, str(tmp_path / "empty.onnx"))

    with pytest.raises(ValueError, match="give an exported scorer"):
        load_shipped(CrossEncoder(default_folder()), tmp_path / "empty.onnx")
