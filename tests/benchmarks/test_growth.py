"""What is told of libraries that grow, and what they are made of."""

from xml.etree import ElementTree

import numpy as np

from benchmarks.drawing import Line, log_plot
from benchmarks.growth import Grown, Read, Written, plot, table
from benchmarks.making import PASSAGES, QuickEmbedder, made_document, made_text, questions

GROWN = [
    Grown(
        "folder",
        Written(size, 6 * size, size / 1000, 0.1, 16_000 * size, 10**9),
        Read(1.0, (0.01,) * 40, (0.1,) * 39 + (0.3,), 0.5, 0.05, 0.02, 0.06, 5 * 10**8),
    )
    for size in (1_000, 10_000, 100_000)
]


def test_a_document_that_is_made_is_the_same_for_the_same_seed() -> None:
    assert made_text(7) == made_text(7) != made_text(8)
    assert sum(len(section.blocks) for section in made_document(3).sections) == PASSAGES
    assert [*questions(5)] == [*questions(5)]


def test_quick_vectors_are_of_length_one_and_near_where_words_are_shared() -> None:
    embedder = QuickEmbedder()
    one, other, far = embedder.embed_documents(["the gull levy", "the gull fee", "cats sat there"])
    assert np.allclose(np.linalg.norm([one, other, far], axis=1), 1)
    assert one @ other > 0.4 > one @ far
    assert embedder.embed_documents([]).shape == (0, embedder.dimension)


def test_the_table_tells_rates_and_spreads() -> None:
    head, rule, *rows = table(GROWN).splitlines()
    assert rule == f"|{'---|' * 11}"
    assert {line.count("|") for line in (head, *rows)} == {12}
    assert rows[0].startswith(
        "| 1,000 | folder | 1,000 (6,000) | 0.1 s | 1.0 s | 10, 10 ms | 100, 100 ms |"
    )


def test_the_plot_is_well_formed_and_its_lines_rise_where_values_do() -> None:
    root = ElementTree.fromstring(plot(GROWN))
    assert len(root.findall("{*}polyline")) == 5

    drawn = ElementTree.fromstring(log_plot([1, 10], [Line("a", [1.0, 100.0])], "x", "y"))
    points = drawn.find("{*}polyline").attrib["points"].split()
    (left, low), (right, high) = [tuple(map(float, point.split(","))) for point in points]
    assert left < right
    assert high < low
