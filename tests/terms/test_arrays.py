from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assistant.terms.arrays import read_arrays, write_arrays

KINDS = st.sampled_from(["<i4", "<f4", "<u8", "|u1", "<i8"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    written=st.dictionaries(
        st.text(max_size=8), KINDS.flatmap(lambda kind: arrays(kind, st.integers(0, 90)))
    )
)
def test_arrays_come_back_as_they_were(tmp_path: Path, written: dict[str, np.ndarray]) -> None:
    write_arrays(tmp_path / "x.bin", written)
    found = read_arrays(tmp_path / "x.bin")

    assert list(found) == list(written)
    for name, array in written.items():
        assert found[name].dtype == array.dtype
        assert found[name].tobytes() == array.tobytes()


@pytest.mark.parametrize(
    "content", [b"", b"x" * 200, b"ARRAYS 1\n{", b'ARRAYS 1\n{"a": ["<i4", 9, 0]}\n']
)
def test_what_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.bin").write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011 - numpy's and json's own, and ours
        read_arrays(tmp_path / "x.bin")
