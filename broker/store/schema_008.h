/*
 * The eighth step of the schema: wrong passwords are counted for an account and a place, devices
 * that somebody signed in on are known, and sessions that ended are told. It shipped: never edit
 * it.
 */
#ifndef BROKER_STORE_SCHEMA_008_H
#define BROKER_STORE_SCHEMA_008_H

static const char schema_008_sql[] =
	/* Wrong passwords in a row. The columns of staff that counted them are not used any more. */
	"CREATE TABLE sign_in_fault ("
	"  staff TEXT NOT NULL,"
	"  place TEXT NOT NULL," /* an address, of IPv6 its /64; or a device that is known */
	"  failures INTEGER NOT NULL,"
	"  until INTEGER NOT NULL," /* nothing is tried before */
	"  at INTEGER NOT NULL,"    /* the last one */
	"  PRIMARY KEY (staff, place)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX sign_in_fault_at ON sign_in_fault(at);"

	/* A browser in which this staff has signed in: it holds the token as a cookie. */
	"CREATE TABLE device ("
	"  token BLOB NOT NULL CHECK (length(token) = 32)," /* SHA-256 */
	"  staff TEXT NOT NULL,"
	"  seen INTEGER NOT NULL,"
	"  PRIMARY KEY (token, staff)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX device_staff ON device(staff, seen);"

	/* Sessions that are over or whose staff has other rights now, however that came about: their
	 * connections end. */
	"CREATE TABLE session_gone ("
	"  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  session TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX session_staff ON session(staff);"
	"CREATE INDEX access_session ON access(session);"
	"CREATE TRIGGER session_is_gone AFTER DELETE ON session BEGIN"
	"  DELETE FROM access WHERE session = OLD.id;"
	"  INSERT INTO session_gone (session) VALUES (OLD.id);"
	" END;"
	"CREATE TRIGGER staff_is_other AFTER UPDATE OF roles, node, unit ON staff"
	" WHEN OLD.roles <> NEW.roles OR OLD.node <> NEW.node OR OLD.unit IS NOT NEW.unit BEGIN"
	"  DELETE FROM session WHERE staff = OLD.id;"
	" END;"
	"CREATE TRIGGER staff_is_gone BEFORE DELETE ON staff BEGIN"
	"  DELETE FROM session WHERE staff = OLD.id;"
	"  DELETE FROM device WHERE staff = OLD.id;"
	" END;";

#endif
