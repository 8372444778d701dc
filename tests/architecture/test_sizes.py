"""Small enough to be read in one sitting, and said in words: files, functions, branches, docstrings, templates."""
import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import MODULES, SOURCES, TEMPLATES, Function, functions, parsed, short

FILE_LINES, FUNCTION_LINES, BRANCHES = 300, 40, 10
#: One more way through the function each, as ruff counts; a comprehension is one expression.
BRANCHING = ast.If | ast.For | ast.AsyncFor | ast.While | ast.ExceptHandler | ast.match_case
EXPRESSION = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
UNESCAPED = "unescaped text"
FORBIDDEN_IN_TEMPLATES = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    UNESCAPED: re.compile(r"\|\s*safe\b|autoescape\s+false", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
}


def too_long(source: str) -> bool:
    """Whether a file has more lines than a reader keeps in mind."""
    return source.count("\n") > FILE_LINES


def lines(function: Function) -> int:
    """The length of a function, its docstring included, its decorators not."""
    return function.end_lineno - function.lineno + 1


def ways(function: Function) -> int:
    """McCabe's count (A Complexity Measure, 1976): one, and one more for each decision; inner functions count for themselves."""
    count, waiting = 1, list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function | ast.Lambda):
            continue
        count += isinstance(node, BRANCHING)
        waiting += ast.iter_child_nodes(node)
    return count


def silent(tree: ast.Module) -> Iterator[str]:
    """What has no docstring: the module, its classes, its public functions and the public methods of its classes."""
    if not ast.get_docstring(tree):
        yield "the module"
    for node in tree.body:
        members = [node, *(node.body if isinstance(node, ast.ClassDef) else [])]
        for member in members:
            if isinstance(member, Function | ast.ClassDef) and not member.name.startswith("_") and not ast.get_docstring(member):
                yield member.name


def moved_states(tree: ast.AST) -> list[str]:
    """Assignments to an attribute named state (the text engine, which knows no rows, is not asked)."""
    targets = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets.append(node.target)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr" and ast.unparse(node.args[1]) == "'state'":
            targets.append(ast.Attribute(node.args[0], "state"))
    inner = [part for target in targets for part in ast.walk(target)]
    return [ast.unparse(part) for part in inner if isinstance(part, ast.Attribute) and part.attr == "state"]


def own_scripts(source: str) -> list[str]:
    """The rules a template breaks, in its markup or in its expressions; its comments may name them."""
    text = re.sub(r"\{#.*?#\}", "", source, flags=re.S)
    markup, expressions = re.sub(EXPRESSION, "", text), " ".join(re.findall(EXPRESSION, text))
    return [rule for rule, pattern in FORBIDDEN_IN_TEMPLATES.items() if pattern.search(expressions if rule == UNESCAPED else markup)]


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_a_file_is_read_without_scrolling_for_ever(path):
    assert not too_long(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_a_function_fits_on_a_screen(path):
    assert {f.name: lines(f) for f in functions(parsed(path)) if lines(f) > FUNCTION_LINES} == {}


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_a_function_has_few_ways_through_it(path):
    assert {f.name: ways(f) for f in functions(parsed(path)) if ways(f) > BRANCHES} == {}


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_everything_says_what_it_is_for(path):
    assert list(silent(parsed(path))) == []


@pytest.mark.parametrize("module", [name for name in MODULES if ".actions" not in name and not name.startswith("consult.text.")])
def test_only_actions_move_a_state(module):
    assert moved_states(parsed(MODULES[module])) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_template_carries_no_script_and_no_style(path):
    assert own_scripts(path.read_text(encoding="utf-8")) == []


def test_a_long_file_is_seen():
    assert too_long("\n" * 301)
    assert not too_long("\n" * 300)


def test_a_long_function_is_seen():
    function = ast.parse("def page():\n" + "    pass\n" * 40).body[0]
    assert lines(function) == 41


@pytest.mark.parametrize(("body", "count"), [
    ("pass", 1), ("if a: pass\n  elif b: pass", 3), ("return [x for x in y]", 1), ("while a:\n   for b in c: pass", 3),
    ("try: pass\n  except A: pass\n  except B: pass", 3), ("match a:\n   case 1: pass\n   case _: pass", 3), ("def inner():\n   if a: pass", 1),
])
def test_every_way_through_a_function_is_counted(body, count):
    assert ways(ast.parse(f"def page():\n  {body}").body[0]) == count


def test_missing_words_are_seen():
    assert list(silent(ast.parse("class A:\n def b(self): pass\n def _c(self): pass\ndef d(): pass\ndef _e(): pass"))) == ["the module", "A", "b", "d"]


@pytest.mark.parametrize("source", ["x.state = 1", "x.state, y = 1, 2", "x.state += 1", "setattr(x, 'state', 1)"])
def test_a_moved_state_is_seen(source):
    assert moved_states(ast.parse(source)) == ["x.state"]


@pytest.mark.parametrize(("source", "rule"), [
    ("<script>x()</script>", "inline script"), ("<style>a{}</style>", "inline style"), ("<p style='x'>", "inline style"), ("<a onclick='x()'>", "inline handler"),
    ("{{ words|safe }}", "unescaped text"), ("{{ words | safe }}", "unescaped text"), ("<a href='javascript:x'>", "javascript address"),
])
def test_a_script_in_a_template_is_seen(source, rule):
    assert own_scripts(source) == [rule]


def test_a_script_from_our_own_folder_is_no_fault():
    assert own_scripts('<script type="module" src="{{ url }}"></script>{# never |safe #}<p class="style">once = 1{% if a < b %}{% set on = 1 %}{% endif %}') == []
