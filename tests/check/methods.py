"""Methods: a notification that the desk or the link writes, and each of its members, is in the table of
notices.c, from which the interface document is made; and no other is."""
import re

from tree import fault, files, finish, read

TABLE = "broker/wire/notices.c"
table = read(TABLE)
names = set(re.findall(r'^\t\{ "([a-z_.]+)"', table, re.M))
members = set(re.findall(r"\bM\((\w+),", table)) | {"jsonrpc", "method", "params"}
sent = set()
for path in files(".c"):
    if not path.startswith(("broker/link/", "broker/desk/")):
        continue
    text = read(path)
    here = list(re.finditer(r'\\"method\\":\\"([^"\\]+)\\"', text))
    told = re.finditer(r'\bframe_format_request\(0, "([^"]+)"', text)
    for m in (*here, *told):
        sent.add(m.group(1))
        if m.group(1) not in names:
            fault(path, text[:m.start()].count("\n") + 1, f"{m.group(1)} is not in {TABLE}")
    for m in re.finditer(r'\\"(\w+)\\":', text) if here else ():
        if m.group(1) not in members:
            fault(path, text[:m.start()].count("\n") + 1, f"the member {m.group(1)} is not in {TABLE}")
for name in sorted(names - sent):
    fault(TABLE, 1, f"{name} is never sent")
finish()
