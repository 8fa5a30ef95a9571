"""Pack folders to frozen objects; an invalid pack is refused with file, item and reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.errors import RuleError
from packs.checks import Problem, find_problems
from packs.digest import digest_of, pack_files
from packs.schema import KINDS, PackContent
from packs.schema.reading import read_yaml
from packs.translations import FOLDER, with_translations

DATA_DIR = Path(__file__).parent / "data"
MAX_FILE_BYTES = 2_000_000
MAX_ENTRIES = 200_000
# Top-level list of the merged content that a file without its own key feeds.
_LIST_OF_FILE = {
    "framework": {"dimensions": "dimensions", "*": "questions"},
    "checklist": {"*": "obligations"},
    "initiatives": {"roles": "roles", "risks": "risks", "*": "initiatives"},
    "indicators": {"elements": "elements", "*": "indicators"},
    "processes": {"systems": "systems", "*": "areas"},
    "launch": {
        "milestones": "milestones",
        "kinds": "kinds",
        "lead-times": "lead_times",
        "orders": "orders",
        "slices": "slices",
        "*": "needs",
    },
}


class PackError(RuleError):
    """A pack cannot be used; `problems` says why, one entry per finding."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True, slots=True)
class Pack:
    """A loaded pack."""

    folder: Path
    digest: str
    content: PackContent

    @property
    def kind(self) -> str:
        """Which kind of pack it is."""
        return self.content.kind

    @property
    def id(self) -> str:
        """Identifier, the same for all versions."""
        return self.content.id

    @property
    def version(self) -> str:
        """Version of this release."""
        return self.content.version

    def as_json(self) -> dict[str, Any]:
        """Return the content as plain data, from which `read_content` rebuilds it."""
        return self.content.model_dump(mode="json", by_alias=True, exclude_none=True)


def read_content(data: Mapping[str, Any]) -> PackContent:
    """Return the typed content of stored plain data.

    Raises: pydantic.ValidationError when the data do not fit their kind.
    """
    return KINDS[data["kind"]].model_validate(data)


def builtin_packs() -> Iterator[Path]:
    """Yield the folders of the packs that come with the product."""
    return find_packs(DATA_DIR)


def find_packs(root: Path) -> Iterator[Path]:
    """Yield every pack folder at or below a folder, in a stable order."""
    yield from sorted(path.parent for path in Path(root).rglob("pack.yaml"))


def load_pack(folder: Path | str) -> Pack:
    """Return the checked pack of a folder (or of a single YAML file).

    Raises: PackError naming file, item and reason for each problem.
    """
    root = Path(folder)
    files = _read_files(root)
    merged, origins = _merge(files)
    merged, unfit = with_translations(merged, files)
    if unfit:
        raise PackError(unfit)
    try:
        content = read_content(merged)
    except ValidationError as error:
        raise PackError(_schema_problems(error, merged, origins)) from None
    problems = find_problems(content)
    if problems:
        raise PackError([problem.in_file(_origin(origins, problem.item)) for problem in problems])
    return Pack(root, digest_of(files), content)


def _read_files(root: Path) -> dict[str, Any]:
    """Return the parsed files of a pack by relative name."""
    paths = [root] if root.is_file() else pack_files(root)
    if not paths or (root.is_dir() and paths[0] != root / "pack.yaml"):
        raise PackError([Problem(str(root), "", "no pack.yaml in this folder")])
    base = root.parent if root.is_file() else root
    files, problems = {}, []
    for path in paths:
        name = path.relative_to(base).as_posix()
        try:
            files[name] = _read_file(path)
        except (OSError, ValueError, yaml.YAMLError) as error:
            problems.append(Problem(name, "", f"cannot be read: {_one_line(error)}"))
    if problems:
        raise PackError(problems)
    return files


def _read_file(path: Path) -> Any:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ValueError(f"larger than {MAX_FILE_BYTES} bytes")
    data = read_yaml(path.read_text(encoding="utf-8-sig"))
    if not isinstance(data, dict | list):
        raise ValueError("a mapping or a list is needed")  # noqa: TRY004 -- reported as a problem
    if _is_larger(data, MAX_ENTRIES):
        raise ValueError(f"more than {MAX_ENTRIES} entries")
    return data


def _is_larger(data: Any, limit: int) -> bool:
    """Return whether data hold more entries than a limit; a few anchors can stand for millions."""
    waiting, count = [data], 0
    while waiting and count <= limit:
        entry = waiting.pop()
        inner = entry.values() if isinstance(entry, dict) else entry
        waiting += [part for part in inner if isinstance(part, dict | list)]
        count += len(entry)
    return count > limit


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _merge(files: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return one mapping of all files, and the file in which each top-level item stands."""
    head_name = next(iter(files))
    head = files[head_name]
    if not isinstance(head, dict):
        raise PackError([Problem(head_name, "", "a mapping is needed")])
    kind = head.get("kind", "framework")
    if not isinstance(kind, str) or kind not in KINDS:
        raise PackError([Problem(head_name, "kind", f"unknown kind: {kind}")])
    merged: dict[str, Any] = {"kind": kind, **head}
    if kind == "processes" and "areas" in merged:
        merged["area_order"] = merged.pop("areas")
    origins: dict[str, str] = {"": head_name}
    for name, data in files.items():
        if name == head_name or name.startswith(FOLDER):
            continue
        lists = _lists_of(kind, Path(name).stem, data)
        for key, entries in lists.items():
            _add(merged, key, entries, Problem(name, key, "stands in two files"))
            origins.update(_item_origins(entries, name))
    return merged, origins


def _lists_of(kind: str, stem: str, data: Any) -> dict[str, Any]:
    """Return a file's content under the keys of the merged pack."""
    names = _LIST_OF_FILE[kind]
    target = names.get(stem, names["*"])
    if isinstance(data, list):
        return {target: data}
    if kind == "processes" and "area" in data:
        area = data["area"] if isinstance(data["area"], dict) else {"id": data["area"]}
        return {"areas": [{**area, "processes": data.get("processes", [])}]}
    if kind == "framework" and "dimension" in data:
        questions = data.get("questions", [])
        return {"questions": [{"dimension": data["dimension"], **entry} for entry in questions]}
    return dict(data)


def _add(merged: dict[str, Any], key: str, entries: Any, clash: Problem) -> None:
    present = merged.get(key)
    if present is None:
        merged[key] = entries
    elif isinstance(present, list) and isinstance(entries, list):
        merged[key] = [*present, *entries]
    else:
        raise PackError([clash])


def _item_origins(entries: Any, name: str) -> dict[str, str]:
    if not isinstance(entries, list):
        return {}
    origins = {}
    for entry in entries:
        if isinstance(entry, dict) and "id" in entry:
            origins[str(entry["id"])] = name
            inner = entry.get("processes")
            origins |= _item_origins(inner, name)
    return origins


def _origin(origins: Mapping[str, str], item: str) -> str:
    return origins.get(item, origins[""])


def _schema_problems(
    error: ValidationError, merged: Mapping[str, Any], origins: Mapping[str, str]
) -> list[Problem]:
    """Return one problem per schema error, placed at the innermost item with an id."""
    problems = []
    for entry in error.errors(include_url=False):
        items, trail = _walk(merged, entry["loc"])
        owner = next((origins[item] for item in items if item in origins), origins[""])
        where = f"{trail}: " if trail else ""
        item = items[-1] if items else ""
        problems.append(Problem(owner, item, f"{where}{_reason(entry)}"))
    return list(dict.fromkeys(problems))


def _reason(entry: ErrorDetails) -> str:
    """Return a schema error in words of the pack format."""
    context = entry.get("ctx", {})
    match entry["type"]:
        case "extra_forbidden":
            return "unknown key"
        case "union_tag_invalid":
            return f"unknown type {context['tag']}; known: {context['expected_tags']}"
        case "union_tag_not_found":
            return "names no known type or rule"
        case _:
            return entry["msg"].removeprefix("Value error, ")


def _walk(data: Any, loc: tuple[int | str, ...]) -> tuple[list[str], str]:
    """Return the ids passed on the way to an error, and the keys below the last of them."""
    items: list[str] = []
    trail: list[str] = []
    for place, step in enumerate(loc, start=1):
        if isinstance(data, list | tuple) and isinstance(step, int):
            data = data[step] if step < len(data) else None  # else it is the one that is missing
            trail.append(str(step))
        elif isinstance(data, dict) and str(step) in map(str, data):
            inner = data.get(step, data.get(str(step)))
            is_tag = place < len(loc) and not isinstance(inner, dict | list | tuple)
            data = data if is_tag else inner
            trail.append(str(step))
        elif isinstance(data, dict) and isinstance(step, str) and step.isidentifier():
            trail.append(step)
        if isinstance(data, dict) and "id" in data and isinstance(step, int):
            items.append(str(data["id"]))
            trail = []
    return items, ".".join(trail)
