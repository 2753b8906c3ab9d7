"""Starts the chat: ``python app.py``. ``HOST`` and ``PORT`` say where it is served."""

import os
import sys

from assistant import Assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.ui.page import serve


def main() -> int:
    """Serve the chat until it is interrupted; returns the exit code."""
    try:
        settings = Settings.read(os.environ)
        serve(Assistant.open(settings=settings), settings.host, settings.port)
    except AssistantError as error:
        print(f"app.py: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
