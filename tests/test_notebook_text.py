"""What a notebook says and imports: comments and spacing make no difference, everything else does."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from analysis.notebooks import imported, modules_in, plain_code, plain_prose, said

CODE = {
    "nothing": ("", ""),
    "only a comment": ("# a", ""),
    "a comment after code": ("a = 1  # one", "a = 1"),
    "a comment between lines": ("a = 1\n# one\nb = 2", "a = 1\nb = 2"),
    "empty lines": ("\n\na = 1\n\n\nb = 2\n\n", "a = 1\nb = 2"),
    "spaces at the end of lines": ("a = 1   \nb = 2\t", "a = 1\nb = 2"),
    "a comment in a block": ("if a:\n    # why\n    b = 1\n", "if a:\n    b = 1"),
    "a comment in brackets": ("a = [\n    1,  # one\n\n    2,\n]", "a = [\n    1,\n    2,\n]"),
    "a hash in a string": ("a = '# no'  # yes", "a = '# no'"),
    "a hash in a formatted string": ("a = f'{b}# no'  # yes", "a = f'{b}# no'"),
    "an empty line in a string": ('a = """x\n\n  # no  \n"""  # yes', 'a = """x\n\n  # no  \n"""'),
    "an empty line in a formatted string": ('a = f"""x\n\n# {b}  \n"""', 'a = f"""x\n\n# {b}  \n"""'),
    "a string in a line of its own": ("'''x\n\n'''", "'''x\n\n'''"),
    "a line that goes on": ("a = 1 + \\\n    2  # three", "a = 1 + \\\n    2"),
    "a semicolon at the end": ("wb.show();  # quiet", "wb.show();"),
    "letters beyond ASCII": ("a = 'é'  # ü", "a = 'é'"),
    "a magic": ("%matplotlib inline\n# a", "%matplotlib inline\n# a"),
    "a cell magic": ("%%time\n\na = 1  # b", "%%time\n\na = 1  # b"),
    "a program": ("!ls  # a", "!ls  # a"),
    "a mistake": ("a = (  # b", "a = (  # b"),
    "a wrong indent": ("if a:\n    b\n  c  # d", "if a:\n    b\n  c  # d"),
}


@pytest.mark.parametrize("name", CODE)
def test_code_is_told_without_comments_and_empty_lines(name: str) -> None:
    source, expected = CODE[name]

    assert plain_code(source) == expected
    assert plain_code(expected) == expected


@pytest.mark.parametrize("name", CODE)
def test_code_that_is_told_so_still_does_the_same(name: str) -> None:
    source, _ = CODE[name]
    try:
        tree = ast.dump(ast.parse(source))
    except SyntaxError:
        return

    assert ast.dump(ast.parse(plain_code(source))) == tree


DIFFERENT = {
    "a literal": ("a = 1", "a = 2"),
    "an indent": ("if a:\n    b\n    c", "if a:\n    b\nc"),
    "a semicolon": ("wb.show()", "wb.show();"),
    "a space in a string": ("a = 'b c'", "a = 'b  c'"),
    "a space at the end of a line of a string": ('a = """b\n"""', 'a = """b \n"""'),
    "an empty line in a string": ('a = """b\nc"""', 'a = """b\n\nc"""'),
    "an order": ("a\nb", "b\na"),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_code_that_is_other_is_told_otherwise(name: str) -> None:
    one, other = DIFFERENT[name]

    assert plain_code(one) != plain_code(other)


PROSE = {
    "nothing": ("", ""),
    "one line": ("# A", "# A"),
    "empty lines around": ("\n\n# A\n\n", "# A"),
    "several empty lines": ("# A\n\n\n\nb", "# A\n\nb"),
    "an empty line with spaces": ("# A\n  \n\t\nb", "# A\n\nb"),
    "a line break of prose": ("a  \nb", "a  \nb"),
    "an indent": ("a\n\n    code", "a\n\n    code"),
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_told_without_its_spacing(name: str) -> None:
    source, expected = PROSE[name]

    assert plain_prose(source) == expected
    assert plain_prose(expected) == expected


IMPORTS = {
    "a module": ("import a.b", {"a.b"}),
    "a module by another name": ("import a as c, d", {"a", "d"}),
    "from a module": ("from a.b import c, d as e", {"a.b.c", "a.b.d"}),
    "in a function": ("def f():\n    import a", {"a"}),
    "in a function of a class, late": ("class C:\n    def f(self):\n        for x in y:\n            with z:\n                import a", {"a"}),
    "in a try": ("try:\n    import a\nexcept ImportError:\n    import b\nelse:\n    import c\nfinally:\n    import d", {"a", "b", "c", "d"}),
    "in a match": ("match x:\n    case 1:\n        import a", {"a"}),
    "in a condition": ("if x:\n    import a\nelif y:\n    import b\nelse:\n    import c", {"a", "b", "c"}),
    "for type checkers": ("if TYPE_CHECKING:\n    import a\nimport b", {"b"}),
    "not for type checkers": ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", {"b"}),
    "for type checkers by the full name": ("import typing\nif typing.TYPE_CHECKING:\n    import a", {"typing"}),
}


@pytest.mark.parametrize("name", IMPORTS)
def test_imports_are_found_wherever_they_are_but_for_type_checkers(name: str) -> None:
    source, expected = IMPORTS[name]

    assert imported(ast.parse(source)) == expected


def test_a_notebook_is_told_by_what_its_page_rests_on(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# A\n", "\n", "\n", "b"], "metadata": {"tags": ["question"]}},
        {"cell_type": "code", "source": "import a.b\nx = 1  # one", "metadata": {"tags": ["z", "a"]}, "outputs": ["x"]},
        {"cell_type": "code", "source": " \n"},
        {"cell_type": "raw", "source": "# as it is\n"},
        {"cell_type": "code", "source": "%%bash\nimport c"},
    ]
    file = tmp_path / "02-x.ipynb"
    file.write_text(json.dumps({"cells": cells}), "utf-8")

    assert said(file) == [
        ["markdown", "# A\n\nb", ["question"]],
        ["code", "import a.b\nx = 1", ["a", "z"]],
        ["raw", "# as it is\n", []],
        ["code", "%%bash\nimport c", []],
    ]
    assert modules_in(file) == {"a.b"}
