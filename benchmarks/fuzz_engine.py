"""The program apart that ``fuzzing`` starts: its code is counted, so it imports all of it anew."""

import sys
import time
from pathlib import Path


def main() -> None:
    """Fuzz the target named first; findings go into the folder named second."""
    import atheris

    name, home, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["assistant"]):
        from benchmarks.fuzzing import TARGETS, keep, tried
    target, folder = TARGETS[name], Path(home) / "found"

    def once(data: bytes) -> None:
        finding = tried(target, data, time.perf_counter)
        if finding is not None:
            keep(folder, finding)

    atheris.Setup([sys.argv[0], *options], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
