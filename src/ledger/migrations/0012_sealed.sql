-- Personal columns may be sealed; see docs/decisions/016-encrypting-personal-columns.md.

ALTER TABLE ledger
  -- The key that personal columns are sealed with, and the forget key, both wrapped by the operator's key; null: they are not sealed.
  ADD COLUMN data_key    bytea,
  -- Stands at the beginning of every sealed value.
  ADD COLUMN data_key_id text,
  -- Wrapped, it is not here.
  ALTER COLUMN forget_key DROP NOT NULL,
  ADD CHECK ((data_key IS NULL) = (data_key_id IS NULL)),
  ADD CHECK ((data_key IS NULL) = (forget_key IS NOT NULL));

-- The name under which somebody is known once they are forgotten. A sealed identifier has the same hash in it, behind `sealed:`, an id
-- of eight and a colon, so that names stay as they are when sealing begins or ends. Without a query of its own, so that it is no call
-- for each row.
CREATE FUNCTION forgotten_name(forget_key bytea, auth_type text, identifier text) RETURNS text LANGUAGE sql STABLE
RETURN 'forgotten:' || CASE WHEN identifier LIKE 'sealed:%' THEN substr(identifier, 17, 32)
                            ELSE left(encode(sha256(forget_key || convert_to(auth_type || ':' || identifier, 'UTF8')), 'hex'), 32) END;

CREATE OR REPLACE FUNCTION forgotten_name(auth_type text, identifier text) RETURNS text LANGUAGE sql STABLE
RETURN (SELECT forgotten_name(l.forget_key, auth_type, identifier) FROM ledger l);

CREATE OR REPLACE FUNCTION blank_forgotten_rows() RETURNS trigger LANGUAGE plpgsql AS $$
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
    JOIN forgotten f ON f.name = forgotten_name(l.forget_key, c.auth_type, n.identifier)
   WHERE r.run_id = n.run_id AND r.line = n.line;
  RETURN NULL;
END $$;

-- Cells are searched by the process, which alone can open them: src/ledger/named-cells.ts.
DROP FUNCTION names_person(json, text);
