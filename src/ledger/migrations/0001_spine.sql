-- The spine: clients, batches, their rows, invites, and every call made for them.

CREATE TABLE ledger (
  -- Names this ledger's queues, so that two ledgers on one Redis do not take each other's jobs.
  id text NOT NULL
);
CREATE UNIQUE INDEX ledger_is_one_row ON ledger ((true));
INSERT INTO ledger SELECT substr(md5(gen_random_uuid()::text), 1, 8);

CREATE TABLE client (
  id             integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name           text NOT NULL UNIQUE,
  auth_type      text NOT NULL CHECK (auth_type IN ('email', 'sms')),
  -- The limit in force. Running workers read it every few seconds, so that a change takes effect at once everywhere.
  rate_calls     double precision NOT NULL CHECK (rate_calls > 0),
  rate_per_ms    double precision NOT NULL CHECK (rate_per_ms > 0),
  burst          integer NOT NULL CHECK (burst >= 1),
  capacity       double precision NOT NULL CHECK (capacity > 0 AND capacity <= 1),
  paused_at      timestamptz,
  paused_code    text,
  paused_message text,
  created_at     timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE batch (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  client_id   integer NOT NULL REFERENCES client,
  -- Name of the roster as the user gave it, without its directory.
  source      text NOT NULL,
  -- The roster's own header cells in order, its delimiter, and whether it began with a byte order mark: exports and
  -- rejects are written in its likeness.
  columns     json NOT NULL,
  delimiter   text NOT NULL,
  bom         boolean NOT NULL,
  -- Rows taken in so far, and what became of them. rows = added + known + duplicates + rejected.
  rows        integer NOT NULL DEFAULT 0,
  added       integer NOT NULL DEFAULT 0,
  known       integer NOT NULL DEFAULT 0,
  duplicates  integer NOT NULL DEFAULT 0,
  rejected    integer NOT NULL DEFAULT 0,
  started_at  timestamptz NOT NULL DEFAULT now(),
  -- Null while the roster is being read, and for ever where its import was killed: import the file again.
  finished_at timestamptz
);

-- The same table as TRANSITIONS in src/invite/states.ts; a test compares the two.
CREATE TABLE invite_transition (
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
INSERT INTO invite_transition VALUES
  ('pending', 'queued'), ('pending', 'cancelled'),
  ('queued', 'sending'), ('queued', 'invited'), ('queued', 'existing'), ('queued', 'cancelled'),
  ('sending', 'queued'), ('sending', 'invited'), ('sending', 'existing'), ('sending', 'unknown'), ('sending', 'failed'),
  ('unknown', 'sending'), ('unknown', 'invited'), ('unknown', 'existing'), ('unknown', 'pending'), ('unknown', 'cancelled'),
  ('failed', 'pending'), ('failed', 'cancelled'),
  ('cancelled', 'pending');

CREATE TABLE invite (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  client_id        integer NOT NULL REFERENCES client,
  auth_type        text NOT NULL,
  -- Lower-cased e-mail address, or phone number in E.164.
  identifier       text NOT NULL,
  -- The batch and line that brought the person in first.
  batch_id         bigint NOT NULL REFERENCES batch,
  line             integer NOT NULL,
  profile          jsonb NOT NULL,
  locale           text,
  employee_number  text,
  state            text NOT NULL DEFAULT 'pending' CHECK (state IN
    ('pending', 'queued', 'sending', 'invited', 'existing', 'unknown', 'failed', 'cancelled')),
  state_at         timestamptz NOT NULL DEFAULT now(),
  -- When a call may next be made. Null: not by itself.
  due_at           timestamptz DEFAULT now(),
  -- Calls made, but for those answered 429.
  tries            integer NOT NULL DEFAULT 0,
  -- A call of ours was lost, so that the person may have been invited by it.
  may_have_arrived boolean NOT NULL DEFAULT false,
  -- The call under way, or the last one.
  attempt_id       bigint,
  uuid             uuid,
  code             text,
  message          text,
  invited_at       timestamptz,
  UNIQUE (client_id, auth_type, identifier)
);
CREATE INDEX invite_pending ON invite (client_id, due_at, id) WHERE state = 'pending';
CREATE INDEX invite_open ON invite (client_id, state, due_at) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX invite_batch ON invite (batch_id, state);

CREATE FUNCTION refuse_invite_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM invite_transition WHERE from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'invite % may not go from % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'RC001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invite_transition BEFORE UPDATE OF state ON invite
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_invite_transition();

CREATE TABLE roster_row (
  batch_id  bigint NOT NULL REFERENCES batch,
  line      integer NOT NULL,
  -- json, not jsonb: the cells come back exactly as they stood in the file.
  cells     json NOT NULL,
  status    text NOT NULL CHECK (status IN ('added', 'known', 'duplicate', 'rejected')),
  invite_id bigint REFERENCES invite,
  -- [{column, code, message}] of a rejected row.
  problems  json,
  PRIMARY KEY (batch_id, line),
  CHECK ((status = 'rejected') = (invite_id IS NULL)),
  CHECK ((status = 'rejected') = (problems IS NOT NULL))
);
CREATE INDEX roster_row_invite ON roster_row (invite_id);
CREATE INDEX roster_row_rejected ON roster_row (batch_id, line) WHERE status = 'rejected';

CREATE TABLE attempt (
  id          bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  invite_id   bigint NOT NULL REFERENCES invite,
  client_id   integer NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('pre-register')),
  -- The process that makes the call; see table worker.
  worker      text NOT NULL,
  started_at  timestamptz NOT NULL DEFAULT now(),
  -- Null while the call is under way.
  ended_at    timestamptz,
  http_status smallint,
  outcome     text,
  code        text
);
CREATE INDEX attempt_invite ON attempt (invite_id);
CREATE INDEX attempt_open ON attempt (started_at) WHERE ended_at IS NULL;
CREATE INDEX attempt_recent ON attempt (client_id, ended_at) WHERE ended_at IS NOT NULL;

-- Processes that make calls. One that has not been seen for a while is dead, and its calls have no end.
CREATE TABLE worker (
  id         text PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now()
);
