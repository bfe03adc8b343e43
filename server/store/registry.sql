-- The server's own file, plenary.db: who may come in where. Nothing of this is ever in a workshop's file. Passwords are
-- kept as scrypt, tokens of sessions and links as SHA-256; neither can be read back. Times are ms since 1970 UTC.

-- Who may create and own workshops.
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    password TEXT NOT NULL,       -- $scrypt$...
    created_at INTEGER NOT NULL
) STRICT;

-- A browser that came in.
CREATE TABLE session (
    token BLOB PRIMARY KEY,       -- SHA-256 of the cookie's token
    id INTEGER NOT NULL,          -- its number
    account INTEGER NOT NULL,     -- account.id; 0: none
    used_at INTEGER NOT NULL,     -- the day it was last used
    expires_at INTEGER NOT NULL
) STRICT;

-- A session's place in a workshop.
CREATE TABLE seat (
    session INTEGER NOT NULL,     -- session.id
    workshop TEXT NOT NULL,
    person INTEGER NOT NULL,      -- person.id in the workshop's file; 0: a listener or screen
    role TEXT NOT NULL,           -- the role it was given
    taken_at INTEGER NOT NULL,
    PRIMARY KEY (session, workshop)
) STRICT;

-- A personal link.
CREATE TABLE link (
    token BLOB PRIMARY KEY,       -- SHA-256 of the link's token
    workshop TEXT NOT NULL,
    person INTEGER NOT NULL,      -- person.id in the workshop's file; 0: a screen
    made_at INTEGER NOT NULL
) STRICT;

-- A code to join with. Kept readable, because facilitators show it on the wall.
CREATE TABLE code (
    code TEXT PRIMARY KEY,        -- eight letters and digits
    workshop TEXT NOT NULL,
    delegation INTEGER NOT NULL,  -- delegation.id in the workshop's file; 0: the open code
    role TEXT NOT NULL,           -- the role it gives
    made_at INTEGER NOT NULL
) STRICT;

-- The workshops of this server, for lists; the truth is in each one's own file.
CREATE TABLE workshop (
    id TEXT PRIMARY KEY,          -- the file is workshops/ID.plenary
    title TEXT NOT NULL,
    owner INTEGER NOT NULL,       -- account.id
    state INTEGER NOT NULL,       -- 0 preparing, 1 live, 2 closed
    created_at INTEGER NOT NULL
) STRICT;

-- An account's own person in a workshop.
CREATE TABLE member (
    workshop TEXT NOT NULL,
    account INTEGER NOT NULL,     -- account.id
    person INTEGER NOT NULL,      -- person.id in the workshop's file
    PRIMARY KEY (workshop, account)
) STRICT;

-- What the server keeps about a workshop beside its file.
CREATE TABLE note (
    workshop TEXT NOT NULL,
    name TEXT NOT NULL,           -- passcode, archived, rehearsal_of
    value TEXT NOT NULL,          -- of a passcode: $scrypt$...
    PRIMARY KEY (workshop, name)
) STRICT;

-- An address under which a calendar program reads the calendar of a workshop.
CREATE TABLE calendar (
    token BLOB PRIMARY KEY,       -- SHA-256 of the address's token
    workshop TEXT NOT NULL,
    subject INTEGER NOT NULL,     -- delegation.id or person.id in the workshop's file that it is for; 0: all of it
    person INTEGER NOT NULL,      -- person.id of who made it
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
