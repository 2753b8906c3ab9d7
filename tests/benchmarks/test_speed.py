from benchmarks.speed import Row, table


def test_medians_stand_beside_each_other_with_their_ratio() -> None:
    rows = [
        Row("ingest", [20.0, 10.0, 30.0], [40.0, 40.0, 50.0]),
        Row("search", [0.01] * 39 + [0.5], [0.02] * 40),
        Row("help", [0.06, 0.06, 0.07]),
    ]
    _, _, ingest, search, alone = table(rows).splitlines()
    assert ingest == "| ingest | 20.0 s | 40.0 s | 2.0 |"
    assert search == "| search | 10 ms (p95 10 ms) | 20 ms (p95 20 ms) | 2.0 |"
    assert alone == "| help | 60 ms | – | – |"
