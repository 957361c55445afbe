"""Which files of Rust and of Python import which others, read from their sources.

Sources are a dictionary from a file's path to its text, so that a test can invent them. An import of a
name that a module only passes on (`pub use`, or a name in `__init__.py` that comes from a submodule) is one
of the file that defines the name.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A module or an item, from the root of the crate or package on.
Name = tuple[str, ...]
#: For each file the files it imports from.
Imports = dict[str, set[str]]

NO_CODE = re.compile(
    r"//[^\n]*"  # comments
    r"|/\*.*?\*/"
    r'|b?r(#*)".*?"\1'  # strings
    r'|b?"(?:\\.|[^"\\])*"'
    r"|b?'(?:\\u\{\w+\}|\\x\w\w|\\.|[^'\\])'",  # characters, and no lifetimes
    re.DOTALL,
)
TOKEN = re.compile(
    r"(?P<test>\#\[cfg\(test\)\])"
    r"|\bpub\(in [\w:]+\)"
    r"|\bmod\s+(?P<module>\w+)\s*(?P<body>[;{])"
    r"|(?P<public>\bpub(?:\([\w: ]+\))?\s+)?\buse\s+(?P<tree>[^;]+);"
    r"|(?<![\w:$])(?P<path>\w+(?:::\w+)+)"
    r"|(?P<other>[{};])"
)


def without_comments(text: str) -> str:
    """Blank out whatever is no code, and leave lines and places as they are."""
    return NO_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def branches(tree: str) -> Iterator[tuple[Name, str]]:
    """Yield the paths of a `use` tree, each with the name that it is known by."""
    head, brace, inner = tree.partition("{")
    if not brace:
        path, _, alias = tree.partition(" as ")
        segments = tuple(part.strip() for part in path.split("::"))
        if segments[-1] == "self":
            segments = segments[:-1]
        yield segments, alias.strip() or "".join(segments[-1:])
        return
    first = tuple(part.strip() for part in head.split("::") if part.strip())
    depth, start = 0, 0
    inner = inner[: inner.rindex("}")] + ","
    for at, letter in enumerate(inner):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            if branch := inner[start:at].strip():
                for rest, name in branches(branch):
                    yield first + rest, name or first[-1]
            start = at + 1


@dataclass
class Module:
    """A module of Rust as its file has it."""

    file: str
    is_test: bool
    #: What `use` says: names, and whether they are only passed on.
    uses: dict[str, tuple[Name, bool]] = field(default_factory=dict)
    #: The paths in its code.
    paths: list[Name] = field(default_factory=list)
    #: How often a word stands in its code.
    words: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def note(self, token: re.Match[str]) -> None:
        """Note what a `use`, or a path in the code, names."""
        if token["tree"]:
            for path, known_as in branches(token["tree"]):
                self.uses[known_as] = (path, bool(token["public"]))
        elif token["path"]:
            self.paths.append(tuple(token["path"].split("::")))


class Crate:
    """The modules of a crate. What is compiled for tests alone is left out."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources
        self.modules: dict[Name, Module] = {}
        self._read((), "lib.rs", is_test=False)

    def _read(self, name: Name, file: str, *, is_test: bool) -> None:
        """Read a file and those of its modules."""
        code = without_comments(self.sources[file])
        self.modules[name] = Module(file, is_test)
        scopes = [(name, is_test)]
        pending = False
        for token in TOKEN.finditer(code):
            scope, in_test = scopes[-1]
            tested = in_test or pending
            pending = bool(token["test"] or (pending and token["path"]))
            if token["module"]:
                child = (*scope, token["module"])
                if token["body"] == "{":
                    self.modules[child] = Module(file, tested)
                    scopes.append((child, tested))
                else:
                    self._read(child, self._file_of_module(child), is_test=tested)
            elif token["other"] == "{":
                scopes.append((scope, tested))
            elif token["other"] == "}":
                scopes.pop()
            elif not tested:
                self.modules[scope].note(token)
        for word in re.findall(r"\w+", code):
            self.modules[name].words[word] += 1

    def _file_of_module(self, name: Name) -> str:
        files = ("/".join(name) + ".rs", "/".join((*name, "mod.rs")))
        return next(file for file in files if file in self.sources)

    def absolute(self, scope: Name, path: Name) -> Name | None:
        """Tell what a path means in a module, from the root on; nothing for names of other crates."""
        first, *rest = path
        if first == "crate":
            return tuple(rest)
        if first in {"self", "super"}:
            while path and path[0] in {"self", "super"}:
                scope, path = scope[: len(scope) - (path[0] == "super")], path[1:]
            return scope + path
        if (*scope, first) in self.modules:
            return scope + path
        known, _ = self.modules[scope].uses.get(first, (None, False))
        if known is None or known[0] == first:
            return None
        start = self.absolute(scope, known)
        return None if start is None else (*start, *rest)

    def file_of(self, name: Name, depth: int = 0) -> str:
        """Tell which file defines an item, whoever passes it on."""
        length = len(name)
        while name[:length] not in self.modules:
            length -= 1
        module = self.modules[name[:length]]
        rest = name[length:]
        if rest and rest[0] in module.uses and depth < len(self.modules):
            target = self.absolute(name[:length], module.uses[rest[0]][0])
            if target is not None and target != name:
                return self.file_of((*target, *rest[1:]), depth + 1)
        return module.file

    def imports(self) -> Iterator[tuple[str, Name, str]]:
        """Yield each file, a name that it imports, and the file that defines this name."""
        for scope, module in self.modules.items():
            if module.is_test:
                continue
            taken = [
                path
                for name, (path, is_public) in module.uses.items()
                if not is_public or module.words[name] > 1
            ]
            for path in taken + module.paths:
                name = self.absolute(scope, path)
                if name and (file := self.file_of(name)) != module.file:
                    yield module.file, name, file


def rust(sources: dict[str, str]) -> Imports:
    """Tell which files of a crate import which."""
    imports: Imports = {file: set() for file in sources}
    for file, _, other in Crate(sources).imports():
        imports[file].add(other)
    return imports


class Package:
    """The modules of a package of Python."""

    def __init__(self, sources: dict[str, str], name: str) -> None:
        self.trees = {file: ast.parse(text) for file, text in sources.items()}
        self.files: dict[str, str] = {}
        for file in sources:
            parts = (name, *re.sub(r"\.pyi?$", "", file).split("/"))
            self.files[".".join(part for part in parts if part != "__init__")] = file

    def file_of(self, module: str, name: str) -> str | None:
        """Tell which file defines a name, whichever module passes it on; nothing for other packages."""
        if f"{module}.{name}" in self.files:
            return self.files[f"{module}.{name}"]
        file = self.files.get(module)
        for node in self.trees[file].body if file else ():
            if isinstance(node, ast.ImportFrom) and any(name == one.name for one in node.names):
                return self.file_of(node.module or "", name) or file
        return file

    def imports(self, file: str) -> Iterator[str | None]:
        """Yield the files that a file imports from, those for type checkers included."""
        for node in ast.walk(self.trees[file]):
            if isinstance(node, ast.ImportFrom):
                yield from (self.file_of(node.module or "", alias.name) for alias in node.names)
            elif isinstance(node, ast.Import):
                yield from (self.files.get(alias.name) for alias in node.names)


def python(sources: dict[str, str], name: str) -> Imports:
    """Tell which files of a package import which."""
    package = Package(sources, name)
    return {
        file: {other for other in package.imports(file) if other is not None} - {file} for file in sources
    }


def circle(imports: Imports) -> list[str]:
    """Give files that import each other in a circle, the first one again at the end, if there are any."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []
