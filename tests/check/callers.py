"""Every function and table that a header declares is used by another .c file of the programs (a
test is no user), every inline function and macro of a header is used at all."""
import re

from tree import fault, files, finish, read

# Who may have no caller, and why.
ALLOWED = {
    "LOG_WORDS",             # words.py reads it
    "settings_parse",        # settings_load after reading the file: fuzzed without files
    "turn_format_password",  # published vectors have user names that turn_pass_new never makes
    # The other end of what we write or read, for clients made by tests:
    "rtcp_parse_remb", "stun_format_request", "transport_parse",
}
PARTS = ("broker/", "media/", "client/")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
TEXT = re.compile(r'"(?:\\.|[^"\\\n])*"')
STATEMENT = re.compile(r"\bX\((\w+)")
WORD = re.compile(r"\b[A-Za-z_]\w*\b")
MACRO = re.compile(r"^#\s*define\s+(\w+)", re.M)
DIRECTIVE = re.compile(r"^#(?:[^\n]*\\\n)*[^\n]*", re.M)
FUNCTION = re.compile(r"(\w+)\s*\((?!\s*\()[^()]*(?:\([^()]*\)[^()]*)*\)(?:\s*[A-Z_]\w*)?\s*$")
TABLE = re.compile(r"\b(\w+)\s*(?:\[[^\]]*\]\s*)*(?:,|$)")
# What a macro makes of a word: OWN(x) calls x_free, FL(.., x, ..) and OUT(x) name tables.
MADE = (
    (re.compile(r"\bOWN\((\w+)\)"), "_free"),
    (re.compile(r"\bF[LO]\(\w+, \w+, (\w+)"), "_fields"),
    (re.compile(r"\bIN\((\w+)\)"), "_in_fields"),
    (re.compile(r"\bOUT\((\w+)\)"), "_out_fields"),
)


def blank(m):
    return re.sub(r"[^\n]", " ", m.group(0))


def bare(path):
    """The code with neither comments nor texts nor names of statements (X(name, ..) is Q_name);
    every line keeps its number."""
    code = TEXT.sub(blank, COMMENT.sub(blank, read(path)))
    return STATEMENT.sub(blank, code) if "/queries_" in path else code


def statements(code):
    """What stands outside of braces, each up to its ';' or '{', with its offset."""
    depth, start = 0, 0
    for at, c in enumerate(code):
        if c == "{":
            if not depth:
                yield start, code[start:at], True
            depth += 1
        elif c == "}":
            depth -= 1
            start = at + 1
        elif c == ";" and not depth:
            yield start, code[start:at], False
            start = at + 1


def declared(code):
    """(name, offset, whether other files must use it) of a header."""
    for m in MACRO.finditer(code):
        if not m.group(1).endswith("_H"):
            yield m.group(1), m.start(1), False
    for start, text, has_body in statements(DIRECTIVE.sub(blank, code)):
        found = TABLE.finditer(text) if re.search(r"\bextern\b", text) else [FUNCTION.search(text)]
        for m in found:
            if m:
                yield m.group(1), start + m.start(1), not has_body


def uses(code):
    found = {}
    for word in WORD.findall(code):
        found[word] = found.get(word, 0) + 1
    for pattern, ending in MADE:
        for name in pattern.findall(code):
            found[name + ending] = found.get(name + ending, 0) + 1
    return found


def defines(code, name):
    return re.search(r"^\w[^;={}\n]*\b" + name + r"(?:\(|(?:\[[^\]]*\])* = )", code, re.M)


CODE = {path: bare(path) for path in files(".c", ".h") if path.startswith(PARTS)}
USES = {path: uses(code) for path, code in CODE.items()}
USERS = {}
for path, words in USES.items():
    for word in words:
        USERS.setdefault(word, []).append(path)


def is_used(name, header, elsewhere):
    if USES[header][name] > 1:
        return True
    others = [path for path in USERS[name] if path != header]
    if not elsewhere:
        return bool(others)
    return any(not (path.endswith(".c") and defines(CODE[path], name)) for path in others)


for path in CODE:
    if "/queries_" in path:
        for m in STATEMENT.finditer(read(path)):
            if "Q_" + m.group(1) not in USERS:
                fault(path, read(path).count("\n", 0, m.start()) + 1, f"nobody uses {m.group(1)}")
for header, code in CODE.items():
    if not header.endswith(".h"):
        continue
    for name, offset, elsewhere in declared(code):
        if name not in ALLOWED and not is_used(name, header, elsewhere):
            fault(header, code.count("\n", 0, offset) + 1, f"nobody uses {name}")
finish()
