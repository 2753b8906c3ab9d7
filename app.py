"""Starts the chat: ``python app.py``. ``HOST`` and ``PORT`` say where it is served."""

import os
import sys

from assistant.cli.terminal import guarded


def main() -> int:
    """Serve the chat until it is interrupted; returns the exit code."""
    return guarded("app.py", _serve)


def _serve() -> int:
    # Imported here, what takes time can be interrupted without a traceback.
    from assistant import Assistant
    from assistant.serving.server import serve
    from assistant.settings import Settings

    settings = Settings.read(os.environ)
    serve(Assistant.open(settings=settings), settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
