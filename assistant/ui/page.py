"""The page: one component of the product's own, whose script calls the actions."""

from collections.abc import Callable
from importlib import resources
from typing import Any

import gradio as gr

from assistant.ui.actions import Actions

Action = Callable[[Any], dict[str, Any]]
"""What the script calls: it takes and gives JSON."""

TITLE = "Entertainment Policy Assistant"
DESCRIPTION = (
    "Cited answers on AI, production incentives and labor in film and television, "
    "quoted from a library of documents."
)
_FOLDER = resources.files("assistant.ui").joinpath("static")
_SCRIPTS = (
    *(
        "dom",
        "icons",
        "kept",
        "conversations",
        "cards",
        "sheets",
        "reader",
        "exchanges",
        "tools",
        "filters",
    ),
    *("library", "coverage", "owner", "evaluation", "exports", "receipts", "page"),
)
_STYLES = ("theme", "layout", "answers", "reader", "library", "print")


def build(actions: Actions, add: Callable[[], None] = lambda: None) -> gr.Blocks:
    """The page for one assistant. It appears at once, and tells how far loading is.

    Args:
        actions: what its script calls; none of them is an endpoint.
        add: adds what stands beside the page.
    """
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            html_template=_read("page.html"),
            js_on_load=script(),
            server_functions=_functions(actions),
            apply_default_css=False,
            elem_id="assistant",
        )
        add()
    return page  # type: ignore[no-any-return]


def script() -> str:
    """The page's script: its parts, one after the other, in one scope."""
    return "\n".join(_read(f"{name}.js") for name in _SCRIPTS)


def styles() -> str:
    """The page's styles."""
    return "\n".join(_read(f"{name}.css") for name in _STYLES)


def head() -> str:
    """What stands in the head of the page: what it is, for link previews, and its icon."""
    return (
        f"<title>{TITLE}</title>"
        f'<meta name="description" content="{DESCRIPTION}">'
        f'<meta property="og:title" content="{TITLE}">'
        f'<meta property="og:description" content="{DESCRIPTION}">'
        '<meta property="og:type" content="website">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="color-scheme" content="light dark">'
    )


def icon() -> str:
    """The path of the page's icon."""
    return str(_FOLDER.joinpath("icon.svg"))


def _functions(actions: Actions) -> list[Callable[..., dict[str, Any]]]:
    """The actions as functions, which is what the component can call: "page_ask" and so on."""
    chat = (actions.status, actions.ask, actions.so_far, actions.stop)
    read = (actions.document, actions.sheet)
    kept = (actions.word, actions.check, actions.send)
    shelf = (actions.library, actions.find, actions.questions, actions.evaluation)
    return [*map(_named, (*chat, *read, *kept, *shelf)), _owners(actions)]


def _named(action: Action) -> Action:
    def named(body: Any) -> dict[str, Any]:
        return action(body)

    named.__name__ = f"page_{action.__name__}"
    return named


def _owners(actions: Actions) -> Callable[[Any, gr.Request], dict[str, Any]]:
    """The owner's action, told who asks: nobody's wrong passwords count for others."""

    def page_owner(body: Any, request: gr.Request) -> dict[str, Any]:
        return actions.owner(body, request.client.host if request.client else "")

    return page_owner


def _read(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")
