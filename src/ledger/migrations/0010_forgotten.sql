-- People whose personal data was removed. What stays says that they were here, not who they were.

-- Makes the hashes below useless to whoever has them without this ledger.
ALTER TABLE ledger ADD COLUMN forget_key bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());

-- The name under which somebody is known once they are forgotten: the same for every client, so that their row in a later
-- roster is recognised, and no address or number, so that nothing takes it for one.
CREATE FUNCTION forgotten_name(auth_type text, identifier text) RETURNS text LANGUAGE sql STABLE
RETURN 'forgotten:' || (SELECT left(encode(sha256(forget_key || convert_to(auth_type || ':' || identifier, 'UTF8')), 'hex'), 32)
                          FROM ledger);

-- Whoever has a name here is not called, whatever roster brings them in, until an operator lets them be called again.
CREATE TABLE forgotten (
  name  text PRIMARY KEY,
  at    timestamptz NOT NULL,
  cause text NOT NULL CHECK (cause IN ('request', 'purge'))
);

ALTER TABLE invite ADD COLUMN forgotten_at timestamptz;

-- As many cells as there were, with nothing in them, so that exports keep their shape.
CREATE FUNCTION blank_cells(cells json) RETURNS json LANGUAGE sql IMMUTABLE
RETURN (SELECT coalesce(json_agg(''::text), '[]') FROM json_array_elements(cells));

-- Whether cells name somebody: an address as a whole, in whatever letters; a number however it is written, with its country code
-- or without.
CREATE FUNCTION names_person(cells json, identifier text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN CASE WHEN identifier LIKE '%@%' THEN
  EXISTS (SELECT FROM json_array_elements_text(cells) AS c (cell)
           WHERE lower(cell) ~ ('(^|[^[:alnum:]._%+-])' || regexp_replace(identifier, '([^[:alnum:]])', '\\\1', 'g')
                                || '\.?([^[:alnum:].-]|$)'))
ELSE
  EXISTS (SELECT FROM json_array_elements_text(cells) AS c (cell),
                      ltrim(regexp_replace(replace(cell, '(0)', ''), '\D', '', 'g'), '0') AS digits
           WHERE length(digits) >= 8 AND right(regexp_replace(identifier, '\D', '', 'g'), length(digits)) = digits)
END;

-- The data of somebody forgotten, as a plan has people; null where the plan has none.
CREATE FUNCTION blank_person(person json) RETURNS json LANGUAGE sql IMMUTABLE
RETURN CASE WHEN person IS NOT NULL
            THEN json_build_object('identifier', 'forgotten', 'employeeNumber', NULL, 'profile', json_build_object(),
                                   'locale', NULL, 'timeZone', NULL) END;

-- Nobody writes to somebody whose address is not known any more.
CREATE OR REPLACE VIEW invited_person AS
SELECT i.id, i.client_id, i.state, coalesce(i.reinvited_at, i.invited_at, i.state_at) AS counted_from, i.resend_slot,
       i.resends, i.time_zone, i.next_step, i.next_slot, i.next_at, i.planned_by, i.checked_at, i.by_hand_at,
       i.by_hand_ignores,
       (SELECT max(o.last_message_at) FROM invite o
         WHERE o.identifier = i.identifier AND o.auth_type = i.auth_type) AS last_message_at,
       i.forgotten_at IS NOT NULL
         OR EXISTS (SELECT FROM suppression s
                     WHERE s.auth_type = i.auth_type AND s.identifier = i.identifier) AS is_suppressed
  FROM invite i
 WHERE i.state IN ('invited', 'existing');

-- Rows of an export that have somebody forgotten count as those of suppressed people, and nothing of them is kept. Where the sync
-- had the person, it is their row, so that they are no leaver.
CREATE FUNCTION blank_forgotten_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM forgotten) THEN RETURN NULL; END IF;
  UPDATE sync_row r
     SET kind = 'suppressed', person_id = (SELECT min(p.id) FROM sync_person p WHERE p.sync_id = s.id AND p.identifier = f.name),
         identifier = f.name, employee_number = NULL, profile = NULL, locale = NULL, time_zone = NULL,
         cells = blank_cells(r.cells), problems = NULL, digest = md5(f.name)::uuid
    FROM new_row n
    JOIN sync_run run ON run.id = n.run_id
    JOIN sync s ON s.id = run.sync_id
    JOIN client c ON c.id = s.client_id
   CROSS JOIN ledger l
    -- As `forgotten_name` has it; a function would be called for each row, and take ten times as long.
    JOIN forgotten f
      ON f.name = 'forgotten:' || left(encode(sha256(l.forget_key || convert_to(c.auth_type || ':' || n.identifier, 'UTF8')), 'hex'), 32)
   WHERE r.run_id = n.run_id AND r.line = n.line;
  RETURN NULL;
END $$;
CREATE TRIGGER sync_row_forgotten AFTER INSERT ON sync_row REFERENCING NEW TABLE AS new_row
  FOR EACH STATEMENT EXECUTE FUNCTION blank_forgotten_rows();
