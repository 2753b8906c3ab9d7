"""The mean of the weights of models that were trained one after the other, as one model.

    python -m training.average_models FIRST.onnx SECOND.onnx … --out MEAN.onnx

Each of a chain of trainings is best at what it read last; their mean is as good as the best of them
on nearly all of it ("model soups", Wortsman et al. 2022).
"""

import argparse
import hashlib
from pathlib import Path

from assistant.models.weights import default_folder
from training.scorer_model import CrossEncoder, export
from training.scorer_start import load_shipped


def main() -> None:
    """Average, export and print the file's hash."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL.onnx")
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write")
    options = parser.parse_args()
    models = [_load(path) for path in options.models]
    weights = models[0].state_dict()
    for name, found in weights.items():
        if found.is_floating_point():
            weights[name] = sum(model.state_dict()[name] for model in models) / len(models)
    models[0].load_state_dict(weights)
    export(models[0], options.out)
    print(hashlib.sha256(options.out.read_bytes()).hexdigest())


def _load(path: Path) -> CrossEncoder:
    model = CrossEncoder(default_folder())
    load_shipped(model, path)
    return model


if __name__ == "__main__":
    main()
