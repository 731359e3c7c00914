"""YAML with the line of everything in it, so that a fault can be told with file and line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allssam.engine import InputError, ScenarioError

MOST_BYTES = 5_000_000
DEEPEST = 20


@dataclass(frozen=True)
class Located:
    """A value and the line it stands on.  In a mapping and a list the values are located too."""

    value: Any
    line: int

    @property
    def plain(self) -> Any:
        """The value without lines."""
        if isinstance(self.value, dict):
            return {key: item.plain for key, item in self.value.items()}
        if isinstance(self.value, list):
            return [item.plain for item in self.value]
        return self.value


def shown(path: Path) -> str:
    """A path as people write it: from the working directory where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def read_text(path: Path, name: str) -> str:
    """The text of a file.  Raises ScenarioError where it is missing, a folder, too large or not text."""
    try:
        if path.is_dir():
            raise ScenarioError(f"{name} is a folder. Name a scenario file, such as baseline or my_scenario.yaml.")
        if path.stat().st_size > MOST_BYTES:
            raise ScenarioError(
                f"{name} holds {path.stat().st_size:,} bytes; a scenario is a short text. Is it the right file?"
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ScenarioError(f"{name} does not exist. See: allssam scenarios") from None
    except OSError as error:
        raise ScenarioError(f"{name} cannot be read: {error.strerror}.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ScenarioError(f"{name}:{line}: is not text in UTF-8. A scenario is a YAML file.") from None
    for number, content in enumerate(text.split("\n"), 1):
        if any(ord(letter) < 32 and letter not in "\t\r" for letter in content):
            raise ScenarioError(f"{name}:{number}: holds control characters. A scenario is a YAML file, which is text.")
    return text


def read_yaml(path: Path, name: str | None = None) -> tuple[Located, list[str]]:
    """A YAML file with lines, and what is wrong with its keys.  Raises ScenarioError where it cannot be parsed at all."""
    name = name or shown(path)
    return parse_yaml(read_text(path, name), name)


def parse_yaml(text: str, name: str) -> tuple[Located, list[str]]:
    """YAML with lines, and what is wrong with its keys, each fault with `name:line:` in front."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    yaml = YAML(typ="safe", pure=True)
    faults: list[str] = []
    try:
        node = yaml.compose(text)
        if node is None:
            return Located(None, 1), faults
        return _located(node, yaml, name, faults, 0), faults
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ScenarioError(f"{name}:{line}: is not valid YAML: {error.problem or error.context}.") from None
    except (YAMLError, ValueError, RecursionError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise ScenarioError(f"{name}:1: is not valid YAML: {first}.") from None


def _located(node: Any, yaml: Any, name: str, faults: list[str], depth: int) -> Located:
    line = node.start_mark.line + 1
    if depth > DEEPEST:
        faults.append(f"{name}:{line}: is nested more than {DEEPEST} deep.")
        return Located(None, line)
    if node.id == "mapping":
        found: dict[Any, Located] = {}
        for key_node, value_node in node.value:
            at = key_node.start_mark.line + 1
            if key_node.id != "scalar":
                faults.append(f"{name}:{at}: has a list or a mapping where the name of a key should stand.")
                continue
            key = _scalar(key_node, yaml, name, faults)
            if key in found:
                faults.append(
                    f"{name}:{at}: {key} stands here a second time; the first is on line {found[key].line}. Keep one."
                )
                continue
            found[key] = Located(_located(value_node, yaml, name, faults, depth + 1).value, at)
        return Located(found, line)
    if node.id == "sequence":
        return Located([_located(item, yaml, name, faults, depth + 1) for item in node.value], line)
    return Located(_scalar(node, yaml, name, faults), line)


def _scalar(node: Any, yaml: Any, name: str, faults: list[str]) -> Any:
    from ruamel.yaml.error import YAMLError

    where = f"{name}:{node.start_mark.line + 1}: "
    try:
        return yaml.constructor.construct_object(node, deep=True)
    except YAMLError:
        faults.append(f"{where}has the tag {node.tag}; only plain values can stand in a scenario.")
    except ValueError as error:  # such as a date that does not exist
        faults.append(f"{where}{node.value[:40]} cannot be read: {error}.")
    return None


def scalar_or_map(text: str, name: str) -> Any:
    """What stands behind NAME= on the command line: a number, a switch, a word, or a map such as {2013-01: 0.6}."""
    try:
        found, faults = parse_yaml(text, name)
    except ScenarioError:
        raise InputError(f"{name}: {text!r} is neither a number nor a map such as {{2013-01: 0.6}}.") from None
    if faults:
        raise InputError(*faults)
    return found.plain
