"""Folder: what it is about. File: which floor. Imports go down, never up, never round."""
import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import MODULES, PACKAGES, functions, parsed

#: From the ground up; names on one line share a floor and may import each other.
FLOORS = [
    {"errors", "clock", "i18n"}, {"lifecycle"}, {"text"}, {"rules"}, {"permissions"}, {"db", "mail"}, {"models"}, {"queries"}, {"actions"},
    {"exports"}, {"web"}, {"forms"}, {"views", "api"}, {"cli", "demo", "translations"}, {"app"},
]
RANK = {name: rank for rank, names in enumerate(FLOORS) for name in names}
#: Whole folders that are one floor; every other folder is a noun, whose files are named for their floors.
FOLDERS = {"text", "permissions", "exports", "web", "api", "demo", "translations"}
NOUN_FLOORS = {"rules", "models", "queries", "actions", "exports", "forms", "views"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools"}
FLASK = ("flask", "werkzeug", "wtforms")
SQL = ("sqlalchemy", "flask_sqlalchemy", "alembic")
#: Below the web, yet at home with Flask, and why.
FLASK_ALLOWED = {"consult.db": "Flask-SQLAlchemy's handle", "consult.accounts.models": "Flask-Login's mixin"}


def floor(module: str) -> str:
    """consult.db -> db; consult.text.diff -> text; consult.comments.views.read -> views."""
    first, *rest = module.split(".")[1:]
    name = rest[0] if rest and first not in FOLDERS else first
    if rest and first not in FOLDERS and name not in NOUN_FLOORS:
        raise LookupError(f"{module}: a folder of a noun holds {', '.join(sorted(NOUN_FLOORS))}")
    if name not in RANK:
        raise LookupError(f"{module} has no floor")
    return name


def types_only(tree: ast.AST) -> set[ast.AST]:
    """What stands under `if TYPE_CHECKING:` and is never run."""
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    return {inner for block in blocks for statement in block.body for inner in ast.walk(statement)}


def is_noun(name: str) -> bool:
    """Whether this is the folder of a noun, which has no floor of its own."""
    return name in PACKAGES and name.count(".") == 1 and name.split(".")[1] not in FOLDERS


def imports(tree: ast.AST, without: set[ast.AST] = frozenset()) -> Iterator[str]:
    """The modules a syntax tree imports, in full."""
    for node in ast.walk(tree):
        if node in without:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                below = f"{node.module}.{alias.name}"
                yield below if below in MODULES or below in PACKAGES else str(node.module)


def upward(module: str, name: str) -> Iterator[str]:
    """What is wrong with this module importing that one of ours."""
    if name == "consult":
        yield f"{module} imports the whole house"
    elif not is_noun(name) and RANK[floor(name)] > RANK[floor(module)]:
        yield f"{module} imports {name}, which is above it"


def foreign(module: str, name: str) -> Iterator[str]:
    """What is wrong with this module importing that library."""
    rank, top = RANK[floor(module)], name.split(".")[0]
    if top.startswith(FLASK) and rank < RANK["web"] and module not in FLASK_ALLOWED:
        yield f"{module} imports {name}: no Flask below the web"
    if top in SQL and (rank < RANK["db"] or floor(module) == "forms"):
        yield f"{module} imports {name}: no SQL on this floor"


def hidden(tree: ast.AST) -> Iterator[str]:
    """Imports that are relative or stand inside a function or class."""
    inside = [*functions(tree), *(n for n in ast.walk(tree) if isinstance(n, ast.ClassDef))]
    for outer in inside:
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(outer)):
            yield f"import inside {outer.name}"
    if any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree)):
        yield "relative import"


def violations(module: str, tree: ast.AST) -> list[str]:
    """Everything that is wrong with the imports and the name of one module."""
    wrong = [f"{module}: {what}" for what in hidden(tree)]
    if types_only(tree) and floor(module) != "models":
        wrong.append(f"{module}: only models, whose relationships have two ends, import for their types alone")
    wrong += [f"{module}: '{part}' names nothing" for part in module.split(".") if part in VAGUE or part.startswith("base_")]
    for name in imports(tree):
        wrong += upward(module, name) if name.split(".")[0] == "consult" else foreign(module, name)
    return wrong


def cycles(graph: dict[str, set[str]]) -> list[str]:
    """Every way round that is met on a walk through all modules."""
    found, done = [], set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        if module in trail:
            found.append(" -> ".join((*trail[trail.index(module):], module)))
        elif module not in done:
            for name in sorted(graph.get(module, ())):
                visit(name, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())
    return found


def code_in_package(tree: ast.Module) -> bool:
    """Whether an __init__.py holds more than its docstring."""
    return any(not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) for node in tree.body)


def test_the_house_is_read():
    assert "consult.app" in MODULES
    assert "consult" in PACKAGES


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module):
    assert violations(module, parsed(MODULES[module])) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_hold_no_code(package):
    assert not code_in_package(parsed(PACKAGES[package]))


def test_imports_never_go_round():
    trees = {name: parsed(path) for name, path in MODULES.items()}
    assert cycles({name: set(imports(tree, without=types_only(tree))) & set(MODULES) for name, tree in trees.items()}) == []


PLANTED = [
    ("consult.text.diff", "import flask", "no Flask below the web"),
    ("consult.rounds.rules", "from sqlalchemy import select", "no SQL on this floor"),
    ("consult.rounds.forms", "import sqlalchemy as sa", "no SQL on this floor"),
    ("consult.rounds.actions", "from flask_login import current_user", "no Flask below the web"),
    ("consult.rounds.actions", "from werkzeug.exceptions import NotFound", "no Flask below the web"),
    ("consult.text.diff", "from consult.comments.models import Comment", "above it"),
    ("consult.comments.models", "from consult.web import access", "above it"),
    ("consult.comments.queries", "from consult import app", "above it"),
    ("consult.comments.views", "import consult", "the whole house"),
    ("consult.comments.views", "def page():\n    from consult import clock", "inside page"),
    ("consult.comments.views", "from .models import Comment", "relative"),
    ("consult.comments.views", "if TYPE_CHECKING:\n    from consult import clock", "only models"),
    ("consult.comments.models", "if TYPE_CHECKING:\n    from consult.comments import views", "above it"),
    ("consult.comments.views.base_read", "", "names nothing"),
    ("consult.web.utils", "", "names nothing"),
]


@pytest.mark.parametrize(("module", "source", "said"), PLANTED, ids=[f"{m}: {s}" for m, s, _ in PLANTED])
def test_a_planted_violation_is_seen(module, source, said):
    assert any(said in wrong for wrong in violations(module, ast.parse(source)))


def test_a_file_without_a_floor_is_seen():
    with pytest.raises(LookupError, match="a folder of a noun holds"):
        floor("consult.comments.service")
    with pytest.raises(LookupError, match="has no floor"):
        floor("consult.helpers")


def test_a_planted_cycle_is_seen():
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b -> c -> b"]


def test_planted_code_in_a_package_is_seen():
    assert code_in_package(ast.parse('"""Words."""\nx = 1'))
    assert not code_in_package(ast.parse('"""Words."""'))
