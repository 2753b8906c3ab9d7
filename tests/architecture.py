"""Reads the order of the packages from the documentation, and the imports from the code."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TOPS = ("assistant", "evals", "benchmarks", "training", "scripts", "app", "tests")
"""What the repository holds, each importing only from those before it."""

_LOADERS = ("import_module", "__import__")


@dataclass(frozen=True, slots=True)
class Module:
    """A file of Python under its dotted name; a package's ``__init__`` bears the package's name."""

    name: str
    path: Path

    @property
    def package(self) -> str:
        """What a relative import of this file starts from."""
        is_package = self.path.name == "__init__.py"
        return self.name if is_package else self.name.rpartition(".")[0]

    @property
    def unit(self) -> str:
        """Its place in the order: a package or module right below ``assistant``."""
        return self.name.split(".")[1] if "." in self.name else self.name


def documented_order(text: str) -> list[str]:
    """The packages and modules of ``assistant/`` in the order in which a document lists them.

    The list begins with the line ``assistant/``; each line after it is indented deeper and holds
    one name or several, up to two spaces in a row.
    """
    found = re.search(r"^([ \t]*)assistant/[ \t]*\n((?:\1[ \t]+\S.*(?:\n|$))+)", text, re.MULTILINE)
    if found is None:
        return []
    lines = found[2].splitlines()
    return [
        name.rstrip("/") for line in lines for name in re.split(r"\s{2,}", line.strip())[0].split()
    ]


def modules(root: Path, tops: Iterable[str] = TOPS) -> dict[str, Module]:
    """Every Python file below ``root`` that belongs to one of ``tops``, by dotted name."""
    found: dict[str, Module] = {}
    for top in tops:
        for path in sorted([*(root / top).rglob("*.py"), *root.glob(f"{top}.py")]):
            parts = list(path.relative_to(root).with_suffix("").parts)
            if parts[-1] == "__init__":
                parts.pop()
            name = ".".join(parts)
            found[name] = Module(name, path)
    return found


def named_imports(module: Module) -> Iterator[str]:
    """The dotted name behind each import of a file, wherever in the file it stands.

    ``from a import b`` gives ``a.b``, whether ``b`` is a module or not; a relative import is given
    in full, and so is a literal handed to ``import_module``, under whatever name that goes.
    """
    tree = ast.parse(module.path.read_text("utf-8"))
    loaders = {*_LOADERS, *_loaders_renamed(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute("." * node.level + (node.module or ""), module.package)
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in loaders:
            named = [keyword.value for keyword in node.keywords if keyword.arg == "name"]
            for name in [*node.args[:1], *named]:
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    yield _absolute(name.value, module.package)


def _loaders_renamed(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "importlib":
            yield from (alias.asname for alias in node.names if alias.asname)


def _called(node: ast.Call) -> str:
    called = node.func
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _absolute(name: str, package: str) -> str:
    rest = name.lstrip(".")
    up = len(name) - len(rest)
    if not up:
        return name
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - up + 1], *filter(None, [rest])])


def graph(known: Mapping[str, Module]) -> dict[str, set[str]]:
    """By module, the modules among ``known`` that it imports."""
    return {
        name: {_longest(target, known) for target in named_imports(module)} - {"", name}
        for name, module in known.items()
    }


def _longest(target: str, known: Mapping[str, Module]) -> str:
    """The module a dotted name lies in: ``a.b`` for ``a.b.function``; empty for a foreign one."""
    while target and target not in known:
        target = target.rpartition(".")[0]
    return target


def order_faults(root: Path, order: list[str]) -> list[str]:
    """Imports that run against the order, and files that have no place in it, one a line."""
    known = modules(root)
    faults = []
    for name, targets in graph(known).items():
        own = _rank(known[name], order)
        if own is None:
            faults.append(f"{name} has no place in the order")
            continue
        for target in sorted(targets):
            other = _rank(known[target], order)
            if other is not None and other > own:
                faults.append(f"{name} imports {target}")
    return faults


def _rank(module: Module, order: list[str]) -> tuple[int, int] | None:
    top = module.name.partition(".")[0]
    if top != "assistant":
        return TOPS.index(top), 0
    # The package's own __init__ hands out the façade, and stands where that or its export stands.
    is_top = module.name == "assistant" and "exports" in order
    unit = "exports" if is_top else module.unit
    return (0, order.index(unit)) if unit in order else None


def cycles(imports: Mapping[str, set[str]]) -> list[str]:
    """Modules that import one another in a circle, as ``a -> b -> a``."""
    found: list[str] = []
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            found.append(" -> ".join((*trail[trail.index(name) :], name)))
        elif name not in done:
            for target in sorted(imports[name]):
                visit(target, (*trail, name))
            done.add(name)

    for name in sorted(imports):
        visit(name, ())
    return found


def long_functions(module: Module, most: int) -> list[str]:
    """The functions of a file that have more than ``most`` lines."""
    return [
        f"{module.name}.{node.name}: {length} lines"
        for node in ast.walk(ast.parse(module.path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > most
    ]
