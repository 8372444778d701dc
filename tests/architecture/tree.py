"""The code as the architecture tests read it: modules by name, parsed once, never imported."""
import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = "consult"


def name_of(path: Path) -> str:
    """consult/comments/rules.py -> consult.comments.rules; a package goes by its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


#: Every module of the product by name; packages apart, because they hold no code.
MODULES = {name_of(p): p for p in sorted((ROOT / PACKAGE).rglob("*.py")) if p.name != "__init__.py"}
PACKAGES = {name_of(p): p for p in sorted((ROOT / PACKAGE).rglob("__init__.py"))}
#: The Python written by hand for the product, set-up and settings included; migrations and tests apart.
SOURCES = [*MODULES.values(), *PACKAGES.values(), *(p for p in (ROOT / "config.py", ROOT / "wsgi.py") if p.exists())]
TEMPLATES = [p for p in sorted((ROOT / "templates").rglob("*")) if p.suffix in {".html", ".txt", ".xml", ".j2", ".svg"}]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def short(path: Path) -> str:
    """A path as a test's name."""
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function, methods and inner ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))
