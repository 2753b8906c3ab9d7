"""Fits the share of the dense score in the fused one on public retrieval sets.

    python -m training.fit_fusion --stores DIR SET...

A set is a folder of ``benchmarks.sets``. Each is ingested once into a store under ``--stores``;
then nDCG@10 by document is printed for every weight. One rule must serve all sets and lose on
none, so the weight is taken whose least gain over the better of dense alone (1.00) and BM25 alone
(0.00) is largest. The number goes into ``assistant/retrieval/fusion.py`` by hand.
"""

import argparse
import os
from pathlib import Path

import numpy as np
from tqdm import tqdm

from assistant.models.embedder import Embedder
from assistant.models.export import load_embedder
from assistant.retrieval.fusion import fuse
from assistant.retrieval.retriever import DEPTH, Retriever
from assistant.settings import Settings
from benchmarks.sets import ingest, read_qrels, read_queries
from evals.scoring.metrics import mean, ndcg_at_k

WEIGHTS = [round(weight, 2) for weight in np.linspace(0, 1, 21)]


def main() -> None:
    """Print the table and the best weight."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sets", nargs="+", type=Path, help="BEIR-style folders")
    parser.add_argument("--stores", type=Path, required=True, help="where their indexes are kept")
    options = parser.parse_args()
    settings = Settings.read(os.environ)
    embedder = load_embedder(settings.model, settings.cache)
    rows = {folder.name: measure(folder, options.stores, embedder) for folder in options.sets}
    print("weight".ljust(16) + "".join(f"{weight:7.2f}" for weight in WEIGHTS))
    for name, row in rows.items():
        print(name.ljust(16) + "".join(f"{value:7.3f}" for value in row))
    gains = [[value - max(row[0], row[-1]) for value in row] for row in rows.values()]
    least = [min(column) for column in zip(*gains, strict=True)]
    print("least gain".ljust(16) + "".join(f"{value:7.3f}" for value in least))
    print(f"weight {WEIGHTS[least.index(max(least))]}")


def measure(folder: Path, stores: Path, embedder: Embedder) -> list[float]:
    """nDCG@10 of one set for each of ``WEIGHTS``."""
    index, _ = ingest(folder, stores, embedder)
    retriever = Retriever(index.snapshot(), embedder)
    relevant = read_qrels(folder)
    queries = [query for query in read_queries(folder) if query.id in relevant]
    scores = [
        weigh(retriever, embedder, query.text, relevant[query.id])
        for query in tqdm(queries, folder.name, disable=None)
    ]
    return [mean(column) for column in zip(*scores, strict=True)]


def weigh(
    retriever: Retriever, embedder: Embedder, query: str, gains: dict[str, float]
) -> list[float]:
    """nDCG@10 of one query for each of ``WEIGHTS``."""
    dense, lexical = retriever.candidates(query, embedder.embed_query(query), DEPTH)
    owners = {key: retriever.snapshot.chunks[key].document_id for key in dense}
    found = []
    for weight in WEIGHTS:
        fused = fuse(dense, lexical, weight)
        ranked = sorted(fused, key=lambda key: (-fused[key], key))
        documents = list(dict.fromkeys(owners[key] for key in ranked))
        found.append(ndcg_at_k(documents, gains, 10))
    return found


if __name__ == "__main__":
    main()
