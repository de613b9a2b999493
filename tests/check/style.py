"""Style that a formatter does not see: // comments, work left to do, trailing space, typedef of a
struct, long lines, the clock outside its file."""
import re

from tree import fault, files, finish, read

RULES = (
    (re.compile(r"(^|[^:\"'])//"), "only /* comments */"),
    (re.compile(r"\b(TODO|FIXME|XXX|HACK)\b"), "no work left to do"),
    (re.compile(r"[ \t]+$"), "trailing space"),
    (re.compile(r"^typedef struct"), "no typedef for structs"),
)
CLOCK = re.compile(r"\b(time|gettimeofday|clock_gettime|random|rand|srand)\(")


def width(line):
    return sum(8 if c == "\t" else 1 for c in line)


for path in files(".c", ".h"):
    if not path.startswith(("broker/", "media/", "client/", "tests/")):
        continue
    for number, line in enumerate(read(path).split("\n"), 1):
        code = re.sub(r'"(\\.|[^"\\])*"', '""', line)
        for rule, what in RULES:
            if rule.search(code):
                fault(path, number, what)
        if width(line) > 108:
            fault(path, number, f"a line of {width(line)} columns")
        ours = path.startswith(("broker/", "media/", "client/"))
        if ours and CLOCK.search(code) and path not in ("broker/common/base/clock.c",
                                                        "broker/common/base/ids.c"):
            fault(path, number, "only clock and ids read the clock and random numbers")
finish()
