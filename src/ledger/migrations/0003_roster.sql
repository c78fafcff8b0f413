-- What an import does to people who are known already, refused rows that have been mended since, and the encoding in which
-- rejects and exports are written.

ALTER TABLE batch
  -- Of earlier batches it was not kept: they are exported in UTF-8, as before.
  ADD encoding  text NOT NULL DEFAULT 'utf-8',
  ADD updated   integer NOT NULL DEFAULT 0,
  ADD differing integer NOT NULL DEFAULT 0,
  ADD conflicts integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT batch_counts_add_up
      CHECK (rows = added + known + updated + differing + duplicates + conflicts + rejected);

ALTER TABLE roster_row
  DROP CONSTRAINT roster_row_status_check,
  -- updated: known, and the invite took the row's data over. differs: known with other data, which the invite kept.
  -- duplicate and conflict: an earlier row of the batch has the same person, with the same data or with other data.
  ADD CONSTRAINT roster_row_status_check CHECK
    (status IN ('added', 'known', 'updated', 'differs', 'duplicate', 'conflict', 'rejected')),
  -- The line of this batch that has the person of a duplicate or conflict first.
  ADD repeats     integer,
  -- Of profile, locale and employee number, so that a row can be compared with one of an earlier set; null: rejected.
  ADD data_digest uuid,
  -- The rejected row of an earlier batch that this row is the mended one of.
  ADD mends_batch bigint,
  ADD mends_line  integer,
  -- Of a rejected row: the batch in which its mended row yielded a person.
  ADD mended_by   bigint REFERENCES batch,
  ADD CONSTRAINT roster_row_repeats CHECK (repeats IS NULL OR status IN ('duplicate', 'conflict')),
  ADD CONSTRAINT roster_row_mends CHECK ((mends_batch IS NULL) = (mends_line IS NULL)),
  ADD CONSTRAINT roster_row_mended CHECK (mended_by IS NULL OR status = 'rejected');

UPDATE roster_row r SET repeats = i.line FROM invite i WHERE r.status = 'duplicate' AND i.id = r.invite_id;

-- Also finds the rows of one batch that have a person, of whom a nightly import makes one more every night.
DROP INDEX roster_row_invite;
CREATE INDEX roster_row_invite ON roster_row (invite_id, batch_id, line);
CREATE INDEX roster_row_mended_by ON roster_row (batch_id, mended_by) WHERE mended_by IS NOT NULL;

-- Whether a roster may still change the data with which the person is called: only where no call has reached them. After
-- that Next Identity would ignore the new data, and the ledger would hold what was never sent. A person who failed was
-- refused by the answer, so that a call with new data is the first that counts.
CREATE FUNCTION takes_new_data(person invite) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN person.uuid IS NULL
   AND (person.state = 'failed'
        OR person.state IN ('pending', 'queued', 'cancelled') AND NOT person.may_have_arrived);
