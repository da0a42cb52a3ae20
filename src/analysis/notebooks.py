"""Notebooks as they lie in their folder: what they may be told, what they say and import, without comments and spacing."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError

_REMEMBERED = 1024
"""Cells that are remembered without their comments."""


def cells_of(notebook: Path) -> list[tuple[str, str, list[str]]]:
    """Kind, source and tags of every cell. Raises ParameterError if the file cannot be read as a notebook."""
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"]), list(cell.get("metadata", {}).get("tags", ()))) for cell in cells]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ParameterError(f"{_place(notebook)} cannot be read as a notebook; save it again in JupyterLab ({type(error).__name__})") from error


def _place(notebook: Path) -> str:
    return f"{notebook.parent.name}/{notebook.name}"


def parameters_of(notebook: Path) -> dict[str, Any]:
    """The names and defaults that the cell tagged `parameters` assigns, in its order; nothing if there is no such cell.

    Raises ParameterError if the notebook cannot be read, or if that cell holds anything but literals given to names.
    """
    tagged = [source for _, source, tags in cells_of(notebook) if "parameters" in tags]
    try:
        return dict(pair for source in tagged[:1] for pair in _assigned(source))
    except (SyntaxError, ValueError) as error:
        raise ParameterError(f"the parameters cell of {_place(notebook)} may only give literals to names, as in period = '2023'") from error


def _assigned(source: str) -> list[tuple[str, Any]]:
    """The (name, literal) pairs of plain assignments. Raises ValueError for any other statement."""
    found = []
    for statement in ast.parse(source).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target] if isinstance(statement, ast.AnnAssign) else []
        value = statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign)) else None
        if not targets or value is None or not all(isinstance(target, ast.Name) for target in targets):
            raise ValueError(ast.dump(statement))
        found += [(target.id, ast.literal_eval(value)) for target in targets if isinstance(target, ast.Name)]
    return found


def said(notebook: Path) -> list[list[Any]]:
    """Everything in a notebook that its page rests on: the cells with their tags, code and prose without what makes no difference."""
    plain: dict[str, Callable[[str], str]] = {"code": plain_code, "markdown": plain_prose}
    return [[kind, plain.get(kind, str)(source), sorted(tags)] for kind, source, tags in cells_of(notebook) if source.strip()]


@lru_cache(_REMEMBERED)
def plain_code(source: str) -> str:
    """Python without comments and empty lines, all else as it is written; cells with magics or mistakes are left as they are."""
    try:
        ast.parse(source)
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (SyntaxError, ValueError, tokenize.TokenError):
        return source
    lines, inside = source.splitlines(), {n for t in tokens if t.type == tokenize.STRING for n in range(t.start[0], t.end[0])}
    for token in reversed([t for t in tokens if t.type == tokenize.COMMENT]):
        row, column = token.start
        lines[row - 1] = lines[row - 1][:column]
    kept = [line if number in inside else line.rstrip() for number, line in enumerate(lines, start=1)]
    return "\n".join(line for number, line in enumerate(kept, start=1) if line or number in inside or number - 1 in inside)


def plain_prose(source: str) -> str:
    """Markdown without empty lines around it, and with one where several follow each other."""
    return re.sub(r"\n(?:[ \t]*\n)+", "\n\n", source).strip("\n")


def modules_in(notebook: Path) -> set[str]:
    """What the code cells import; nothing of a cell that is not plain Python."""
    found: set[str] = set()
    for kind, source, _ in cells_of(notebook):
        if kind == "code":
            try:
                found |= imported(ast.parse(source))
            except (SyntaxError, ValueError):
                continue
    return found


def imported(tree: ast.AST) -> set[str]:
    """Full names of what is imported anywhere in it, but for type checkers; `from a import b` counts as a.b."""
    return set(_imported(tree))


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.If) and "TYPE_CHECKING" in {getattr(node.test, "id", ""), getattr(node.test, "attr", "")}:
        for other in node.orelse:
            yield from _imported(other)
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)):
                yield from _imported(child)
