-- One workshop, one file. Any SQLite tool can read it, for example:
--     SELECT title, lead, due FROM action ORDER BY theme, pos;
--
-- Each kind of thing is a table. Content is kept in Arabic, French and English side by side; the column without a
-- language ending shows the text in the language it was written in. What was removed leaves a row in `tombstone`, and
-- everything that was ever done is a row in `change`. There is no token, passcode, link or session in this file, and
-- no secret ballot but sealed, while its poll is open (`sealed_ballot`). NULL means "none".

-- What this file is: 'workshop' is the id under which the server keeps it, 'base' belongs to the table of that name.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Everything that was done, in order; rows are only ever added. `chain` proves it: SHA-256 of the chain before, seq, at
-- and actor as 8 bytes each with the highest first, verb, and body_hash, which is SHA-256 of salt and body. Erasing what
-- a person wrote empties body, salt and hash and leaves body_hash, so that the chain still holds.
CREATE TABLE change (
    seq INTEGER PRIMARY KEY,  -- 1, 2, 3, ... without a gap
    at INTEGER NOT NULL,      -- when (ms since 1970 UTC)
    actor INTEGER NOT NULL,   -- who (person.id); 0: the system
    client BLOB,              -- the 16 bytes that name the page or program it came from; none: the system
    number INTEGER NOT NULL,  -- that client's own number of it: a repeated one is not done again
    hash BLOB,                -- first 8 bytes of SHA-256 of verb, a zero byte and body: is a repeat the same?
    result INTEGER NOT NULL,  -- id of what was created or changed; 0: nothing
    chain BLOB NOT NULL,      -- 32 bytes
    body_hash BLOB NOT NULL,  -- 32 bytes
    salt BLOB,                -- 16 random bytes, so that a short body cannot be guessed from body_hash
    verb TEXT NOT NULL,       -- what: "action.create"
    body TEXT                 -- how: the arguments as JSON; last, so that reading the others is quick
) STRICT;

-- What was done to one thing is found without reading everything.
CREATE INDEX change_result ON change (result);

-- Where computing the tables from `change` begins: with nothing, so that this is empty, in a file that this version made.
-- What an older version did followed its own rules: when its file was taken over, what it held then was kept here. The
-- number of the last change before is in meta as 'base'.
CREATE TABLE base (
    id INTEGER PRIMARY KEY,   -- the id
    kind TEXT NOT NULL,       -- the table
    seq INTEGER NOT NULL,     -- number of the change that had last touched it
    row TEXT                  -- its columns as JSON; none: it was removed
) STRICT;

-- What was removed: whoever has seen it can still be told.
CREATE TABLE tombstone (
    id INTEGER PRIMARY KEY,   -- the id it had
    kind TEXT NOT NULL,       -- the table it stood in
    seq INTEGER NOT NULL      -- number of the change that removed it
) STRICT;

-- The workshop itself.
CREATE TABLE workshop (
    id INTEGER PRIMARY KEY,         -- unique across all tables, never used again
    seq INTEGER NOT NULL,           -- number of the change that last touched it
    name TEXT,                      -- a short name, used for files
    -- the full title
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,                  -- in Arabic
    title_fr TEXT,                  -- in French
    title_en TEXT,                  -- in English
    title_source TEXT,              -- the language it was first written in
    title_revs TEXT,                -- [S,AR,FR,EN]: revision of the source, of each text
    place TEXT,                     -- where it takes place
    mode TEXT NOT NULL,             -- hybrid, in_room or remote
    time_zone TEXT,                 -- the zone its times are in
    starts_on TEXT,                 -- first day: YYYY-MM-DD
    ends_on TEXT,                   -- last day: YYYY-MM-DD
    languages TEXT,                 -- working languages, the first preferred: ["en",...]
    source TEXT,                    -- where the content comes from
    series_name TEXT,               -- the series of workshops it belongs to
    series_number INTEGER NOT NULL, -- its number in the series
    series_of INTEGER NOT NULL,     -- how many workshops the series has
    adoption_requires TEXT,         -- checks that what is adopted has to pass: ["no_lead",...]
    lead_max INTEGER NOT NULL,      -- rows one body can lead before it is overloaded; 0: 5
    lobby INTEGER NOT NULL,         -- guests wait outside until they are admitted: 0 or 1
    moderated INTEGER NOT NULL,     -- questions to the speaker wait for a facilitator: 0 or 1
    screen_languages TEXT,          -- languages of the projector: ["ar",...]
    rehearsal INTEGER NOT NULL,     -- a copy to try things out in: 0 or 1
    state TEXT NOT NULL,            -- preparing, live or closed
    item INTEGER,                   -- the agenda item now on stage (item.id)
    live_at INTEGER,                -- when it went live (ms since 1970 UTC)
    closed_at INTEGER,              -- when it was closed (ms since 1970 UTC)
    plan_locked INTEGER NOT NULL,   -- only facilitators and rapporteurs write in the plan: 0 or 1
    control INTEGER,                -- who runs the room (person.id)
    undo_at INTEGER,                -- when the turn of the agenda was that can be taken back (ms since 1970 UTC)
    undo_to INTEGER,                -- the agenda item that started then (item.id)
    undo_from INTEGER,              -- the agenda item that ended then (item.id)
    undo_state TEXT NOT NULL,       -- what the one that started was before: planned, running, done or skipped
    undo_started_at INTEGER,        -- when it had started before (ms since 1970 UTC)
    undo_ended_at INTEGER           -- when it had ended before (ms since 1970 UTC)
) STRICT;

-- An administration or organisation that takes part.
CREATE TABLE delegation (
    id INTEGER PRIMARY KEY,     -- unique across all tables, never used again
    seq INTEGER NOT NULL,       -- number of the change that last touched it
    -- the administration or organisation
    name TEXT GENERATED ALWAYS AS (coalesce(
        CASE name_source WHEN 'ar' THEN name_ar WHEN 'fr' THEN name_fr ELSE name_en END,
        name_en, name_fr, name_ar)) VIRTUAL,
    name_ar TEXT,               -- in Arabic
    name_fr TEXT,               -- in French
    name_en TEXT,               -- in English
    name_source TEXT,           -- the language it was first written in
    name_revs TEXT,             -- [S,AR,FR,EN]: revision of the source, of each text
    country TEXT,               -- its country (ISO 3166-1)
    type TEXT NOT NULL,         -- member, organisation, private_sector or other
    observer INTEGER NOT NULL,  -- it observes and does not decide: 0 or 1
    delegates INTEGER NOT NULL, -- planned seats
    weight INTEGER NOT NULL,    -- weight of its vote in weighted polls; 0: 1
    pos INTEGER NOT NULL        -- its place in the list
) STRICT;

-- Somebody in the workshop.
CREATE TABLE person (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    name TEXT,              -- as the person wants to be called
    role TEXT NOT NULL,     -- facilitator, cofacilitator, rapporteur, delegate, expert, interpreter or observer
    delegation INTEGER,     -- the delegation the person speaks for (delegation.id)
    head INTEGER NOT NULL,  -- head of that delegation: 0 or 1
    language TEXT,          -- the language the person reads: ar, fr or en
    mode TEXT NOT NULL,     -- remote, in_room or phone
    contact TEXT,           -- for the secretariat
    "group" INTEGER,        -- the working group the person drafts with (group.id)
    function TEXT,          -- what the person is at home
    device INTEGER,         -- on whose device the person votes (person.id)
    guest INTEGER NOT NULL, -- came by the open code, not admitted yet: 0 or 1
    ready INTEGER,          -- the agenda item the person is done with (item.id)
    view INTEGER NOT NULL   -- grows when rights change
) STRICT;

-- An agenda item.
CREATE TABLE item (
    id INTEGER PRIMARY KEY,   -- unique across all tables, never used again
    seq INTEGER NOT NULL,     -- number of the change that last touched it
    day INTEGER NOT NULL,     -- day of the workshop, from 1
    start TEXT,               -- planned start, in the zone of the workshop: HH:MM
    minutes INTEGER NOT NULL, -- planned length
    -- what the room does: opening, presentation, tour_de_table, discussion, case_study, groups, report_back,
    -- poll, drafting, adoption, break, calendar, evaluation or closing
    kind TEXT NOT NULL,
    -- what it is about
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,            -- in Arabic
    title_fr TEXT,            -- in French
    title_en TEXT,            -- in English
    title_source TEXT,        -- the language it was first written in
    title_revs TEXT,          -- [S,AR,FR,EN]: revision of the source, of each text
    presenter TEXT,           -- who leads or speaks
    fixed INTEGER NOT NULL,   -- its start does not move: 0 or 1
    -- for everybody in the room
    notes TEXT GENERATED ALWAYS AS (coalesce(
        CASE notes_source WHEN 'ar' THEN notes_ar WHEN 'fr' THEN notes_fr ELSE notes_en END,
        notes_en, notes_fr, notes_ar)) VIRTUAL,
    notes_ar TEXT,            -- in Arabic
    notes_fr TEXT,            -- in French
    notes_en TEXT,            -- in English
    notes_source TEXT,        -- the language it was first written in
    notes_revs TEXT,          -- [S,AR,FR,EN]: revision of the source, of each text
    -- for the facilitators
    staff_notes TEXT GENERATED ALWAYS AS (coalesce(
        CASE staff_notes_source WHEN 'ar' THEN staff_notes_ar WHEN 'fr' THEN staff_notes_fr ELSE staff_notes_en END,
        staff_notes_en, staff_notes_fr, staff_notes_ar)) VIRTUAL,
    staff_notes_ar TEXT,      -- in Arabic
    staff_notes_fr TEXT,      -- in French
    staff_notes_en TEXT,      -- in English
    staff_notes_source TEXT,  -- the language it was first written in
    staff_notes_revs TEXT,    -- [S,AR,FR,EN]: revision of the source, of each text
    link TEXT,                -- conference link, http or https
    "group" INTEGER,          -- the working group whose item it is (group.id)
    documents TEXT,           -- links, each with a name behind a space: ["https://... Name",...]
    state TEXT NOT NULL,      -- planned, running, done or skipped
    extra INTEGER NOT NULL,   -- minutes added to the planned ones in the room; below 0: taken off them
    started_at INTEGER,       -- when it last started (ms since 1970 UTC)
    ended_at INTEGER,         -- when it last ended (ms since 1970 UTC)
    pos INTEGER NOT NULL      -- its place in its day
) STRICT;

-- A question put to the room.
CREATE TABLE poll (
    id INTEGER PRIMARY KEY,          -- unique across all tables, never used again
    seq INTEGER NOT NULL,            -- number of the change that last touched it
    item INTEGER,                    -- the agenda item it belongs to (item.id)
    -- what is asked
    question TEXT GENERATED ALWAYS AS (coalesce(
        CASE question_source WHEN 'ar' THEN question_ar WHEN 'fr' THEN question_fr ELSE question_en END,
        question_en, question_fr, question_ar)) VIRTUAL,
    question_ar TEXT,                -- in Arabic
    question_fr TEXT,                -- in French
    question_en TEXT,                -- in English
    question_source TEXT,            -- the language it was first written in
    question_revs TEXT,              -- [S,AR,FR,EN]: revision of the source, of each text
    -- how it is answered: single, multiple, yes_no_abstain, scale, ranking, points,
    -- open_text, words, number, date, consent or fist_to_five
    type TEXT NOT NULL,
    secrecy TEXT NOT NULL,           -- named, unattributed or secret
    unit TEXT NOT NULL,              -- person or delegation
    points INTEGER NOT NULL,         -- points each voter gives
    per_option_max INTEGER NOT NULL, -- most points for one option
    min INTEGER NOT NULL,            -- low end of a scale or number; of several: fewest chosen
    max INTEGER NOT NULL,            -- high end of a scale or number; of several: most chosen
    labels TEXT,                     -- words for the ends of a scale: ["...",...]
    results TEXT NOT NULL,           -- whether the room sees them live or after
    purpose TEXT NOT NULL,           -- decision, pulse, evaluation, before or after
    pair INTEGER,                    -- of one asked after: the poll that asked before (poll.id)
    quorum INTEGER NOT NULL,         -- percent of the roll who have to vote
    majority TEXT NOT NULL,          -- none, simple, two_thirds, three_quarters or unanimous
    weighted INTEGER NOT NULL,       -- by the weights of the delegations: 0 or 1
    advisory INTEGER NOT NULL,       -- observers answer too, counted apart: 0 or 1
    seconds INTEGER NOT NULL,        -- the timer it is prepared with
    state TEXT NOT NULL,             -- prepared, open, closed or void
    opened_at INTEGER,               -- when it was opened (ms since 1970 UTC)
    closes_at INTEGER,               -- when its timer closes it (ms since 1970 UTC)
    closed_at INTEGER,               -- when it was closed (ms since 1970 UTC)
    voters INTEGER NOT NULL,         -- ballots cast, advisory ones aside
    weight INTEGER NOT NULL,         -- of these ballots together
    advisers INTEGER NOT NULL,       -- advisory ballots cast
    eligible INTEGER NOT NULL,       -- how many are on the roll
    round INTEGER NOT NULL,          -- how many rounds there were before
    previous INTEGER,                -- the round before (poll.id)
    pos INTEGER NOT NULL             -- its place in the list
) STRICT;

-- A possible answer to a poll.
CREATE TABLE option (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    poll INTEGER,           -- the poll it belongs to (poll.id)
    -- the answer
    text TEXT GENERATED ALWAYS AS (coalesce(
        CASE text_source WHEN 'ar' THEN text_ar WHEN 'fr' THEN text_fr ELSE text_en END,
        text_en, text_fr, text_ar)) VIRTUAL,
    text_ar TEXT,           -- in Arabic
    text_fr TEXT,           -- in French
    text_en TEXT,           -- in English
    text_source TEXT,       -- the language it was first written in
    text_revs TEXT,         -- [S,AR,FR,EN]: revision of the source, of each text
    action INTEGER,         -- the row of the plan that it stands for (its id)
    votes INTEGER NOT NULL, -- weights of the ballots for it; ranking: by places; points and grids: their sum
    -- the same of advisory ballots
    advice INTEGER NOT NULL,
    pos INTEGER NOT NULL    -- its place in the poll
) STRICT;

-- What one person or delegation chose in a poll that is not secret.
CREATE TABLE ballot (
    id INTEGER PRIMARY KEY,    -- unique across all tables, never used again
    seq INTEGER NOT NULL,      -- number of the change that last touched it
    poll INTEGER,              -- the poll it was cast in (poll.id)
    person INTEGER,            -- who cast it, or for whom it was entered (person.id)
    option INTEGER,            -- what was chosen, where only one can be (option.id)
    delegation INTEGER,        -- whose vote it is, in a poll by delegation (delegation.id)
    options TEXT,              -- what was chosen or answered to, of a ranking best first: [ID,...]
    "values" TEXT,             -- the value of each of them, or of the one answer: [N,...]
    text TEXT,                 -- words, or a reason
    weight INTEGER NOT NULL,   -- how much it counts
    advisory INTEGER NOT NULL, -- an observer's, counted apart: 0 or 1
    "by" INTEGER,              -- who entered it for the person (person.id)
    cast_at INTEGER            -- when it was last cast (ms since 1970 UTC)
) STRICT;

-- How often an answer was given in a poll, beside option.votes.
CREATE TABLE answer (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    poll INTEGER,           -- the poll (poll.id)
    option INTEGER,         -- to which option (option.id)
    value INTEGER NOT NULL, -- its value
    text TEXT,              -- its words
    count INTEGER NOT NULL, -- weights of the ballots that say so
    advice INTEGER NOT NULL -- the same of advisory ballots
) STRICT;

-- Who may vote in a poll, frozen when it opens.
CREATE TABLE roll (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    poll INTEGER,           -- the poll (poll.id)
    persons TEXT,           -- who votes, in a poll by person: [ID,...]
    delegations TEXT,       -- which delegations vote, in a poll by delegation: [ID,...]
    observers TEXT,         -- whose ballots are advisory: [ID,...]
    voted TEXT,             -- after the close: persons or delegations that voted: [ID,...]
    receipts TEXT           -- of a secret poll after the close, sorted: ["...",...]
) STRICT;

-- Ballots of secret polls that are open. Whoever has this file cannot read them: the key is elsewhere, in no backup, and is
-- destroyed when the poll is closed. Then the rows go, with every byte, and only totals and receipts are left.
CREATE TABLE sealed_ballot (
    poll INTEGER NOT NULL,  -- the poll (poll.id)
    voter INTEGER NOT NULL, -- whose ballot it is (person.id or delegation.id)
    head INTEGER NOT NULL,  -- cast by the head of the delegation: 0 or 1
    sealed BLOB NOT NULL,   -- what it says, of one length in all ballots of the poll
    PRIMARY KEY (poll, voter)
) STRICT, WITHOUT ROWID;

-- Which commands were ballots of these polls, so that one sent again is known. Goes with them.
CREATE TABLE sealed_number (
    client BLOB NOT NULL,   -- 16 bytes, as in change
    number INTEGER NOT NULL,-- that client's own number of the command
    poll INTEGER NOT NULL,  -- the poll (poll.id)
    PRIMARY KEY (client, number)
) STRICT, WITHOUT ROWID;

-- A heading of the plan.
CREATE TABLE theme (
    id INTEGER PRIMARY KEY,  -- unique across all tables, never used again
    seq INTEGER NOT NULL,    -- number of the change that last touched it
    -- what the actions under it are about
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,           -- in Arabic
    title_fr TEXT,           -- in French
    title_en TEXT,           -- in English
    title_source TEXT,       -- the language it was first written in
    title_revs TEXT,         -- [S,AR,FR,EN]: revision of the source, of each text
    locked INTEGER NOT NULL, -- only facilitators and rapporteurs write under it: 0 or 1
    pos INTEGER NOT NULL     -- its place in the plan
) STRICT;

-- A row of the action plan.
CREATE TABLE action (
    id INTEGER PRIMARY KEY,   -- unique across all tables, never used again
    seq INTEGER NOT NULL,     -- number of the change that last touched it
    theme INTEGER,            -- the theme it stands under (theme.id)
    -- what it is to achieve
    objective TEXT GENERATED ALWAYS AS (coalesce(
        CASE objective_source WHEN 'ar' THEN objective_ar WHEN 'fr' THEN objective_fr ELSE objective_en END,
        objective_en, objective_fr, objective_ar)) VIRTUAL,
    objective_ar TEXT,        -- in Arabic
    objective_fr TEXT,        -- in French
    objective_en TEXT,        -- in English
    objective_source TEXT,    -- the language it was first written in
    objective_revs TEXT,      -- [S,AR,FR,EN]: revision of the source, of each text
    -- what is to be done
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,            -- in Arabic
    title_fr TEXT,            -- in French
    title_en TEXT,            -- in English
    title_source TEXT,        -- the language it was first written in
    title_revs TEXT,          -- [S,AR,FR,EN]: revision of the source, of each text
    -- what will be there when it is done
    deliverable TEXT GENERATED ALWAYS AS (coalesce(
        CASE deliverable_source WHEN 'ar' THEN deliverable_ar WHEN 'fr' THEN deliverable_fr ELSE deliverable_en END,
        deliverable_en, deliverable_fr, deliverable_ar)) VIRTUAL,
    deliverable_ar TEXT,      -- in Arabic
    deliverable_fr TEXT,      -- in French
    deliverable_en TEXT,      -- in English
    deliverable_source TEXT,  -- the language it was first written in
    deliverable_revs TEXT,    -- [S,AR,FR,EN]: revision of the source, of each text
    lead TEXT,                -- who answers for it, by name
    lead_id INTEGER,          -- the same as delegation.id
    partners TEXT,            -- who works on it as well: [ID,...] of delegation
    contact TEXT,             -- whom to ask about it
    start TEXT,               -- from when: YYYY-MM-DD, T+6 months, or ongoing
    due TEXT,                 -- by when, likewise
    -- steps on the way
    milestones TEXT GENERATED ALWAYS AS (coalesce(
        CASE milestones_source WHEN 'ar' THEN milestones_ar WHEN 'fr' THEN milestones_fr ELSE milestones_en END,
        milestones_en, milestones_fr, milestones_ar)) VIRTUAL,
    milestones_ar TEXT,       -- in Arabic
    milestones_fr TEXT,       -- in French
    milestones_en TEXT,       -- in English
    milestones_source TEXT,   -- the language it was first written in
    milestones_revs TEXT,     -- [S,AR,FR,EN]: revision of the source, of each text
    -- what it needs
    resources TEXT GENERATED ALWAYS AS (coalesce(
        CASE resources_source WHEN 'ar' THEN resources_ar WHEN 'fr' THEN resources_fr ELSE resources_en END,
        resources_en, resources_fr, resources_ar)) VIRTUAL,
    resources_ar TEXT,        -- in Arabic
    resources_fr TEXT,        -- in French
    resources_en TEXT,        -- in English
    resources_source TEXT,    -- the language it was first written in
    resources_revs TEXT,      -- [S,AR,FR,EN]: revision of the source, of each text
    funding TEXT,             -- where the resources come from
    -- how progress is seen
    indicator TEXT GENERATED ALWAYS AS (coalesce(
        CASE indicator_source WHEN 'ar' THEN indicator_ar WHEN 'fr' THEN indicator_fr ELSE indicator_en END,
        indicator_en, indicator_fr, indicator_ar)) VIRTUAL,
    indicator_ar TEXT,        -- in Arabic
    indicator_fr TEXT,        -- in French
    indicator_en TEXT,        -- in English
    indicator_source TEXT,    -- the language it was first written in
    indicator_revs TEXT,      -- [S,AR,FR,EN]: revision of the source, of each text
    baseline TEXT,            -- the indicator at the beginning
    target TEXT,              -- the indicator when it is done
    current TEXT,             -- the indicator now
    priority TEXT NOT NULL,   -- none, low, medium or high
    -- what could stand in its way
    risk TEXT GENERATED ALWAYS AS (coalesce(
        CASE risk_source WHEN 'ar' THEN risk_ar WHEN 'fr' THEN risk_fr ELSE risk_en END,
        risk_en, risk_fr, risk_ar)) VIRTUAL,
    risk_ar TEXT,             -- in Arabic
    risk_fr TEXT,             -- in French
    risk_en TEXT,             -- in English
    risk_source TEXT,         -- the language it was first written in
    risk_revs TEXT,           -- [S,AR,FR,EN]: revision of the source, of each text
    status TEXT NOT NULL,     -- planned, under_way, delayed, done or dropped
    percent INTEGER NOT NULL, -- how much of it is done: 0 to 100
    recommendations TEXT,     -- the recommendations it carries out: [ID,...]
    "group" INTEGER,          -- the working group it comes from (group.id)
    poll INTEGER,             -- the vote it comes from (poll.id)
    item INTEGER,             -- the agenda item that ran when it was created (item.id)
    created_by INTEGER,       -- who created it (person.id)
    created_at INTEGER,       -- when (ms since 1970 UTC)
    state TEXT NOT NULL,      -- draft, proposed or adopted
    adopted_at INTEGER,       -- when it was adopted (ms since 1970 UTC)
    adoption INTEGER,         -- the adoption it is in, or was adopted by (adoption.id)
    version INTEGER NOT NULL, -- how often it was opened again after an adoption
    reason TEXT,              -- why this version was opened
    locked INTEGER NOT NULL,  -- only facilitators and rapporteurs write in it: 0 or 1
    brought_at INTEGER,       -- when its group brought it to the plenary (ms since 1970 UTC)
    merged TEXT,              -- rows that became part of it: [ID,...]
    pos INTEGER NOT NULL      -- its place under its theme
) STRICT;

-- A recommendation.
CREATE TABLE recommendation (
    id INTEGER PRIMARY KEY,   -- unique across all tables, never used again
    seq INTEGER NOT NULL,     -- number of the change that last touched it
    -- what is recommended
    text TEXT GENERATED ALWAYS AS (coalesce(
        CASE text_source WHEN 'ar' THEN text_ar WHEN 'fr' THEN text_fr ELSE text_en END,
        text_en, text_fr, text_ar)) VIRTUAL,
    text_ar TEXT,             -- in Arabic
    text_fr TEXT,             -- in French
    text_en TEXT,             -- in English
    text_source TEXT,         -- the language it was first written in
    text_revs TEXT,           -- [S,AR,FR,EN]: revision of the source, of each text
    "group" INTEGER,          -- the working group it comes from (group.id)
    item INTEGER,             -- the agenda item that ran when it was created (item.id)
    created_by INTEGER,       -- who created it (person.id)
    created_at INTEGER,       -- when (ms since 1970 UTC)
    state TEXT NOT NULL,      -- draft, proposed or adopted
    adopted_at INTEGER,       -- when it was adopted (ms since 1970 UTC)
    adoption INTEGER,         -- the adoption it is in, or was adopted by (adoption.id)
    version INTEGER NOT NULL, -- how often it was opened again after an adoption
    reason TEXT,              -- why this version was opened
    locked INTEGER NOT NULL,  -- only facilitators and rapporteurs write in it: 0 or 1
    brought_at INTEGER,       -- when its group brought it to the plenary (ms since 1970 UTC)
    merged TEXT,              -- rows that became part of it: [ID,...]
    pos INTEGER NOT NULL      -- its place in the list
) STRICT;

-- An agreed meeting of the shared calendar.
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY,   -- unique across all tables, never used again
    seq INTEGER NOT NULL,     -- number of the change that last touched it
    -- what the meeting is
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,            -- in Arabic
    title_fr TEXT,            -- in French
    title_en TEXT,            -- in English
    title_source TEXT,        -- the language it was first written in
    title_revs TEXT,          -- [S,AR,FR,EN]: revision of the source, of each text
    starts TEXT,              -- its first start, in the zone of the workshop: YYYY-MM-DDTHH:MM
    minutes INTEGER NOT NULL, -- how long it lasts
    repeat TEXT NOT NULL,     -- none, weekly, monthly, quarterly or yearly
    count INTEGER NOT NULL,   -- how many times in all
    place TEXT,               -- where it is held
    link TEXT,                -- conference link
    pos INTEGER NOT NULL      -- its place in the list
) STRICT;

-- Somebody whose attitude matters to the plan.
CREATE TABLE stakeholder (
    id INTEGER PRIMARY KEY,    -- unique across all tables, never used again
    seq INTEGER NOT NULL,      -- number of the change that last touched it
    -- who it is
    name TEXT GENERATED ALWAYS AS (coalesce(
        CASE name_source WHEN 'ar' THEN name_ar WHEN 'fr' THEN name_fr ELSE name_en END,
        name_en, name_fr, name_ar)) VIRTUAL,
    name_ar TEXT,              -- in Arabic
    name_fr TEXT,              -- in French
    name_en TEXT,              -- in English
    name_source TEXT,          -- the language it was first written in
    name_revs TEXT,            -- [S,AR,FR,EN]: revision of the source, of each text
    power INTEGER NOT NULL,    -- how much it can move, 1 to 5
    interest INTEGER NOT NULL, -- how much it cares, 1 to 5
    attitude TEXT NOT NULL,    -- unknown, supportive, mixed, neutral or opposed
    pos INTEGER NOT NULL       -- its place in the list
) STRICT;

-- A working group. (Its name is a word of SQL: write "group".)
CREATE TABLE "group" (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    -- what it is called
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,          -- in Arabic
    title_fr TEXT,          -- in French
    title_en TEXT,          -- in English
    title_source TEXT,      -- the language it was first written in
    title_revs TEXT,        -- [S,AR,FR,EN]: revision of the source, of each text
    chair INTEGER,          -- who brings its rows to the plenary (person.id)
    pos INTEGER NOT NULL    -- its place in the list
) STRICT;

-- A longer text drafted together, in paragraphs.
CREATE TABLE framework (
    id INTEGER PRIMARY KEY,   -- unique across all tables, never used again
    seq INTEGER NOT NULL,     -- number of the change that last touched it
    -- what it is called
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,            -- in Arabic
    title_fr TEXT,            -- in French
    title_en TEXT,            -- in English
    title_source TEXT,        -- the language it was first written in
    title_revs TEXT,          -- [S,AR,FR,EN]: revision of the source, of each text
    "group" INTEGER,          -- the working group it comes from (group.id)
    item INTEGER,             -- the agenda item that ran when it was created (item.id)
    created_by INTEGER,       -- who created it (person.id)
    created_at INTEGER,       -- when (ms since 1970 UTC)
    state TEXT NOT NULL,      -- draft, proposed or adopted
    adopted_at INTEGER,       -- when it was adopted (ms since 1970 UTC)
    adoption INTEGER,         -- the adoption it is in, or was adopted by (adoption.id)
    version INTEGER NOT NULL, -- how often it was opened again after an adoption
    reason TEXT,              -- why this version was opened
    locked INTEGER NOT NULL,  -- only facilitators and rapporteurs write in it: 0 or 1
    brought_at INTEGER,       -- when its group brought it to the plenary (ms since 1970 UTC)
    merged TEXT,              -- rows that became part of it: [ID,...]
    pos INTEGER NOT NULL      -- its place in the list
) STRICT;

-- A paragraph of such a text.
CREATE TABLE paragraph (
    id INTEGER PRIMARY KEY,   -- unique across all tables, never used again
    seq INTEGER NOT NULL,     -- number of the change that last touched it
    framework INTEGER,        -- the text it belongs to (framework.id)
    level TEXT NOT NULL,      -- paragraph, heading, or subparagraph of the paragraph before
    -- its words
    text TEXT GENERATED ALWAYS AS (coalesce(
        CASE text_source WHEN 'ar' THEN text_ar WHEN 'fr' THEN text_fr ELSE text_en END,
        text_en, text_fr, text_ar)) VIRTUAL,
    text_ar TEXT,             -- in Arabic
    text_fr TEXT,             -- in French
    text_en TEXT,             -- in English
    text_source TEXT,         -- the language it was first written in
    text_revs TEXT,           -- [S,AR,FR,EN]: revision of the source, of each text
    "group" INTEGER,          -- the working group it comes from (group.id)
    item INTEGER,             -- the agenda item that ran when it was created (item.id)
    created_by INTEGER,       -- who created it (person.id)
    created_at INTEGER,       -- when (ms since 1970 UTC)
    state TEXT NOT NULL,      -- draft, proposed or adopted
    adopted_at INTEGER,       -- when it was adopted (ms since 1970 UTC)
    adoption INTEGER,         -- the adoption it is in, or was adopted by (adoption.id)
    version INTEGER NOT NULL, -- how often it was opened again after an adoption
    reason TEXT,              -- why this version was opened
    locked INTEGER NOT NULL,  -- only facilitators and rapporteurs write in it: 0 or 1
    brought_at INTEGER,       -- when its group brought it to the plenary (ms since 1970 UTC)
    merged TEXT,              -- rows that became part of it: [ID,...]
    pos INTEGER NOT NULL      -- its place in the text
) STRICT;

-- A field that is drafted together, in one language: the head of its history. Its words stand in the column of its
-- owner, such as action.title_fr for field title and lang fr; how they came about is in `text_op`.
CREATE TABLE text (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    "of" INTEGER,           -- its owner: the id of a row of action, recommendation, paragraph or item
    -- title, objective, deliverable, milestones, resources, indicator, risk, text, notes or staff_notes
    field TEXT NOT NULL,
    lang TEXT NOT NULL,     -- ar, fr or en
    rev INTEGER NOT NULL    -- operations so far
) STRICT;

-- Every operation of every text. Those of one text in the order of `rev`, applied to nothing, give its words; those of
-- removed texts stay. An operation walks over the text from its start: [5,"abc",{"d":3}] skips 5 characters (code points),
-- inserts "abc" and deletes 3.
CREATE TABLE text_op (
    text INTEGER NOT NULL,    -- the text (text.id)
    rev INTEGER NOT NULL,     -- 1, 2, 3, ... without a gap
    seq INTEGER NOT NULL,     -- number of the change that made it (change.seq): who and when
    op TEXT NOT NULL,         -- the operation, as JSON
    PRIMARY KEY (text, rev)
) STRICT, WITHOUT ROWID;

-- What a delegation says about a row, beside its text.
CREATE TABLE remark (
    id INTEGER PRIMARY KEY,    -- unique across all tables, never used again
    seq INTEGER NOT NULL,      -- number of the change that last touched it
    "of" INTEGER,              -- the row (its id); none: the plan
    type TEXT NOT NULL,        -- comment, reservation or objection
    delegation INTEGER,        -- in whose name (delegation.id)
    -- what is said
    text TEXT GENERATED ALWAYS AS (coalesce(
        CASE text_source WHEN 'ar' THEN text_ar WHEN 'fr' THEN text_fr ELSE text_en END,
        text_en, text_fr, text_ar)) VIRTUAL,
    text_ar TEXT,              -- in Arabic
    text_fr TEXT,              -- in French
    text_en TEXT,              -- in English
    text_source TEXT,          -- the language it was first written in
    text_revs TEXT,            -- [S,AR,FR,EN]: revision of the source, of each text
    person INTEGER,            -- who said it (person.id)
    at INTEGER,                -- when (ms since 1970 UTC)
    resolved INTEGER NOT NULL, -- it is settled: 0 or 1
    resolved_at INTEGER,       -- when it was settled (ms since 1970 UTC)
    resolved_by INTEGER,       -- who settled it (person.id)
    adoption INTEGER           -- the adoption it objects to (adoption.id)
) STRICT;

-- Words that came too late or where they could not be taken, kept for somebody to decide.
CREATE TABLE proposal (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    "of" INTEGER,           -- what they were written in (its id); it may be gone
    field TEXT NOT NULL,    -- the field, as in text
    lang TEXT NOT NULL,     -- ar, fr or en
    rev INTEGER NOT NULL,   -- the revision of the text that they were written on
    text TEXT,              -- how the text would read
    was TEXT,               -- what the row was called then
    person INTEGER,         -- who wrote them (person.id)
    at INTEGER,             -- when (ms since 1970 UTC)
    why TEXT NOT NULL,      -- why: locked, proposed, adopted, removed, too_long, group or merged
    state TEXT NOT NULL,    -- open, accepted or dismissed
    decided_by INTEGER,     -- who decided (person.id)
    decided_at INTEGER      -- when (ms since 1970 UTC)
) STRICT;

-- How rows, a text or the whole plan were put to the room for adoption.
CREATE TABLE adoption (
    id INTEGER PRIMARY KEY,         -- unique across all tables, never used again
    seq INTEGER NOT NULL,           -- number of the change that last touched it
    "of" INTEGER,                   -- the row (its id); none: the plan
    way TEXT NOT NULL,              -- consensus, silence or poll
    until INTEGER,                  -- when it is adopted unless somebody objects (ms since 1970 UTC)
    poll INTEGER,                   -- the vote that decides (poll.id)
    option INTEGER,                 -- the answer that adopts (option.id)
    opened_by INTEGER,              -- who opened it (person.id)
    opened_at INTEGER,              -- when (ms since 1970 UTC)
    state TEXT NOT NULL,            -- open, adopted, objected, rejected or withdrawn
    closed_at INTEGER,              -- when it ended (ms since 1970 UTC)
    rows INTEGER NOT NULL,          -- how many rows it covers
    votes_for INTEGER NOT NULL,     -- votes for it
    votes_against INTEGER NOT NULL, -- votes against it
    votes_other INTEGER NOT NULL,   -- votes that are neither
    reservations INTEGER NOT NULL,  -- reservations not settled when it was adopted
    objections INTEGER NOT NULL,    -- objections made to it
    sealed_seq INTEGER NOT NULL,    -- number of the change that adopted (change.seq); 0: none
    hash TEXT                       -- SHA-256 of the canonical bytes of what was adopted; `plenary canon` prints them
) STRICT;

-- A request for the floor, from the raised hand to the end of the speech.
CREATE TABLE hand (
    id INTEGER PRIMARY KEY,   -- unique across all tables, never used again
    seq INTEGER NOT NULL,     -- number of the change that last touched it
    type TEXT NOT NULL,       -- contribution, reply, point_of_order, or tour (de table)
    person INTEGER,           -- whose it is (person.id)
    delegation INTEGER,       -- for whom the person speaks (delegation.id)
    item INTEGER,             -- the agenda item that ran then (item.id)
    state TEXT NOT NULL,      -- waiting, speaking, spoken or lowered
    at INTEGER,               -- when it was raised (ms since 1970 UTC)
    given_at INTEGER,         -- when the floor was given (ms since 1970 UTC)
    ended_at INTEGER,         -- when the speech ended (ms since 1970 UTC)
    seconds INTEGER NOT NULL, -- how long the speech may take; 0: no limit
    pos INTEGER NOT NULL      -- its place in the queue
) STRICT;

-- A question to the speaker.
CREATE TABLE question (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    item INTEGER,           -- the agenda item it is about (item.id)
    -- what is asked
    text TEXT GENERATED ALWAYS AS (coalesce(
        CASE text_source WHEN 'ar' THEN text_ar WHEN 'fr' THEN text_fr ELSE text_en END,
        text_en, text_fr, text_ar)) VIRTUAL,
    text_ar TEXT,           -- in Arabic
    text_fr TEXT,           -- in French
    text_en TEXT,           -- in English
    text_source TEXT,       -- the language it was first written in
    text_revs TEXT,         -- [S,AR,FR,EN]: revision of the source, of each text
    person INTEGER,         -- who asks (person.id)
    at INTEGER,             -- when it was asked (ms since 1970 UTC)
    state TEXT NOT NULL,    -- waiting, open, answered or dismissed
    backers TEXT,           -- who wants it answered too: [ID,...]
    admitted_at INTEGER,    -- since when the room sees it (ms since 1970 UTC)
    -- the answer in writing
    reply TEXT GENERATED ALWAYS AS (coalesce(
        CASE reply_source WHEN 'ar' THEN reply_ar WHEN 'fr' THEN reply_fr ELSE reply_en END,
        reply_en, reply_fr, reply_ar)) VIRTUAL,
    reply_ar TEXT,          -- in Arabic
    reply_fr TEXT,          -- in French
    reply_en TEXT,          -- in English
    reply_source TEXT,      -- the language it was first written in
    reply_revs TEXT,        -- [S,AR,FR,EN]: revision of the source, of each text
    answered_by INTEGER,    -- who marked or wrote the answer (person.id)
    answered_at INTEGER     -- when it was answered (ms since 1970 UTC)
) STRICT;

-- What the facilitators tell the room.
CREATE TABLE message (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    type TEXT NOT NULL,     -- text, call_to_order or link
    -- what is said
    text TEXT GENERATED ALWAYS AS (coalesce(
        CASE text_source WHEN 'ar' THEN text_ar WHEN 'fr' THEN text_fr ELSE text_en END,
        text_en, text_fr, text_ar)) VIRTUAL,
    text_ar TEXT,           -- in Arabic
    text_fr TEXT,           -- in French
    text_en TEXT,           -- in English
    text_source TEXT,       -- the language it was first written in
    text_revs TEXT,         -- [S,AR,FR,EN]: revision of the source, of each text
    link TEXT,              -- where it leads
    person INTEGER,         -- who said it (person.id)
    at INTEGER,             -- when it was said (ms since 1970 UTC)
    ended_at INTEGER        -- when it was taken off the screens (ms since 1970 UTC)
) STRICT;

-- A point to come back to.
CREATE TABLE parked (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    -- the point
    text TEXT GENERATED ALWAYS AS (coalesce(
        CASE text_source WHEN 'ar' THEN text_ar WHEN 'fr' THEN text_fr ELSE text_en END,
        text_en, text_fr, text_ar)) VIRTUAL,
    text_ar TEXT,           -- in Arabic
    text_fr TEXT,           -- in French
    text_en TEXT,           -- in English
    text_source TEXT,       -- the language it was first written in
    text_revs TEXT,         -- [S,AR,FR,EN]: revision of the source, of each text
    item INTEGER,           -- the agenda item at which it came up (item.id)
    person INTEGER,         -- who parked it (person.id)
    at INTEGER,             -- when it was parked (ms since 1970 UTC)
    done INTEGER NOT NULL,  -- it was come back to: 0 or 1
    done_at INTEGER,        -- when (ms since 1970 UTC)
    pos INTEGER NOT NULL    -- its place in the list
) STRICT;

-- Somebody was there for a time, drop-outs of a few minutes included.
CREATE TABLE attendance (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    person INTEGER,         -- who (person.id)
    delegation INTEGER,     -- the person's delegation then (delegation.id)
    mode TEXT NOT NULL,     -- remote, in_room or phone
    since INTEGER,          -- from when (ms since 1970 UTC)
    until INTEGER           -- until when (ms since 1970 UTC)
) STRICT;
