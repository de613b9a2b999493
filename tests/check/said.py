"""Said: every word of the wire that a page shows has a text in both languages. Words stand in tables
of the C code, acts in the messages and where the audit is written; none of them may reach a person
as it is."""
import re

from tree import fault, files, finish, read

TEXTS = {lang: "".join(read(p) for p in files(".ts") if p.startswith(f"client/web/src/words/{lang}"))
         for lang in ("zh", "en")}

# File, table, group of the texts. A table without a group here and below is no word of a page.
TABLES = (
    ("broker/core/tree_csv.c", "tree_why_words", "tree_fault"),
    ("broker/core/visit.c", "visit_state_words", "state"),
    ("broker/core/visit.c", "visit_outcome_words", "outcome"),
    ("broker/core/visit.c", "matter_kind_words", "kind"),
    ("broker/core/rights.c", "role_words", "role"),
    ("broker/core/quality.c", "quality_words", "quality"),
    ("broker/common/media_messages.c", "media_step_words", "call.step"),
    ("broker/store/recording_rows.c", "recording_state_words", "recording"),
    ("broker/archive/archive.c", "archive_fault_words", "play"),
    ("broker/service/plan.c", "plan_why_words", "slot"),
    ("media/record/gapmap.c", "why_words", "gap"),
    ("media/record/entry.c", "what_words", "chapter"),
    ("media/studio/package.c", "media_words", "media"),
)
WHYS = "broker/common/why.h"
# Said by their own sentence: the address of the page says no, or there is nothing to say.
SILENT = {"call.step.full", "slot.free", "play.none", "result.unknown"}


def has(key, where, line=1):
    if key in SILENT:
        return
    for lang, text in TEXTS.items():
        if f'"{key}"' not in text:
            fault(where, line, f"{key} has no text in {lang}")


def key_of(group, word):
    return f"{group}_{word}" if group.startswith("call.") else f"{group}.{word}"


def table(path, name):
    text = read(path)
    at = re.search(rf"\b{name}\[[^\]]*\] = \{{(.*?)\}};", text, re.S)
    if not at:
        fault(path, 1, f"the table {name} is not there: mend tests/check/said.py")
        return []
    return [w for w in re.findall(r'"([^"]+)"', at.group(1)) if w]


def errors():
    return re.findall(r'X\(\w+, "(\w+)", \d+\)', read("broker/common/err.h"))


def acts():
    """Message names, and the acts of audit entries that no message has."""
    asked = re.search(r"messages\[\] = \{\n(.*?)^\};", read("broker/wire/messages.c"), re.M | re.S)
    for name in re.findall(r'^\t\{ "([a-z_]+\.[a-z_]+)"', asked.group(1), re.M):
        yield name, "broker/wire/messages.c"
    for path in files(".c"):
        if path.startswith("broker/"):
            for name in re.findall(r'(?:tell_audit(?:_result)?|tell_change|refusal\.act =|\.act =|'
                                   r'scope_\w+)\(?[^;"]*?"([a-z_]+\.[a-z_]+)"', read(path)):
                yield name, path


def whys():
    """Reasons of refusals: name, word, and the names of what stands in the sentence."""
    text = read(WHYS)
    for m in re.finditer(r'\tX\((\w+), "(\w+)",((?:[\s\\\\]*"[^"]*")+)\)', text):
        yield m.group(1), m.group(2), set(re.findall(r"\{(\w+)\}", m.group(3))) - {"field"}


def refusals():
    """Where a reason is given, and the arguments of the same statement."""
    for path in files(".c"):
        if path.startswith("broker/") and path != WHYS:
            text = read(path)
            for m in re.finditer(r"[^;{}]*\bWHY_[^;{}]*", text):
                given = set(re.findall(r'(?:argument_\w+|name_of)\("(\w+)"', m.group()))
                for name in re.findall(r"\bWHY_(\w+)", m.group()):
                    yield name, given, path, text[:m.end()].count("\n") + 1


for path, name, group in TABLES:
    for word in table(path, name):
        if key_of(group, word).replace("_full", ".full") not in SILENT:
            has(key_of(group, word), path)
for word in ("none", "refused", "waiting", "on", "finalising", "filed", "broken"):
    has(f"recording.{word}", "broker/service/summary.c")
for word in errors():
    has(f"result.{word}", "broker/common/err.h")
    if word != "ok":
        has(f"error.{word}", "broker/common/err.h")
for name, path in sorted(set(acts())):
    has(f"act.{name}", path)
reasons = {name: holes for name, word, holes in whys() if not has(f"why.{word}", WHYS)}
unused = set(reasons)
for name, given, path, line in refusals():
    unused.discard(name)
    if given != reasons.get(name, given):
        fault(path, line, f"WHY_{name} asks for {sorted(reasons[name])}, not {sorted(given)}")
for name in unused:
    fault(WHYS, 1, f"WHY_{name} is never given")
if len(reasons) < 100:
    fault(WHYS, 1, "the table of reasons could not be read: mend tests/check/said.py")
finish()
