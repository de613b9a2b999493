"""Sizes: a file at most 500 lines (tables and schema exempt), a function at most 60, a struct at
most 20 members, at most 5 parameters, a first line that says what the file is for."""
import re

from tree import fault, files, finish, read

TABLES = re.compile(r"(queries_\w+\.h|schema_\d+\.h|messages?\w*\.c|fields_\w+\.c)$")


def check_functions(path, lines):
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            if number - start - 1 > 60:
                fault(path, start, f"a function of {number - start - 1} lines")
            start = None


def check_structs(path, text):
    for m in re.finditer(r"^struct \w+ \{\n(.*?)^\}", text, re.M | re.S):
        body = re.sub(r"/\*.*?\*/", "", m.group(1), flags=re.S)
        body = re.sub(r"(struct|union)(\s+\w+)?\s*\{[^{}]*\}", "nested", body)
        if body.count(";") > 20:
            fault(path, text[:m.start()].count("\n") + 1, f"a struct of {body.count(';')} members")


def check_parameters(path, text):
    for m in re.finditer(r"^(?!static inline)[a-z][\w \*]*?\**(\w+)\(([^()]*)\)\n\{", text, re.M):
        n = len([p for p in m.group(2).split(",") if p.strip() not in ("", "void", "...")])
        if n > 5:
            fault(path, text[:m.start()].count("\n") + 1, f"{m.group(1)} takes {n} parameters")


def check(path):
    text = read(path)
    lines = text.split("\n")
    if len(lines) > 501 and not TABLES.search(path):
        fault(path, len(lines), f"a file of {len(lines) - 1} lines")
    if path.endswith(".c") and not lines[0].startswith("/*"):
        fault(path, 1, "the first line says what the file is for, as a comment")
    check_functions(path, lines)
    check_structs(path, text)
    check_parameters(path, text)
    if path.endswith("/main.c") and len(lines) > 201:
        fault(path, len(lines), "main.c only builds, runs and takes apart: at most 200 lines")


for source in files(".c", ".h"):
    if source.startswith(("broker/", "media/", "client/", "tests/")):
        check(source)
for source in files(".ts", ".vue", ".mjs", ".py"):
    n = read(source).count("\n")
    if n > 500 and not source.endswith((".gen.ts",)):
        fault(source, n, f"a file of {n} lines")
finish()
