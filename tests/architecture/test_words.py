"""One word for one thing: a permission is a function is a journal kind, and every action has the same shape."""
import ast
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from consult.journal.rules import KINDS, UNTOLD
from consult.permissions.table import TABLE
from consult.permissions.words import Action
from tests.architecture.tree import MODULES, Function, functions, parsed

#: Folders, files and functions that are means of the verbs of others, which ask and tell; nobody is asked for leave to use them.
MEANS = {
    "journal": "the telling itself",
    "consult.notices.actions.outbox": "the outbox is filled with the change it tells of, and emptied by its workers",
    "consult.notices.actions.telling": "what people are told follows from the journal and the clock",
    "consult.notices.actions.voting": "who is reminded of a ballot follows from its seats and the clock",
    "consult.notices.actions.expiring": "who is warned that a mandate ends follows from its letter and the clock",
    "meetings.check_links": "a question that the verbs of a meeting ask before they link",
    "consult.factors.actions.using": "a code, a challenge or a signature is used up with the step that it proves, which asks and tells",
    "evidence": "the file is kept by the verb that records a mandate or an act",
    "search": "the index follows the rows it is made from",
    "consult.similar.actions.keeping": "which comments say nearly the same follows from their words",
    "consult.similar.actions.searching": "which comments say nearly the same follows from their words and the editors' word",
    "consult.workbench.actions.history": "a step is kept by the verb that takes it, which asks and tells",
    "workbench.forget": "words that are saved are not unsaved any more; the verb that saves them tells",
    "workbench.untick": "a tick goes with the step that is undone, or by the verb that ticks",
    "documents.become": "how every verb on sections changes them: each of them asks and tells",
    "consult.documents.actions.storing": "how sections are stored by the verbs of documents, which ask and tell",
    "documents.keep_comparisons": "what is kept says nothing new, and may be made anew at any time",
}

#: How the journal is told; the long form is for the folder whose own verb is called record.
TELLING = {"record", "journal.record"}


@dataclass(frozen=True)
class Verb:
    """An action function, with the private functions of its module that it may lean on."""

    noun: str
    function: Function
    private: dict[str, Function]

    @property
    def name(self) -> str:
        return f"{self.noun}.{self.function.name}"


def verbs_in(noun: str, tree: ast.Module) -> Iterator[Verb]:
    """The public functions of a module of actions."""
    every = [node for node in tree.body if isinstance(node, Function)]
    private = {f.name: f for f in every if f.name.startswith("_")}
    return (Verb(noun, f, private) for f in every if f.name not in private)


def action_modules() -> dict[str, str]:
    """Module -> noun, for comments/actions.py and comments/actions/<task>.py."""
    split = {module: module.split(".") for module in MODULES}
    return {m: parts[1] for m, parts in split.items() if len(parts) > 2 and parts[2] == "actions" and not {m, parts[1]} & MEANS.keys()}


VERBS = {verb.name: verb for module, noun in action_modules().items() for verb in verbs_in(noun, parsed(MODULES[module])) if verb.name not in MEANS}


def calls(verb: Verb, function: Function | None = None, seen: frozenset[str] = frozenset()) -> Iterator[ast.Call]:
    """The calls of a verb in the order they are written, those of its private functions in their place."""
    nodes = [node for node in ast.walk(function or verb.function) if isinstance(node, ast.Call)]
    for call in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        name = called(call)
        yield call
        if name in verb.private and name not in seen:
            yield from calls(verb, verb.private[name], seen | {name})


def called(call: ast.Call) -> str:
    """`require` for require(...); for a method the whole of it, so that nobody else's `record` counts."""
    return ast.unparse(call.func)


def named(call: ast.Call, position: int) -> str:
    """The word at this place of a call: Action.COMMENTS_DISPOSE or A.COMMENTS_DISPOSE -> comments.dispose."""
    word = call.args[position] if len(call.args) > position else None
    if isinstance(word, ast.Attribute) and word.attr in Action.__members__:
        return Action[word.attr].value
    return ast.unparse(word) if word is not None else "nothing"


def faults(verb: Verb) -> list[str]:
    """What keeps a function from being an action: actor first, ask, then tell, in its own word."""
    arguments = [*verb.function.args.posonlyargs, *verb.function.args.args]
    wrong = [] if arguments and arguments[0].arg == "actor" else ["the first parameter is not the actor"]
    if not ast.get_docstring(verb.function):
        wrong.append("says nothing of what it is for")
    order = list(calls(verb))
    asked = [i for i, call in enumerate(order) if called(call) == "require"]
    told = [i for i, call in enumerate(order) if called(call) in TELLING]
    if not asked or named(order[asked[0]], 1) != verb.name:
        wrong.append(f"does not ask the table for {verb.name}")
    if verb.name in UNTOLD:
        return [*wrong, "tells the journal, which UNTOLD denies"] if told else wrong
    if verb.name not in {named(order[i], 0) for i in told}:
        wrong.append(f"does not tell the journal {verb.name}")
    if asked and told and asked[0] > told[0]:
        wrong.append("tells before it asks")
    return wrong


def committing(tree: ast.AST) -> list[str]:
    """Commits and rollbacks, which belong to the edge."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [ast.unparse(n.func) for n in nodes if n.func.attr in {"commit", "rollback"} or ast.unparse(n.func) == "transaction"]


@pytest.mark.parametrize("name", VERBS)
def test_an_action_asks_the_table_then_tells_the_journal(name):
    assert faults(VERBS[name]) == []


@pytest.mark.parametrize("module", action_modules())
def test_actions_never_commit(module):
    assert committing(parsed(MODULES[module])) == []


def test_every_permission_is_one_function():
    assert set(VERBS) == {action.value for action in Action if "." in action}


def test_every_permission_is_one_journal_kind_or_says_why_not():
    verbs = {action.value for action in Action if "." in action}
    assert set(KINDS) == verbs - set(UNTOLD)
    assert set(UNTOLD) <= verbs
    assert all(UNTOLD.values())


def test_every_word_has_its_row_in_the_table():
    assert set(TABLE) == set(Action)
    assert all(alternatives and all(alternatives) for alternatives in TABLE.values())


def test_every_word_is_written_like_its_permission():
    assert {action.name for action in Action} == {action.value.replace(".", "_").upper() for action in Action}


def test_every_record_uses_a_known_kind():
    for module, path in MODULES.items():
        for function in functions(parsed(path)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call) and called(node) in TELLING):
                assert named(call, 0) in KINDS, f"{module}.{function.name}"


GOOD = 'def start(actor, round_):\n    """Begin."""\n    require(actor, Action.ROUNDS_PLAN, round_)\n    record(Action.ROUNDS_PLAN, actor, round_)'
PLANTED = [
    (GOOD.replace("actor, round_):", "round_, actor):"), "first parameter"),
    (GOOD.replace('    """Begin."""\n', ""), "says nothing"),
    (GOOD.replace("require(actor, Action.ROUNDS_PLAN", "require(actor, Action.ROUNDS_EXTEND"), "does not ask"),
    (GOOD.replace("    record(Action.ROUNDS_PLAN, actor, round_)", "    pass"), "does not tell"),
    (GOOD.replace("record(Action.ROUNDS_PLAN", "record(Action.ROUNDS_EXTEND"), "does not tell"),
    ("\n".join([*GOOD.splitlines()[:2], *reversed(GOOD.splitlines()[2:])]), "tells before it asks"),
]


@pytest.mark.parametrize(("source", "said"), PLANTED, ids=[said for _, said in PLANTED])
def test_a_planted_fault_is_seen(source, said):
    good, bad = (next(verbs_in("rounds", ast.parse(s.replace("def start", "def plan")))) for s in (GOOD, source))
    assert faults(good) == []
    assert any(said in wrong for wrong in faults(bad))


def test_asking_through_a_private_function_counts():
    source = GOOD.replace("def start", "def plan").replace("    record(", "    _tell(") + "\n\ndef _tell(kind, actor, subject):\n    record(Action.ROUNDS_PLAN, actor, subject)"
    assert faults(next(verbs_in("rounds", ast.parse(source)))) == []


def test_a_planted_commit_is_seen():
    assert committing(ast.parse("def plan(actor):\n    db.session.commit()")) == ["db.session.commit"]
