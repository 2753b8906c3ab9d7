"""The sentence scorer while it is trained: its input, its network and its export to ONNX.

A cross-encoder that selects an answering sentence: Garg, Vu and Moschitti, "TANDA", AAAI 2020.
"""

import tempfile
import warnings
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import tokenizers
import torch
from torch import Tensor, nn

from assistant.models.scorer import BEFORE_TOKENS, MOST_TOKENS, QUESTION_TOKENS, TITLE_TOKENS
from assistant.models.weights import default_folder
from training.scorer_groups import Candidate


class Encoding:
    """Questions and candidates as the token tensors that ``assistant.scorer`` makes of them."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        # The text between them being empty: [CLS] and [SEP].
        self._opening, self._closing = self._tokenizer.encode("").ids
        self._tokens = lru_cache(200_000)(self._read)

    def batch(self, pairs: Sequence[tuple[str, Candidate]]) -> tuple[Tensor, Tensor, Tensor]:
        """Token ids, attention mask and token types, each of shape ``(len(pairs), tokens)``.

        The type is 1 for the tokens of the sentence and 0 for all before it and the padding.
        """
        encoded = [self._pair(question, candidate) for question, candidate in pairs]
        longest = max(len(context) + len(stated) for context, stated in encoded)
        ids, mask, types = torch.zeros(3, len(encoded), longest, dtype=torch.long).unbind()
        for row, (context, stated) in enumerate(encoded):
            end = len(context) + len(stated)
            ids[row, :end] = torch.tensor(context + stated)
            mask[row, :end] = 1
            types[row, len(context) : end] = 1
        return ids, mask, types

    def _pair(self, question: str, candidate: Candidate) -> tuple[list[int], list[int]]:
        title, before, sentence = candidate
        context = [
            self._opening,
            *self._tokens(question)[:QUESTION_TOKENS],
            self._closing,
            *self._tokens(title)[:TITLE_TOKENS],
            self._closing,
            *self._tokens(before)[-BEFORE_TOKENS:],
            self._closing,
        ]
        stated = self._tokens(sentence)[: MOST_TOKENS - len(context) - 1]
        return context, [*stated, self._closing]

    def _read(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids)


class CrossEncoder(nn.Module):
    """The embedding model under a linear head that gives one logit for each pair."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoModel

        super().__init__()
        self.bert = AutoModel.from_pretrained(
            str(folder), attn_implementation="eager", dtype=torch.float32
        )
        self.bert.embeddings.requires_grad_(False)
        self.head = nn.Linear(2 * self.bert.config.hidden_size, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Logits of shape ``(pairs,)`` of three tensors of shape ``(pairs, tokens)``.

        The head reads the vector of ``[CLS]`` and the mean of the sentence's.
        """
        hidden = self.bert(
            input_ids=ids, attention_mask=mask, token_type_ids=types
        ).last_hidden_state
        stated = (types * mask).unsqueeze(-1).to(hidden.dtype)
        average = (hidden * stated).sum(1) / stated.sum(1).clamp(min=1)
        logits: Tensor = self.head(torch.cat([hidden[:, 0], average], -1)).squeeze(-1)
        return logits


def export(model: CrossEncoder, out: Path) -> None:
    """Write the model as int8 ONNX: ``input_ids`` and ``token_type_ids`` -> ``logit``.

    Both inputs have the shape ``(pairs, tokens)`` and the output ``(pairs,)``. Weights are
    quantised by channel.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full, prepared = Path(folder) / "full.onnx", Path(folder) / "prepared.onnx"
        trace(model, full)
        quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(out),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )


def trace(model: CrossEncoder, path: Path) -> None:
    """Write the model as ONNX in full precision, for input without padding."""

    class Unpadded(nn.Module):
        """The model as a function of the two inputs that it is served with."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: Tensor, types: Tensor) -> Tensor:
            logits: Tensor = self.model(ids, torch.ones_like(ids), types)
            return logits

    encoding = Encoding(default_folder() / "tokenizer.json")
    ids, _, types = encoding.batch([("who is he", ("A title", "Before it.", "The sentence."))])
    axes = {0: "pairs", 1: "tokens"}
    with warnings.catch_warnings(), torch.no_grad():
        # The tracing exporter needs onnx alone; its notes are for its own developers.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Unpadded().eval(),
            (ids, types),
            str(path),
            input_names=["input_ids", "token_type_ids"],
            output_names=["logit"],
            dynamic_axes={"input_ids": axes, "token_type_ids": axes, "logit": {0: "pairs"}},
            dynamo=False,
        )
