"""Said: every word of the wire that a page shows has a text in both languages. Words stand in tables
of the C code, acts in the messages and where the audit is written; none of them may reach a person
as it is. The list is closed: a table that is neither said nor marked as never shown is a fault."""
import re

from tree import fault, files, finish, read

HERE = "tests/check/said.py"
INDEX = "client/web/src/words/index.ts"
TEXTS = {lang: "".join(read(p) for p in files(".ts") if p.startswith(f"client/web/src/words/{lang}"))
         for lang in ("zh", "en")}

# File and table, and the keys of its texts: "{}" stands for the word, or each word has its own key.
SAID = {
    ("broker/common/base/err.c", "err_words"): ("result.{}", "error.{}"),
    ("broker/common/base/why.c", "why_words"): ("why.{}",),
    ("broker/common/talk/media_messages.c", "media_leg_words"): (
        {"live": "call.present", "lost": "call.lost", "gone": "call.absent"},),
    ("broker/common/talk/media_messages.c", "media_step_words"): ("call.step_{}", "call.step_{}_you"),
    ("broker/common/talk/media_messages.c", "media_picture_words"): (
        {"again": "call.moving", "none": "call.sound_alone"},),
    ("broker/common/talk/visit_state.c", "visit_state_words"): ("state.{}",),
    ("broker/core/tree_csv.c", "tree_why_words"): ("tree_fault.{}",),
    ("broker/core/visit.c", "visit_outcome_words"): ("outcome.{}",),
    ("broker/core/visit.c", "matter_kind_words"): ("kind.{}",),
    ("broker/core/rights.c", "role_words"): ("role.{}",),
    ("broker/core/quality.c", "quality_words"): ("quality.{}",),
    ("broker/store/audit_check.c", "audit_fault_words"): ("audit_fault.{}",),
    ("broker/store/recording_rows.c", "recording_state_words"): ("recording.{}",),
    ("broker/archive/archive.c", "archive_fault_words"): ("play.{}",),
    ("broker/service/acts.c", "act_words"): ("act.{}",),
    ("broker/service/reception/plan.c", "plan_why_words"): ("slot.{}", "book.day_{}", "book.no_{}"),
    ("broker/service/matter/query_get.c", "query_what_words"): ("query.what_{}",),
    ("broker/service/recording/recording_get.c", "recording_missing_words"): ("play.absent_{}",),
    ("broker/service/reception/route.c", "reach_words"): ("book.why_{}",),
    ("broker/service/visit/summary.c", "recording_status_words"): ("recording.{}",),
    ("broker/common/seal/recorded.c", "gap_words"): ("gap.{}",),
    ("broker/common/seal/recorded.c", "chapter_words"): ("chapter.{}",),
    ("broker/common/seal/recorded.c", "media_words"): ("media.{}",),
}
# Keys of these tables that need no text, and why.
SILENT = {
    "error.ok": "nothing failed",
    "call.step_full": "the picture itself shows it",
    "call.step_full_you": "the picture itself shows it",
    "media_picture_words.shared": "the picture itself shows it",
    "book.why_allowed": "the office stands among those to choose from",
    "slot.free": "the time stands there to choose",
    "book.day_free": "said with the number of free times: book.free",
    "book.no_free": "the times stand there to choose",
}
# Tables whose words no page shows, and why.
NEVER = {
    ("broker/common/talk/backfill.c", "backfill_codec_words"): "a kiosk says how it kept its pictures",
    ("broker/common/base/log.c", "words"): "levels of the log",
    ("broker/common/seal/manifest.c", "kind_words"): "inside a sealed package, for programs",
    ("broker/core/rota.c", "words"): "days in the rule of a rota, read from a file",
    ("broker/core/visit.c", "seat_kind_words"): "a page shows the name of the seat",
    ("broker/link/disks.c", "words"): "for whoever watches /healthz and the log",
    ("broker/service/events.c", "event_words"): "names of events, as those of messages",
    ("broker/service/matter/matter_get.c", "matter_state_words"): "there is one: nothing to tell apart",
    ("broker/service/recording/recording_find.c", "recording_kind_words"): "a filter that is sent, never answered",
    ("broker/store/import_table.c", "import_why_words"): "for whoever reads the log of an opening",
    ("broker/store/import_places.c", "kind_words"): "kinds of units, read from a file, kept",
    ("broker/store/import_places.c", "room_words"): "kinds of rooms, read from a file, kept",
    ("broker/store/import_places.c", "shift_words"): "rules of a reception, read from a file",
}
# Groups that no table has: acts stand in the messages, tiers are numbers.
TIERS = "broker/core/tree.h"
WHYS = "broker/common/base/why.h"
SENTENCES = "config/words/zh.words"
SOURCES = {p: read(p) for p in files(".c", ".h") if p.startswith(("broker/", "media/", "client/"))}
asked_for = set()


def has(key, where, line=1):
    asked_for.add(key)
    if key in SILENT:
        return
    for lang, text in TEXTS.items():
        if f'"{key}"' not in text:
            fault(where, line, f"{key} has no text in {lang}")


def words_of(body):
    """The words between the braces of a table; those of an X list stand first in its lines."""
    lists = re.findall(r"\b([A-Z_]+)\(AS_\w+\)", body)
    for name in lists:
        of = [re.search(rf"#define {name}\(X\)((?:.*\\\n)*.*)", text) for text in SOURCES.values()]
        body += "".join(w for m in of if m for w in re.findall(r'\bX\((?:\w+, )?("[^"]+")', m.group(1)))
    return [w for w in re.findall(r'"([^"]*)"', body) if w]


def tables():
    """All tables of words in C: by their name, or because a field takes its words from them."""
    given = set(re.findall(r"\.words = (\w+)\s*[,)]", "".join(SOURCES.values())))
    for path, text in SOURCES.items():
        for m in re.finditer(r"^(?:\s*static|const)\b[^\n=;(]*?\b(\w+)(?:\[[^\]\n]*\])+ =\s*\{(.*?)\};",
                             text, re.M | re.S):
            if m.group(1).endswith("words") or m.group(1) in given:
                given.discard(m.group(1))
                yield (path, m.group(1)), words_of(m.group(2)), text[:m.start()].count("\n") + 1
    for name in given - {name for _, name in (*SAID, *NEVER)}:
        fault(HERE, 1, f"the table {name}, given to a field, is not found: mend this check")


def check_tables():
    found = {}
    for table, words, line in tables():
        found[table] = words
        if (table in SAID) == (table in NEVER):
            fault(table[0], line, f"{table[1]}: name its texts, or why nobody sees it, in {HERE}")
        if not words:
            fault(table[0], line, f"the words of {table[1]} could not be read: mend {HERE}")
        for key in SAID.get(table, ()):
            for word in words:
                if isinstance(key, str):
                    has(key.format(word), table[0], line)
                elif word in key:
                    has(key[word], table[0], line)
                elif f"{table[1]}.{word}" not in SILENT:
                    fault(table[0], line, f"{table[1]}: {word} is not said")
                asked_for.add(f"{table[1]}.{word}")
    for table in set(SAID) | set(NEVER):
        if table not in found:
            fault(table[0], 1, f"the table {table[1]} is not there: mend {HERE}")
    for key in set(SILENT) - asked_for:
        fault(HERE, 1, f"{key}: no table has it")


def acts():
    """Message names, and the acts of audit entries that no message has."""
    for path, text in SOURCES.items():
        for name in re.findall(r'^const struct message \w+ = \{\n\t\.name = "([a-z_.]+)",\n\t\.kind = \w+,\n'
                               r"\t\.roles", text, re.M):
            yield name, path
    for path, text in SOURCES.items():
        if path.startswith("broker/"):
            for name in re.findall(r'(?:tell_audit(?:_result)?|tell_change|refusal\.act =|\.act =|'
                                   r'scope_\w+)\(?[^;"]*?"([a-z_]+\.[a-z_]+)"', text):
                yield name, path


def whys():
    """Reasons of refusals: name, word, and the names of what stands in the sentence."""
    sentences = dict(re.findall(r"^why\.(\w+) = (.*)$", read(SENTENCES), re.M))
    for m in re.finditer(r'\tX\((\w+), "(\w+)"\)', SOURCES[WHYS]):
        yield m.group(1), set(re.findall(r"\{(\w+)", sentences.get(m.group(2), ""))) - {"field"}


def refusals():
    """Where a reason is given, and the arguments of the same statement."""
    for path, text in SOURCES.items():
        if path.endswith(".c") and path.startswith("broker/"):
            for m in re.finditer(r"[^;{}]*\bWHY_[^;{}]*", text):
                given = set(re.findall(r'(?:argument_\w+|name_of)\("(\w+)"', m.group()))
                for name in re.findall(r"\bWHY_(\w+)", m.group()):
                    yield name, given, path, text[:m.end()].count("\n") + 1


def check_reasons():
    reasons = dict(whys())
    unused = set(reasons)
    for name, given, path, line in refusals():
        unused.discard(name)
        if given != reasons.get(name, given):
            fault(path, line, f"WHY_{name} asks for {sorted(reasons[name])}, not {sorted(given)}")
    for name in unused:
        fault(WHYS, 1, f"WHY_{name} is never given")
    if len(reasons) < 100:
        fault(WHYS, 1, f"the table of reasons could not be read: mend {HERE}")


def without(call, text):
    """The text without these calls and what stands in their brackets."""
    while m := re.search(rf"\b(?:{call})\(", text):
        depth, end = 1, m.end()
        while depth and end < len(text):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        text = text[:m.start()] + text[end:]
    return text


def check_pages():
    """What a page says of a word is covered above, and no page shows a word as it came."""
    groups = {key.split(".")[0] for keys in SAID.values() for key in keys if isinstance(key, str)}
    given = re.findall(r"\bFN?\(\w+, (?:\w+ )?(\w+),(?:(?!\bF\w*\().)*?\.words = (\w+)",
                       "".join(SOURCES.values()), re.S)
    raw = {"codec", "media"} | {name for name, table in given if table in {t for _, t in SAID}}
    raw.discard("act")  # of a commitment it is what somebody wrote
    for path in files(".ts", ".vue"):
        if not path.startswith("client/web/src/") or path == INDEX:
            continue
        text = read(path)
        for m in re.finditer(r"\bword\(\s*([^,]+),|\bas (?:words\.)?Key\b", text):
            if (m.group(1) or "")[1:-1] not in groups | {"act", "tier"}:
                fault(path, text[:m.start()].count("\n") + 1, f"{m.group()}: no table of {HERE} has it")
        for m in re.finditer(r"\{\{(.*?)\}\}|\s:(?:title|label|aria-label|help|fault)=\"(.*?)\"", text, re.S):
            shown = re.sub(r"""(?<=\bt\()`.*?`|'[^']*'|"[^"]*\"""", "", m.group(1) or m.group(2))
            for name in re.findall(r"(?<!draft)\.(\w+)\b(?!\s*(?:[=!]==|\?[^.]|[(.\]]))",
                                   without(r"word|\w+Word", shown)):
                if name in raw:
                    fault(path, text[:m.start()].count("\n") + 1, f"{name} is shown as it came")


check_tables()
check_reasons()
check_pages()
for act, where in sorted(set(acts())):
    has(f"act.{act}", where)
for tier in re.findall(r"\bTIER_\w+ = (\d)", SOURCES[TIERS]):
    has(f"tier.{tier}", TIERS)
finish()
