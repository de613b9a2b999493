"""Sentences: what people read stands in config/words, a file for each language, and nowhere in C. The
files are sorted and have the same keys with the same holes; every word of a table that is said and
every key in C has its sentence, whose holes are filled where the key is given; no sentence is left
over that nobody says."""
import re

from tree import fault, files, finish, read

FILES = {lang: f"config/words/{lang}.words" for lang in ("zh", "en")}
SOURCES = {p: read(p) for p in files(".c", ".h") if p.startswith(("broker/", "media/", "client/"))}
LINE = re.compile(r"([a-z0-9_]+\.[a-z0-9_]+) = (\S.*\S|\S)$")
HOLE = re.compile(r"\{(\w+)(?::[^|{}]+\|[^|{}]+)?\}")
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")

# The tables of words whose groups of sentences they are: file, name of the list, words without one.
TABLES = {
    "error": ("broker/common/base/err.h", r'X\(\w+,\s*"(\w+)"', {"ok"}),
    "why": ("broker/common/base/why.h", r'X\(\w+, "(\w+)"', set()),
    "audit_fault": ("broker/store/audit_check.h", r'X\(\w+, "(\w+)"', set()),
    "tree_fault": ("broker/core/tree_csv.c", r'\[TREE_\w+\] = "(\w+)"', set()),
}

# Chinese in C that is no sentence, and why.
DATA = {
    "broker/store/search.c": "a comment shows how a text is cut into what is searched for",
    "broker/common/form/fields_parse.c": "what stands between the words of an argument on the wire",
}


def load(lang):
    path, out, last = FILES[lang], {}, ""
    for number, line in enumerate(read(path).split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        m = LINE.match(line)
        if not m:
            fault(path, number, "no line of the form: key = sentence")
            continue
        key, sentence = m.groups()
        if key <= last:
            fault(path, number, f"{key} does not stand in its order, or twice")
        if re.search(r"[{}]", HOLE.sub("", sentence)):
            fault(path, number, f"{key}: a bracket is no hole")
        out[key], last = (sentence, number), key
    return out


def check_languages(zh, en):
    for key in sorted(set(zh) ^ set(en)):
        fault(FILES["en" if key in zh else "zh"], 1, f"{key} is not there")
    for key in sorted(set(zh) & set(en)):
        here, there = (set(HOLE.findall(words[key][0])) for words in (zh, en))
        if here != there:
            fault(FILES["en"], en[key][1], f"{key} has the holes {sorted(there)}, not {sorted(here)}")
        if CHINESE.search(en[key][0]):
            fault(FILES["en"], en[key][1], f"{key} is not English")
        if not CHINESE.search(zh[key][0]):
            fault(FILES["zh"], zh[key][1], f"{key} is not Chinese")


def functions():
    for path, text in SOURCES.items():
        if path.endswith(".c"):
            for m in re.finditer(r"^(?=[a-z]).*?^\}", text, re.M | re.S):
                yield path, text[:m.start()].count("\n") + 1, m.group()


def keys_in(text, groups):
    """The keys that stand in a piece of C as they are."""
    return {key for key in re.findall(r'"([a-z0-9_]+\.[a-z0-9_]+)"', text)
            if key.split(".")[0] in groups}


def check_keys(zh):
    groups = {key.split(".")[0] for key in zh} - set(TABLES)
    said = set()
    for group, (path, form, silent) in TABLES.items():
        words = set(re.findall(form, SOURCES[path])) - silent
        if len(words) < 5:
            fault(path, 1, "the table of words could not be read: mend tests/check/sentences.py")
        said |= {f"{group}.{word}" for word in words}
    for path, text in SOURCES.items():
        said |= keys_in(text, groups)
    for path, line, body in functions():
        given = set(re.findall(r'argument_\w+\("(\w+)"', body))
        for name in keys_in(body, groups):
            if name in zh and not set(HOLE.findall(zh[name][0])) <= given:
                fault(path, line, f"{name} asks for {sorted(set(HOLE.findall(zh[name][0])))}")
    for name in sorted(said - set(zh)):
        fault(FILES["zh"], 1, f"{name} has no sentence")
    for name in sorted(set(zh) - said):
        fault(FILES["zh"], zh[name][1], f"{name} is said by nobody")


def check_sources():
    for path, text in SOURCES.items():
        found = [n for n, line in enumerate(text.split("\n"), 1) if CHINESE.search(line)]
        if path in DATA and not found:
            fault(path, 1, "there is no Chinese any more: take it from tests/check/sentences.py")
        for number in found if path not in DATA else ():
            fault(path, number, "a sentence for people belongs into config/words")


chinese, english = load("zh"), load("en")
check_languages(chinese, english)
check_keys(chinese)
check_sources()
finish()
