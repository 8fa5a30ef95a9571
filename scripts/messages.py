"""Translations: one catalog per app under locale/<app>/; extract, check, compile.

python scripts/messages.py extract [app ...]   # refresh the catalogs from code and templates
python scripts/messages.py check               # exit 1 if a string has no Chinese, or is unused
python scripts/messages.py compile             # .po -> .mo, needed before the product starts
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
APPS = tuple(sorted(path.name for path in (ROOT / "locale").iterdir() if path.is_dir()))
KEYWORDS = (
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "ngettext:1,2",
    "gettext",
    "_",
    # core.phrases: sentences that are told in every language at once
    "phrase",
    "phrase_as:1c,2",
    "plural:1,2",
    "plural_as:1c,2,3",
)
# Patterns whose code offers more values than the English shows.
FREE = {"a sum", "a sum whose unit names its currency"}
PLACE = re.compile(r"{\w+}|%\(\w+\)s")
# Templates outside a folder of an app belong to core, sign-in pages to organizations.
SHARED = {
    "core": ("templates/*.html", "templates/_components/*.html"),
    "organizations": (
        "templates/account/**/*.html",
        "templates/account/**/*.txt",
        "templates/mfa/**/*.html",
        "templates/mfa/**/*.txt",
        "templates/socialaccount/**/*.html",
        "templates/socialaccount/**/*.txt",
    ),
}


def sources(app: str) -> list[Path]:
    """Return the files whose strings belong to the catalog of an app."""
    patterns = [f"{app}/**/*.py", f"templates/{app}/**/*.html", f"templates/{app}/**/*.txt"]
    if app == "core":
        patterns.append("config/*.py")
    files = [path for pattern in (*patterns, *SHARED.get(app, ())) for path in ROOT.glob(pattern)]
    return sorted({path for path in files if "/migrations/" not in str(path)})


def script_sources(app: str) -> list[Path]:
    """Return the browser scripts of an app; those of the frame belong to core."""
    folder = ROOT / "static" / "js"
    own = sorted((folder / app).glob("*.js")) if (folder / app).is_dir() else []
    return own + (sorted(folder.glob("*.js")) if app == "core" else [])


def extracted(app: str, *, domain: str) -> polib.POFile:
    """Return every string of the app as a catalog without translations."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 -- slow import

    files = sources(app) if domain == "django" else script_sources(app)
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for path in files:
            name = str(path.relative_to(ROOT))
            text = path.read_text(encoding="utf-8")
            if path.suffix in {".html", ".txt"}:
                text = templatize(text, origin=name)
            copy = Path(folder) / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, encoding="utf-8")
            names.append(name)
        language = "Python" if domain == "django" else "JavaScript"
        command = ["xgettext", "-d", domain, f"--language={language}", "--from-code=UTF-8"]
        command += ["--no-location", "--sort-output", "--output=-", "--no-wrap"]
        command += [f"--keyword={word}" for word in KEYWORDS]
        if not names:
            return polib.POFile()
        done = subprocess.run(
            [*command, *names], cwd=folder, check=True, capture_output=True, text=True
        )
    return polib.pofile(done.stdout) if done.stdout else polib.POFile()


def catalog_path(app: str, domain: str) -> Path:
    """Return the place of an app's Chinese catalog."""
    return ROOT / "locale" / app / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po"


def extract(app: str, domain: str) -> None:
    """Refresh a catalog: new strings arrive empty, unused ones leave."""
    path = catalog_path(app, domain)
    fresh = extracted(app, domain=domain)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    if not len(fresh) and not path.exists():
        return
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    result = polib.POFile(wrapwidth=0)
    result.metadata = {
        "Language": "zh_Hans",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for entry in fresh:
        before = known.get((entry.msgctxt, entry.msgid))
        kept = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, flags=entry.flags)
        if entry.msgid_plural:
            kept.msgid_plural = entry.msgid_plural
            kept.msgstr_plural = {0: before.msgstr_plural.get(0, "") if before else ""}
        else:
            kept.msgstr = before.msgstr if before else ""
        result.append(kept)
    path.parent.mkdir(parents=True, exist_ok=True)
    result.save(str(path))


def problems(app: str, domain: str) -> list[str]:
    """Return what is wrong with a catalog, a line each."""
    path = catalog_path(app, domain)
    catalog = polib.pofile(str(path)) if path.exists() else polib.POFile()
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalog}
    wanted = {(entry.msgctxt, entry.msgid) for entry in extracted(app, domain=domain)}
    place = path.relative_to(ROOT)
    lines = [f"{place}: missing: {key[1]!r}" for key in sorted(wanted - set(entries), key=str)]
    lines += [f"{place}: unused: {key[1]!r}" for key in sorted(set(entries) - wanted, key=str)]
    for key in sorted(wanted & set(entries), key=str):
        entry = entries[key]
        text = entry.msgstr or "".join(entry.msgstr_plural.values())
        if not text:
            lines.append(f"{place}: no Chinese: {key[1]!r}")
        elif entry.fuzzy:
            lines.append(f"{place}: uncertain: {key[1]!r}")
        if text and not fits(entry):
            lines.append(f"{place}: other places for values than the English: {key[1]!r}")
    return lines


def fits(entry: polib.POEntry) -> bool:
    """Tell whether a translation has the places for values that its English has.

    Of a sentence about so many things every form may leave out the number as the English for one
    thing does.
    """
    if entry.msgctxt in FREE:
        return True
    known = [set(PLACE.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
    texts = [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values()
    return all(set(PLACE.findall(text)) in known for text in texts)


def contradictions() -> list[str]:
    """Return the strings that two catalogs translate differently; the first would win silently."""
    seen: dict[tuple[str, str | None, str], dict[str, list[str]]] = {}
    for app in APPS:
        for domain in ("django", "djangojs"):
            path = catalog_path(app, domain)
            for entry in polib.pofile(str(path)) if path.exists() else ():
                text = entry.msgstr or "".join(entry.msgstr_plural.values())
                if text:
                    key = (domain, entry.msgctxt, entry.msgid)
                    seen.setdefault(key, {}).setdefault(text, []).append(app)
    return [
        f"{key[2]!r} has several Chinese words, choose one or give it a context: "
        + ", ".join(f"{text} ({' '.join(apps)})" for text, apps in words.items())
        for key, words in seen.items()
        if len(words) > 1
    ]


def compile_all() -> None:
    """Write the .mo files that are older than their catalogs."""
    for path in ROOT.glob("locale/*/*/LC_MESSAGES/*.po"):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(target))


def main() -> int:
    """Run the command named on the command line."""
    command, names = (sys.argv[1:2] or ["check"])[0], sys.argv[2:] or list(APPS)
    pairs = [(app, domain) for app in names for domain in ("django", "djangojs")]
    if command == "compile":
        compile_all()
    elif command == "extract":
        for app, domain in pairs:
            extract(app, domain)
    else:
        lines = [line for app, domain in pairs for line in problems(app, domain)]
        lines += contradictions() if not sys.argv[2:] else []
        print("\n".join(lines) or "every string has its Chinese")
        return 1 if lines else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
