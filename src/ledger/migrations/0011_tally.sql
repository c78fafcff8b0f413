-- People are counted as they change, so that nobody is read to be counted; see docs/decisions/017-counting-without-reading-everybody.md.

-- How many people of a batch count as what. The batch is the one that brought them in.
-- kind: open (pending, queued or sending: who has a job is counted where they are, as a queue never has many), any other state;
-- besides, resend and expire (what comes next for them) and by-hand (a message was asked for).
CREATE TABLE tally (
  client_id integer NOT NULL,
  batch_id  bigint NOT NULL,
  kind      text NOT NULL,
  -- The minute in which the people are due, so that those due by a time can be added up; infinity: none.
  minute    timestamptz NOT NULL,
  people    bigint NOT NULL,
  PRIMARY KEY (batch_id, kind, minute)
);
CREATE INDEX tally_kind ON tally (kind, client_id, minute);

-- What has changed since the sweep last added it to the tally. Rows are only added here by those who change people: a counter
-- that all of them update would have each wait for the other's commit.
CREATE TABLE tally_change (
  client_id integer NOT NULL,
  batch_id  bigint NOT NULL,
  kind      text NOT NULL,
  minute    timestamptz NOT NULL,
  people    bigint NOT NULL
  -- All rows come and go within seconds, and whoever counts reads the pages that they were in.
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE VIEW counted AS SELECT * FROM tally UNION ALL SELECT * FROM tally_change;

CREATE FUNCTION tally_minute(at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE
RETURN coalesce(date_bin('1 minute', at, 'epoch'), 'infinity');

CREATE FUNCTION tally_kind(state text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN state IN ('pending', 'queued', 'sending') THEN 'open' ELSE state END;

-- Only of people who are still to be called; others may have a time left over, which nothing goes by.
CREATE FUNCTION tally_due(state text, due_at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE
RETURN CASE WHEN state IN ('pending', 'queued', 'sending', 'unknown') THEN tally_minute(due_at) ELSE 'infinity' END;

CREATE FUNCTION count_new_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tally_change
  SELECT p.client_id, p.batch_id, as_what.kind, as_what.minute, count(*)
    FROM new_person p
   CROSS JOIN LATERAL (VALUES (tally_kind(p.state), tally_due(p.state, p.due_at)),
                              (p.next_step, tally_minute(p.next_at)),
                              (CASE WHEN p.by_hand_at IS NOT NULL THEN 'by-hand' END, 'infinity')) AS as_what (kind, minute)
   WHERE as_what.kind IS NOT NULL
   GROUP BY 1, 2, 3, 4;
  RETURN NULL;
END $$;
CREATE TRIGGER invite_counted AFTER INSERT ON invite REFERENCING NEW TABLE AS new_person
  FOR EACH STATEMENT EXECUTE FUNCTION count_new_people();

CREATE FUNCTION count_changed_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (tally_kind(OLD.state), tally_due(OLD.state, OLD.due_at)) IS DISTINCT FROM (tally_kind(NEW.state), tally_due(NEW.state, NEW.due_at))
  THEN
    INSERT INTO tally_change VALUES
      (OLD.client_id, OLD.batch_id, tally_kind(OLD.state), tally_due(OLD.state, OLD.due_at), -1),
      (OLD.client_id, OLD.batch_id, tally_kind(NEW.state), tally_due(NEW.state, NEW.due_at), 1);
  END IF;
  IF (OLD.next_step, tally_minute(OLD.next_at)) IS DISTINCT FROM (NEW.next_step, tally_minute(NEW.next_at)) THEN
    INSERT INTO tally_change
    SELECT OLD.client_id, OLD.batch_id, step, minute, people
      FROM (VALUES (OLD.next_step, tally_minute(OLD.next_at), -1), (NEW.next_step, tally_minute(NEW.next_at), 1))
        AS planned (step, minute, people)
     WHERE step IS NOT NULL;
  END IF;
  IF (OLD.by_hand_at IS NULL) <> (NEW.by_hand_at IS NULL) THEN
    INSERT INTO tally_change VALUES
      (OLD.client_id, OLD.batch_id, 'by-hand', 'infinity', CASE WHEN NEW.by_hand_at IS NULL THEN -1 ELSE 1 END);
  END IF;
  RETURN NULL;
END $$;
-- The condition is what the function asks: a call that is claimed changes nothing of it, and the function is not entered.
CREATE TRIGGER invite_recounted AFTER UPDATE OF state, due_at, next_step, next_at, by_hand_at ON invite FOR EACH ROW
  WHEN (tally_kind(OLD.state) <> tally_kind(NEW.state)
        OR tally_due(OLD.state, OLD.due_at) <> tally_due(NEW.state, NEW.due_at)
        OR OLD.next_step IS DISTINCT FROM NEW.next_step
        OR tally_minute(OLD.next_at) <> tally_minute(NEW.next_at)
        OR (OLD.by_hand_at IS NULL) <> (NEW.by_hand_at IS NULL))
  EXECUTE FUNCTION count_changed_person();

-- After the triggers, which keep others from changing people until this is committed.
INSERT INTO tally
SELECT i.client_id, i.batch_id, as_what.kind, as_what.minute, count(*)
  FROM invite i
 CROSS JOIN LATERAL (VALUES (tally_kind(i.state), tally_due(i.state, i.due_at)),
                            (i.next_step, tally_minute(i.next_at)),
                            (CASE WHEN i.by_hand_at IS NOT NULL THEN 'by-hand' END, 'infinity')) AS as_what (kind, minute)
 WHERE as_what.kind IS NOT NULL
 GROUP BY 1, 2, 3, 4;

-- People of a client by state, in the order in which they are listed. Expressions, so that those statements go by it that say so,
-- and no others: one that takes the next people who are due, planned while there is nobody, would go by this index as well as by
-- its own, and read everybody later on; and one that lists, by the primary key, past everybody who is in other states.
CREATE INDEX invite_listed ON invite ((state || ''), client_id, (id + 0));
-- Nothing looks for people by the batch that brought them in.
DROP INDEX invite_batch;

-- People of a batch who had come in by another one, and are counted with that.
CREATE INDEX roster_row_known ON roster_row (batch_id, invite_id) WHERE status IN ('known', 'updated', 'differs');
