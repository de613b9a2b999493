"""Every #include against tests/check/doors.txt: who may call whom, which library is whose."""
import re

from tree import fault, files, finish, read

ROOMS = {}   # room -> the rooms and single headers it may call
OWNERS = {}  # library prefix -> the rooms that may include it


def load():
    for line in read("tests/check/doors.txt").split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        room, rest = line.split(":", 1)
        calls, libraries = rest.split(";")
        ROOMS[room.strip()] = calls.split()
        for library in libraries.split():
            OWNERS.setdefault(library, []).append(room.strip())


def room_of(path):
    if path.count("/") == 1:
        return path.split("/")[0] + "/main"
    deep = "/".join(path.split("/")[:3])
    return deep if deep in ROOMS else "/".join(path.split("/")[:2])


def check_ours(path, number, room, target):
    allowed = ROOMS[room]
    if room_of(target) in (room, *allowed) or target in allowed:
        return
    fault(path, number, f"{room} may not call {target}")


def check_library(path, number, room, target):
    for library, owners in OWNERS.items():
        if (target == library or target.startswith(library + "/")) and room not in owners:
            fault(path, number, f"<{target}> belongs to {', '.join(owners)}")


def check(path):
    room = room_of(path)
    if room not in ROOMS:
        fault(path, 1, f"no room {room} in doors.txt")
        return
    for number, line in enumerate(read(path).split("\n"), 1):
        m = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if not m:
            continue
        if m.group(1) == '"':
            check_ours(path, number, room, m.group(2))
        else:
            check_library(path, number, room, m.group(2))


load()
for source in files(".c", ".h"):
    if source.startswith(("broker/", "media/", "client/")):
        check(source)
finish()
