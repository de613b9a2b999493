"""What somebody with the database can do to the audit chain, as the broker's own entries are:
grow FILE N adds N entries that follow; recompute FILE changes one entry and computes all hashes
anew, and removes the signed heads of the database."""
import hashlib
import sqlite3
import struct
import sys
import time


def number(value):
    return struct.pack(">q", value)


def text(value):
    value = value.encode()
    return number(len(value)) + value


def digest(prev, entry):
    seq, at, role, staff, act, obj, node, result, purpose, version, account, address = entry
    said = prev + (text("xinqiao audit entry of version 2") if version >= 2 else b"")
    said += number(seq) + number(at)
    said += b"".join(map(text, (role, staff, act, obj, node, result, purpose)))
    if version >= 2:
        said += text(account) + text(address)
    return hashlib.sha256(said).digest()


COLUMNS = "seq, at, role, staff, act, object, node, result, purpose, version, account, address"


def grow(db, n):
    seq, head = db.execute("SELECT seq, hash FROM audit_head").fetchone()
    now = int(time.time() * 1000)
    rows = []
    for seq in range(seq + 1, seq + n + 1):
        entry = (seq, now, "clerk", "01JTESTTESTTESTTESTTEST001", "matter.get", "MT-1", "990101101001", "ok",
                 "", 2, "clerk1", "127.0.0.1")
        rows.append(entry + (head, head := digest(head, entry)))
    db.executemany(f"INSERT INTO audit ({COLUMNS}, prev, hash) VALUES ({','.join('?' * 14)})", rows)
    db.execute("UPDATE audit_head SET seq = ?, hash = ?", (seq, head))


def recompute(db):
    for table in ("audit", "audit_signed"):
        for act in ("change", "removal"):
            db.execute(f"DROP TRIGGER {table}_no_{act}")
    db.execute("DELETE FROM audit_signed")
    db.execute("UPDATE audit SET object = 'nothing' WHERE seq = 1")
    head = bytes(32)
    for entry in db.execute(f"SELECT {COLUMNS} FROM audit ORDER BY seq").fetchall():
        prev, head = head, digest(head, entry)
        db.execute("UPDATE audit SET prev = ?, hash = ? WHERE seq = ?", (prev, head, entry[0]))
    db.execute("UPDATE audit_head SET hash = ?", (head,))


store = sqlite3.connect(sys.argv[2])
if sys.argv[1] == "grow":
    grow(store, int(sys.argv[3]))
else:
    recompute(store)
store.commit()
store.close()
