-- Syncs: what each export said, how it differs from the last one, and what was made of that.

CREATE TABLE sync (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL UNIQUE,
  -- A sync stays with its client: its people are known by the invites of that client.
  client_id   integer NOT NULL REFERENCES client,
  -- Null: they stand in the configuration file.
  settings    json,
  paused_at   timestamptz,
  -- The last due time that a run was begun or left out for. What was missed since is caught up once.
  last_due_at timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sync_run (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sync_id       integer NOT NULL REFERENCES sync ON DELETE CASCADE,
  trigger       text NOT NULL CHECK (trigger IN ('schedule', 'catch-up', 'hand')),
  -- The time that it was due at; null: by hand.
  due_at        timestamptz,
  state         text NOT NULL CHECK (state IN
    ('running', 'held', 'done', 'unchanged', 'skipped', 'failed', 'rejected', 'superseded')),
  -- How far a run has come that is running, or had come when it ended.
  step          text NOT NULL DEFAULT 'fetch' CHECK (step IN ('fetch', 'stage', 'compare', 'carry-out')),
  started_at    timestamptz NOT NULL DEFAULT now(),
  -- A run says every few seconds that its process is alive.
  seen_at       timestamptz NOT NULL DEFAULT now(),
  ended_at      timestamptz,
  approved_at   timestamptz,
  -- Of the export: its name without a directory, SHA-256, bytes, and what the reader made of it.
  source        text,
  fingerprint   text,
  bytes         bigint,
  modified_at   timestamptz,
  columns       json,
  delimiter     text,
  encoding      text,
  bom           boolean,
  -- SyncCounts and HoldReason[] of src/sync.
  counts        json,
  reasons       json NOT NULL DEFAULT '[]',
  -- Changes that could not be carried out in full, a call being under way: the same export is not passed over next time.
  left_over     integer NOT NULL DEFAULT 0,
  -- Why it failed or was skipped.
  code          text,
  message       text,
  -- The held run that a skipped one gave way to.
  waits_for     bigint,
  -- The batch that its rows went into; at most one, however often the run is taken up.
  batch_id      bigint REFERENCES batch,
  -- What became of each notification.
  notifications json NOT NULL DEFAULT '[]',
  CHECK ((ended_at IS NULL) = (state IN ('running', 'held')))
);
CREATE UNIQUE INDEX sync_run_one_at_a_time ON sync_run (sync_id) WHERE state = 'running';
CREATE INDEX sync_run_latest ON sync_run (sync_id, id);
CREATE INDEX sync_run_done ON sync_run (sync_id, fingerprint) WHERE state = 'done';

-- Everybody whom the exports of a sync have named, as the last carried-out one has them.
CREATE TABLE sync_person (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sync_id         integer NOT NULL REFERENCES sync ON DELETE CASCADE,
  employee_number text,
  identifier      text NOT NULL,
  profile         jsonb NOT NULL,
  locale          text,
  time_zone       text,
  -- The person's invite; another's than `identifier` where the address changed after the activation.
  invite_id       bigint NOT NULL REFERENCES invite,
  -- The first of the last runs, without a break, whose export had no row of the person, while it was unclear whether they
  -- had left. Null: the last one had the person. Most nights change nothing of most people, so nothing is written for them.
  missed_run      bigint REFERENCES sync_run ON DELETE SET NULL,
  -- Null: present. No index is unique, since two people may swap numbers or addresses within one export.
  left_at         timestamptz
);
CREATE INDEX sync_person_number ON sync_person (sync_id, employee_number) WHERE employee_number IS NOT NULL;
CREATE INDEX sync_person_identifier ON sync_person (sync_id, identifier);

-- Refused rows of the last carried-out export, by their cells, and the run that met them first.
CREATE TABLE sync_refused (
  sync_id   integer NOT NULL REFERENCES sync ON DELETE CASCADE,
  digest    uuid NOT NULL,
  first_run bigint NOT NULL REFERENCES sync_run ON DELETE CASCADE,
  PRIMARY KEY (sync_id, digest)
);

-- The rows of an export that is being compared, or whose plan is held: its file may be gone when it is approved.
CREATE TABLE sync_row (
  run_id          bigint NOT NULL REFERENCES sync_run ON DELETE CASCADE,
  line            integer NOT NULL,
  -- Of a refused row only where it can be read.
  employee_number text,
  identifier      text,
  profile         jsonb,
  locale          text,
  time_zone       text,
  cells           json NOT NULL,
  problems        json,
  -- Of the cells, but for their digits: a line of totals is the same line every night.
  digest          uuid NOT NULL,
  -- What the comparison makes of the row. repeated: an earlier row has the number or the address.
  kind            text CHECK (kind IN
    ('joiner', 'known', 'unchanged', 'changed', 'moved', 'returned', 'suppressed', 'repeated', 'refused')),
  person_id       bigint,
  invite_id       bigint,
  -- The earlier row that has the person, and whether with the same data.
  repeats         integer,
  is_same         boolean,
  PRIMARY KEY (run_id, line)
);
CREATE INDEX sync_row_number ON sync_row (run_id, employee_number) WHERE employee_number IS NOT NULL;
CREATE INDEX sync_row_identifier ON sync_row (run_id, identifier) WHERE identifier IS NOT NULL;
CREATE INDEX sync_row_person ON sync_row (run_id, person_id) WHERE person_id IS NOT NULL;

-- The plan of a run: everybody who is not as before.
CREATE TABLE sync_change (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id    bigint NOT NULL REFERENCES sync_run ON DELETE CASCADE,
  -- unclear: absent, but a refused row that cannot be read may be theirs. Nothing is done about them.
  kind      text NOT NULL CHECK (kind IN ('joiner', 'changed', 'moved', 'returned', 'leaver', 'unclear')),
  -- Null: in no row.
  line      integer,
  person_id bigint,
  -- The invite that the person had, if any, and how it stood when the plan was made.
  invite_id bigint REFERENCES invite,
  standing  text NOT NULL,
  -- {identifier, employeeNumber, profile, locale, timeZone}
  before    json,
  after     json,
  -- What was done; null: nothing, or not yet.
  result    text CHECK (result IN
    ('taken-in', 'updated', 'update-asked', 'invited-anew', 'cancelled', 'suppressed', 'reported', 'under-way'))
);
CREATE INDEX sync_change_run ON sync_change (run_id, id);
CREATE INDEX sync_change_person ON sync_change (run_id, person_id) WHERE person_id IS NOT NULL;

-- The invite that this one took the place of, when the person's address changed.
ALTER TABLE invite ADD COLUMN replaces bigint REFERENCES invite;
CREATE INDEX invite_replaces ON invite (replaces) WHERE replaces IS NOT NULL;

-- How an invite stands as far as a plan depends on it: a plan is carried out only while nothing of this has changed.
CREATE FUNCTION standing(person invite) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN person.id IS NULL THEN 'none'
            WHEN person.state IN ('pending', 'queued', 'sending', 'unknown') THEN 'open'
            WHEN person.state IN ('invited', 'existing', 'expired') THEN 'invited'
            ELSE person.state END;

-- Data that Next Identity is still to be told of a person who has been invited; see jobs/update-user.ts.
CREATE TABLE user_update (
  invite_id bigint PRIMARY KEY REFERENCES invite,
  client_id integer NOT NULL REFERENCES client,
  profile   jsonb NOT NULL,
  locale    text,
  asked_at  timestamptz NOT NULL,
  -- When the call may be made; null: it was refused, and the code says why.
  due_at    timestamptz,
  tries     integer NOT NULL DEFAULT 0,
  code      text
);
CREATE INDEX user_update_due ON user_update (client_id, due_at) WHERE due_at IS NOT NULL;

ALTER TABLE attempt DROP CONSTRAINT attempt_kind_check;
ALTER TABLE attempt ADD CONSTRAINT attempt_kind_check CHECK (kind IN ('pre-register', 'resend', 'update'));
