-- What comes after the invitation: who has activated, who is written to again and when, and who never is.

-- The clock that due times go by. It is the server's own, but for a simulation that drives it ahead.
ALTER TABLE ledger ADD COLUMN clock_ahead interval NOT NULL DEFAULT '0';
CREATE FUNCTION ledger_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now() + clock_ahead FROM ledger';

ALTER TABLE invite DROP CONSTRAINT invite_state_check;
ALTER TABLE invite ADD CONSTRAINT invite_state_check CHECK (state IN
  ('pending', 'queued', 'sending', 'invited', 'existing', 'unknown', 'failed', 'cancelled', 'activated', 'expired'));
INSERT INTO invite_transition VALUES
  ('invited', 'activated'), ('invited', 'expired'), ('invited', 'cancelled'),
  ('existing', 'activated'), ('existing', 'expired'), ('existing', 'cancelled'),
  ('expired', 'activated'), ('expired', 'invited'), ('expired', 'cancelled'),
  ('cancelled', 'invited'), ('cancelled', 'activated');

ALTER TABLE invite
  ADD COLUMN activated_at    timestamptz,
  -- How that was learnt.
  ADD COLUMN activated_by    text CHECK (activated_by IN ('webhook', 'look-up', 'list')),
  -- When Next Identity was last asked whether the person has activated. It counts for what has been due since, if it is not
  -- after now: then it was before the clock was put back, and tells nothing of what has happened since. Statements have now
  -- as `(SELECT ledger_now())`, which is asked once; a function beside a column is called for every row.
  ADD COLUMN checked_at      timestamptz,
  -- The last message that went to the person, or may have.
  ADD COLUMN last_message_at timestamptz,
  -- The last slot of the policy that was used, from 1, or passed over; slots after it are still to come.
  ADD COLUMN resend_slot     smallint NOT NULL DEFAULT 0,
  -- Messages sent again, and those that may have been: their answer is still to come, or was lost.
  ADD COLUMN resends         smallint NOT NULL DEFAULT 0,
  -- When an operator had somebody written to again who had expired: the policy counts from here.
  ADD COLUMN reinvited_at    timestamptz,
  -- From when on the message may go out that an operator asked for; null: none was asked for, or it has been claimed.
  ADD COLUMN by_hand_at      timestamptz,
  -- What that message need not respect; the names are those of src/invite/hand-resend.ts.
  ADD COLUMN by_hand_ignores text[] NOT NULL DEFAULT '{}',
  -- IANA name of the person's time zone, where the roster has it.
  ADD COLUMN time_zone       text,
  -- What comes next and when, reckoned from the policy whose fingerprint is `planned_by`. The sweep reckons it anew
  -- where that is null or another policy's.
  ADD COLUMN next_step       text CHECK (next_step IN ('resend', 'expire')),
  ADD COLUMN next_slot       smallint,
  ADD COLUMN next_at         timestamptz,
  ADD COLUMN planned_by      text,
  ADD CHECK ((next_step IS NULL) = (next_at IS NULL)),
  ADD CHECK ((next_step = 'resend') = (next_slot IS NOT NULL));
UPDATE invite SET last_message_at = invited_at WHERE invited_at IS NOT NULL;

CREATE INDEX invite_next ON invite (client_id, next_step, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX invite_planned ON invite (client_id, planned_by, id) WHERE state IN ('invited', 'existing');
CREATE INDEX invite_by_hand ON invite (client_id, by_hand_at) WHERE by_hand_at IS NOT NULL;
-- Events name people by uuid; the cool-down looks over all clients.
CREATE INDEX invite_uuid ON invite (uuid) WHERE uuid IS NOT NULL;
CREATE INDEX invite_identifier ON invite (identifier, auth_type);

ALTER TABLE attempt DROP CONSTRAINT attempt_kind_check;
ALTER TABLE attempt ADD CONSTRAINT attempt_kind_check CHECK (kind IN ('pre-register', 'resend'));
ALTER TABLE attempt
  -- The slot of the policy that a resend used. Null where the call gave it back unused, and for a resend by hand.
  ADD COLUMN slot smallint,
  -- A resend by hand: who asked for it is not known, that it was asked for is.
  ADD COLUMN by_hand boolean NOT NULL DEFAULT false;
-- Each slot is used at most once, whatever happens to the processes that use it.
CREATE UNIQUE INDEX attempt_slot ON attempt (invite_id, slot) WHERE slot IS NOT NULL;

-- Addresses and numbers that are never called, whoever the client.
CREATE TABLE suppression (
  auth_type  text NOT NULL CHECK (auth_type IN ('email', 'sms')),
  -- Lower-cased e-mail address, or phone number in E.164.
  identifier text NOT NULL,
  reason     text NOT NULL,
  added_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (auth_type, identifier)
);

-- Those who may be written to again, with what the policy needs to know of them.
CREATE VIEW invited_person AS
SELECT i.id, i.client_id, i.state, coalesce(i.reinvited_at, i.invited_at, i.state_at) AS counted_from, i.resend_slot,
       i.resends, i.time_zone, i.next_step, i.next_slot, i.next_at, i.planned_by, i.checked_at, i.by_hand_at,
       i.by_hand_ignores,
       (SELECT max(o.last_message_at) FROM invite o
         WHERE o.identifier = i.identifier AND o.auth_type = i.auth_type) AS last_message_at,
       EXISTS (SELECT FROM suppression s
                WHERE s.auth_type = i.auth_type AND s.identifier = i.identifier) AS is_suppressed
  FROM invite i
 WHERE i.state IN ('invited', 'existing');

-- Changes of an invite that no call made: what an operator did, what was learnt. Its calls are in `attempt`.
CREATE TABLE invite_history (
  invite_id  bigint NOT NULL REFERENCES invite,
  at         timestamptz NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  code       text
);
CREATE INDEX invite_history_invite ON invite_history (invite_id, at);
CREATE FUNCTION keep_invite_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO invite_history VALUES (NEW.id, ledger_now(), OLD.state, NEW.state, coalesce(NEW.code, NEW.activated_by));
  RETURN NULL;
END $$;
CREATE TRIGGER invite_history AFTER UPDATE OF state ON invite FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state
        AND (NEW.state IN ('activated', 'expired', 'cancelled', 'pending') OR OLD.state IN ('expired', 'cancelled')
             OR (OLD.state = 'unknown' AND NEW.state = 'invited')))
  EXECUTE FUNCTION keep_invite_history();

-- Events that Next Identity sent, each once. Only what is needed of them is kept.
CREATE TABLE event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The client whose tenant sent it, by the configuration of its webhooks.
  client_id   integer NOT NULL REFERENCES client,
  jti         text NOT NULL,
  type        text NOT NULL,
  -- The user whom it is about; null where the event names none.
  sub         uuid,
  -- When Next Identity says that it happened.
  issued_at   timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  -- Null until it was handled. One about somebody unknown is handled again when an invite gets its uuid.
  handled_at  timestamptz,
  outcome     text CHECK (outcome IN ('activated', 'no-change', 'ignored', 'unknown-person')),
  UNIQUE (client_id, jti)
);
CREATE INDEX event_open ON event (client_id, id) WHERE handled_at IS NULL;
CREATE INDEX event_sub ON event (sub) WHERE sub IS NOT NULL;
-- Those that are dropped with time.
CREATE INDEX event_old ON event (client_id, received_at) WHERE outcome <> 'activated';

-- The event may overtake the answer that brings the uuid. All events of the person are opened again, in whatever state:
-- one that is being handled at this moment, without this uuid in sight, is waited for.
CREATE FUNCTION reopen_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE event SET handled_at = NULL, outcome = NULL WHERE client_id = NEW.client_id AND sub = NEW.uuid;
  RETURN NULL;
END $$;
CREATE TRIGGER invite_reopens_events AFTER UPDATE OF uuid ON invite FOR EACH ROW
  WHEN (NEW.uuid IS NOT NULL AND OLD.uuid IS DISTINCT FROM NEW.uuid) EXECUTE FUNCTION reopen_events();

-- What is wrong with the look-up of a client, since when, when it was last tried, and until it works again.
ALTER TABLE client
  ADD COLUMN look_up_failed_at timestamptz,
  ADD COLUMN look_up_tried_at  timestamptz,
  ADD COLUMN look_up_code      text,
  ADD COLUMN look_up_message   text;

-- Nobody of the batch is called before then.
ALTER TABLE batch ADD COLUMN not_before timestamptz;
