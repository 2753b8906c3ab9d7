"""A shipped scorer's int8 weights read back, so that training goes on where it ended."""

from pathlib import Path

import torch
from torch import Tensor

from training.scorer_model import CrossEncoder

HEAD = "model.head.weight"


def load_shipped(model: CrossEncoder, shipped: Path) -> None:
    """Give ``model`` the weights of an exported scorer, as exact as int8 by channel holds them.

    The embeddings are not trained and stay the embedding model's own.

    Raises:
        ValueError: the file holds other layers than the model.
    """
    weights = {**_plain(shipped), **_dequantised(shipped)}
    own = model.state_dict()
    trained = {name for name, weight in model.named_parameters() if weight.requires_grad}
    trained.discard("bert.pooler.dense.weight")
    trained.discard("bert.pooler.dense.bias")
    if missing := trained - set(weights):
        raise ValueError(f"{shipped} lacks {sorted(missing)[:3]}; give an exported scorer.")
    model.load_state_dict({**own, **{name: weights[name] for name in trained}})


def _plain(shipped: Path) -> dict[str, Tensor]:
    """Biases and norms, which are exported in full precision under their own names."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(shipped)).graph
    return {
        values.name.removeprefix("model."): torch.tensor(numpy_helper.to_array(values))
        for values in graph.initializer
        if values.name.startswith("model.") and not values.name.endswith("_quantized")
    }


def _dequantised(shipped: Path) -> dict[str, Tensor]:
    """The matrices, by the name of the layer whose product they are read in."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(shipped)).graph
    values = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found = {}
    for node in graph.node:
        if node.op_type != "MatMulInteger" or node.input[1] not in values:
            continue
        name = node.input[1].removesuffix("_quantized")
        scale = values[f"{name}_scale"]
        weight = (values[node.input[1]].astype("float32") - values[f"{name}_zero_point"]) * scale
        layer = node.name.removeprefix("/model/").rpartition("/")[0].replace("/", ".")
        found[f"{layer}.weight"] = torch.tensor(weight.T.copy(), dtype=torch.float32)
    return found
