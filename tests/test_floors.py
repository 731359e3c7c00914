"""The floors of the package: a file imports only from floors below it.

    7  cli · web · report
    6  lab · explain · claims · validation
    5  runs
    4  month                                   the only file that imports every mechanism
    3  mechanisms | population | observe       side by side; a mechanism never imports a mechanism
    2  world
    1  evidence | theory | scenarios
    0  engine                                  the only place that imports numba

Imports are read from the text of the files, wherever they stand: at the top, inside a function, under TYPE_CHECKING,
relative, or as a name handed to import_module.  Packages on one floor do not know each other; only the command line,
which opens every door, may also import web and report, and web may import report.  A variant may import the one
mechanism it varies.  allssam/__init__.py and __main__.py stand above all floors; the first imports lazily, since
whoever imports one module of the package runs it.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "allssam"

FLOORS = {
    "engine": 0,
    "evidence": 1,
    "theory": 1,
    "scenarios": 1,
    "world": 2,
    "mechanisms": 3,
    "population": 3,
    "observe": 3,
    "month": 4,
    "runs": 5,
    "lab": 6,
    "explain": 6,
    "claims": 6,
    "validation": 6,
    "cli": 7,
    "web": 7,
    "report": 7,
}
DOORS = {("cli", "web"), ("cli", "report"), ("web", "report")}
COMPILERS = ("numba", "llvmlite")
TOP_FILES = ("__init__", "__main__")


@dataclass(frozen=True, order=True)
class Fault:
    path: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.says}"


@dataclass(frozen=True)
class Import:
    """One imported module, by its full name, and the line that imports it."""

    module: str
    line: int
    lazy: bool


class Tree:
    """The source files of a package, by module name, and what each imports."""

    def __init__(self, package: Path) -> None:
        self.package = package
        self.files = {self.module_of(path): path for path in sorted(package.rglob("*.py"))}

    def module_of(self, path: Path) -> str:
        parts = [self.package.name, *path.relative_to(self.package).with_suffix("").parts]
        if parts[-1] == "__init__" and len(parts) > 2:
            parts.pop()
        return ".".join(parts)

    def shown(self, path: Path) -> str:
        return path.relative_to(self.package.parents[1]).as_posix()

    def is_part(self, module: str) -> bool:
        """Whether a name is a module of the package or a folder of it, with or without an __init__."""
        inner = module.split(".")[1:]
        return module in self.files or self.package.joinpath(*inner).is_dir()

    def imports(self, module: str, syntax: ast.Module) -> Iterator[Import]:
        """Every import of a file; `from a import b` counts as a.b where that is a module, else as a."""
        for node, lazy in walk(syntax):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, node.lineno, lazy)
            elif isinstance(node, ast.ImportFrom):
                base = self.absolute(module, node)
                for alias in node.names:
                    inner = f"{base}.{alias.name}"
                    is_module = base.split(".")[0] == self.package.name and self.is_part(inner)
                    yield Import(inner if is_module or alias.name.startswith("__") else base, node.lineno, lazy)
            elif isinstance(node, ast.Call) and called_name(node) in ("import_module", "__import__"):
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield Import(argument.value, node.lineno, lazy)

    def absolute(self, module: str, node: ast.ImportFrom) -> str:
        """The module a `from` statement names, dots resolved."""
        if not node.level:
            return node.module or ""
        parts = module.split(".")
        is_package = self.files[module].name == "__init__.py" and parts[-1] != "__init__"
        kept = parts[: len(parts) - node.level + is_package]
        return ".".join([*kept, *([node.module] if node.module else [])])


def walk(syntax: ast.AST, lazy: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """Every node, and whether importing the file leaves it alone: it stands in a function, or is there for types."""
    for node in ast.iter_child_nodes(syntax):
        yield node, lazy
        waits = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        yield from walk(node, lazy or waits or for_types)


def called_name(node: ast.Call) -> str:
    """`f` for both f(...) and module.f(...)."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def faults_of(package: Path) -> list[Fault]:
    """Everything in a package that goes against the floors."""
    tree = Tree(package)
    faults = []
    mechanisms_of = defaultdict(dict)
    for module, path in tree.files.items():
        try:
            syntax = ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError as error:
            faults.append(Fault(tree.shown(path), error.lineno or 1, f"cannot be read: {error.msg}"))
            continue
        said = [*import_faults(tree, module, syntax, mechanisms_of[module]), *evidence_faults(tree, module, syntax)]
        faults += [Fault(tree.shown(path), line, says) for line, says in said]
    faults += composition_faults(tree, mechanisms_of)
    return sorted(set(faults))


def import_faults(tree, module, syntax, mechanisms_met) -> Iterator[tuple[int, str]]:
    """What one file imports and may not.  `mechanisms_met` collects the mechanisms it imports, each with its line."""
    unit = unit_of(module)
    if unit not in FLOORS and unit not in TOP_FILES:
        yield 1, f"{unit} has no floor; give it one in FLOORS of tests/test_floors.py"
        return

    for found in tree.imports(module, syntax):
        root = found.module.split(".")[0]
        if root in COMPILERS and unit != "engine":
            yield found.line, f"imports {root}; only the engine does"
        if root != tree.package.name or found.module == module:
            continue

        if is_mechanism(found.module):
            mechanisms_met.setdefault(found.module, found.line)
        if unit in TOP_FILES:
            if unit == "__init__" and not found.lazy and unit_of(found.module) != "__init__":
                yield found.line, f"imports {found.module} at once; import it inside the function that needs it"
            continue
        yield from floor_faults(module, found)

    if is_variant(module):
        varied = [name for name in mechanisms_met if not is_variant(name)]
        for name in varied[1:]:
            says = f"imports {name} beside {varied[0]}; a variant may import only the mechanism it varies"
            yield mechanisms_met[name], says


def floor_faults(module: str, found: Import) -> Iterator[tuple[int, str]]:
    """Whether one import goes down the floors."""
    unit, target = unit_of(module), unit_of(found.module)
    if target in TOP_FILES:
        if found.module.split(".")[-1] != "__version__":
            yield found.line, f"imports {found.module}, which stands above every floor; name the module that holds it"
    elif target not in FLOORS:
        yield found.line, f"imports {found.module}, which has no floor"
    elif unit == "mechanisms" == target:
        if not is_mechanism(found.module) or not is_variant(module) or is_variant(found.module):
            yield found.line, f"imports {found.module}; a mechanism never imports a mechanism, they meet in the world"
    elif unit != target and FLOORS[target] == FLOORS[unit] and (unit, target) not in DOORS:
        yield found.line, f"imports {found.module}; {unit} and {target} stand side by side on floor {FLOORS[unit]}"
    elif FLOORS[target] > FLOORS[unit]:
        yield found.line, f"imports {found.module}, floor {FLOORS[target]}, from floor {FLOORS[unit]}"


def composition_faults(tree: Tree, mechanisms_of: dict[str, dict[str, int]]) -> Iterator[Fault]:
    """Files other than month.py that import every mechanism."""
    every = {name for name in tree.files if is_mechanism(name) and not is_variant(name)}
    for module, met in mechanisms_of.items():
        if len(every) > 1 and every <= met.keys() and unit_of(module) != "month":
            line = max(met[name] for name in every)
            yield Fault(tree.shown(tree.files[module]), line, "imports every mechanism; only month.py does")


def evidence_faults(tree: Tree, module: str, syntax: ast.Module) -> Iterator[tuple[int, str]]:
    """Places outside `evidence` that reach for its data: by folder, by resource, or by the name of a file."""
    if unit_of(module) == "evidence":
        return
    folder = tree.package / "evidence"
    its_data = {path.name for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    own_files = {path.name for path in tree.files[module].parent.iterdir()}
    resource = f"{tree.package.name}.evidence"
    for node, _ in walk(syntax):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            reaches = text_of(node.right).strip("/").split("/")[0] == "evidence"
        elif isinstance(node, ast.Call):
            texts = [text_of(argument) for argument in node.args]
            by_name = any(Path(text).name in its_data - own_files for text in texts if " " not in text)
            by_folder = called_name(node) in ("files", "joinpath") and bool({"evidence", resource} & set(texts))
            reaches = by_name or by_folder
        else:
            continue
        if reaches:
            yield node.lineno, "reaches for the data of evidence; only evidence loads it"


def text_of(node: ast.AST) -> str:
    """The text of a literal, or nothing."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def unit_of(module: str) -> str:
    """What has a floor: the folder or file directly in the package; `__init__` for the package itself."""
    parts = module.split(".")
    if len(parts) == 1 or (parts[1].startswith("__") and parts[1] != "__main__"):
        return "__init__"
    return parts[1]


def is_mechanism(module: str) -> bool:
    parts = module.split(".")[1:]
    return parts[:1] == ["mechanisms"] and len(parts) > 1 and parts != ["mechanisms", "variants"]


def is_variant(module: str) -> bool:
    parts = module.split(".")[1:]
    return parts[:2] == ["mechanisms", "variants"] and len(parts) > 2


# -------------------- the package itself


def test_every_file_of_the_package_keeps_to_the_floors():
    faults = faults_of(PACKAGE)

    assert not faults, "\n" + "\n".join(map(str, faults))


def test_the_whole_package_is_looked_at():
    tree = Tree(PACKAGE)

    assert "allssam.__init__" in tree.files
    assert {unit_of(module) for module in tree.files} >= {"engine", "world", "mechanisms", "observe", "runs"}


# -------------------- the checker, on small made-up packages


@pytest.fixture
def found(tmp_path):
    """Builds a package of files from their texts and says what the checker finds in it."""

    def found(files: dict[str, str]) -> list[str]:
        for name, text in files.items():
            path = tmp_path / "src" / "allssam" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(fault) for fault in faults_of(tmp_path / "src" / "allssam")]

    return found


VILLAGE = {
    "__init__.py": "def simulate():\n    from allssam.runs import loop\n",
    "__main__.py": "from allssam.cli import main\n",
    "engine/__init__.py": "import numba\nfrom allssam.engine.dice import die\n",
    "engine/dice.py": "from numba import njit\n",
    "theory/contests.py": "from allssam.engine import die\n",
    "evidence/__init__.py": "from importlib.resources import files\ntext = files('allssam.evidence') / 'claims.toml'\n",
    "evidence/claims.toml": "",
    "world/people.py": "from allssam.engine import die\n",
    "mechanisms/__init__.py": "",
    "mechanisms/leases.py": "from allssam.world import people\nfrom allssam.theory.contests import wins\n",
    "mechanisms/rivalry.py": "from ..world import people\n",
    "mechanisms/variants/__init__.py": "",
    "mechanisms/variants/joint_monopoly.py": "from allssam.mechanisms import rivalry\n",
    "population/draw.py": "from allssam.world.people import People\n",
    "observe/measures.py": "from allssam.world.people import People\n",
    "month.py": "from allssam.mechanisms import leases, rivalry, variants\n",
    "runs/loop.py": "from allssam import __version__\nfrom allssam.month import MONTH\nfrom . import folder\n",
    "runs/folder.py": "",
    "explain/why.py": "from allssam.runs.folder import Run\n",
    "web/app.py": "def page():\n    from allssam.report import html\n",
    "report/html.py": "from allssam.explain import why\n",
    "cli.py": "def report():\n    from allssam.report import html\n    from allssam.web import app\n",
}


def test_a_package_that_keeps_to_the_floors_has_no_faults(found):
    assert found(VILLAGE) == []


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("engine/ledger.py", "\nfrom allssam.world import people\n", 2, "allssam.world.people, floor 2, from floor 0"),
        ("world/people.py", "import allssam.month\n", 1, "allssam.month, floor 4, from floor 2"),
        ("world/people.py", "def f():\n    import allssam.runs.loop\n", 2, "allssam.runs.loop, floor 5, from floor 2"),
        ("observe/measures.py", "from ..runs import loop\n", 1, "allssam.runs.loop, floor 5, from floor 3"),
        ("runs/loop.py", "x = 1\nimport_module('allssam.cli')\n", 2, "allssam.cli, floor 7, from floor 5"),
    ],
)
def test_an_import_that_goes_up_is_reported_with_file_and_line(found, name, text, line, says):
    assert found(VILLAGE | {name: text}) == [f"src/allssam/{name}:{line}: imports {says}"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("theory/contests.py", "from ..evidence import claims\n", "theory and evidence stand side by side on floor 1"),
        ("observe/measures.py", "import allssam.population\n", "observe and population stand side by side on floor 3"),
        ("population/draw.py", "from .. import observe\n", "population and observe stand side by side on floor 3"),
        ("explain/why.py", "import allssam.lab\n", "explain and lab stand side by side on floor 6"),
        ("report/html.py", "from allssam.web import app\n", "report and web stand side by side on floor 7"),
    ],
)
def test_an_import_across_a_floor_is_reported(found, name, text, says):
    (fault,) = found(VILLAGE | {name: text})

    assert fault.startswith(f"src/allssam/{name}:1: imports allssam.")
    assert fault.endswith(says)


def test_importing_the_top_from_below_is_reported(found):
    (fault,) = found(VILLAGE | {"runs/loop.py": "from allssam import simulate\n"})

    assert fault == (
        "src/allssam/runs/loop.py:1: imports allssam, which stands above every floor; name the module that holds it"
    )


@pytest.mark.parametrize(
    "text", ["import numba\n", "from numba import njit\n", "def f():\n\n    import numba.core\n", "import llvmlite\n"]
)
def test_numba_outside_the_engine_is_reported(found, text):
    (fault,) = found(VILLAGE | {"mechanisms/leases.py": text})

    assert fault.startswith(f"src/allssam/mechanisms/leases.py:{len(text.splitlines())}: imports ")
    assert fault.endswith("; only the engine does")


@pytest.mark.parametrize(
    "text", ["from allssam.mechanisms import leases\n", "from . import leases\n", "from .leases import offer\n"]
)
def test_a_mechanism_that_imports_a_mechanism_is_reported(found, text):
    (fault,) = found(VILLAGE | {"mechanisms/rivalry.py": "\n" + text})

    assert fault == (
        "src/allssam/mechanisms/rivalry.py:2: imports allssam.mechanisms.leases; "
        "a mechanism never imports a mechanism, they meet in the world"
    )


def test_a_variant_that_imports_a_second_mechanism_is_reported(found):
    two = "from .. import rivalry\nfrom .. import leases\n"

    (fault,) = found(VILLAGE | {"mechanisms/ssam.py": "", "mechanisms/variants/joint_monopoly.py": two})

    assert fault == (
        "src/allssam/mechanisms/variants/joint_monopoly.py:2: imports allssam.mechanisms.leases beside "
        "allssam.mechanisms.rivalry; a variant may import only the mechanism it varies"
    )


def test_a_variant_that_imports_a_variant_is_reported(found):
    (fault,) = found(VILLAGE | {"mechanisms/variants/cold.py": "from . import joint_monopoly\n"})

    assert fault.startswith("src/allssam/mechanisms/variants/cold.py:1: imports allssam.mechanisms.variants.joint_")


def test_only_the_month_imports_every_mechanism(found):
    both = "from allssam.mechanisms import leases\nfrom allssam.mechanisms import rivalry\n"

    (fault,) = found(VILLAGE | {"runs/register.py": both})

    assert fault == "src/allssam/runs/register.py:2: imports every mechanism; only month.py does"


@pytest.mark.parametrize(
    "text",
    [
        "from importlib.resources import files\nfiles('allssam.evidence')\n",
        "from pathlib import Path\nclaims = Path(__file__).parents[1] / 'evidence' / 'claims.toml'\n",
        "def read(folder):\n    return open('evidence/claims.toml')\n",
    ],
)
def test_reaching_for_the_data_of_evidence_is_reported(found, text):
    (fault,) = found(VILLAGE | {"explain/why.py": text})

    assert fault == "src/allssam/explain/why.py:2: reaches for the data of evidence; only evidence loads it"


def test_a_sentence_that_names_an_evidence_file_is_no_fault(found):
    assert found(VILLAGE | {"explain/why.py": "print('Add it to evidence/claims.toml, please.')\n"}) == []


def test_the_top_imports_lazily(found):
    for_types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from allssam.runs.folder import Run\n"

    (fault,) = found(VILLAGE | {"__init__.py": for_types + "from allssam.runs import loop\n"})

    assert fault == (
        "src/allssam/__init__.py:4: imports allssam.runs.loop at once; import it inside the function that needs it"
    )


def test_a_file_without_a_floor_and_a_file_that_cannot_be_read_are_reported(found):
    faults = found(VILLAGE | {"helpers.py": "", "world/places.py": "x = 1\ny = (\n"})

    assert faults[0] == "src/allssam/helpers.py:1: helpers has no floor; give it one in FLOORS of tests/test_floors.py"
    assert faults[1].startswith("src/allssam/world/places.py:2: cannot be read: ")
