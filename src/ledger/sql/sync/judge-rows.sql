-- Whom each row is of, and what it says of them. By number first: of several people who had it, as when it was given anew, the
-- one who is still there, or else who left last. Then by address or phone number, also where both have numbers, and different
-- ones: an address has one invite, whoever has been given it.
-- The employee number is no data of the person: it is not sent, and getting one changes nothing. Whoever is new to the sync and
-- has an invite already, as at its first run, gets no second one; unless a sync cancelled it, of somebody who left or moved.
-- $1 run, $2 sync, $3 client, $4 auth type
WITH numbered AS MATERIALIZED (
  SELECT DISTINCT ON (r.line) r.line, p.id AS person_id
    FROM sync_row r JOIN sync_person p ON p.sync_id = $2 AND p.employee_number = r.employee_number
   WHERE r.run_id = $1 AND r.kind IS NULL
   ORDER BY r.line, p.left_at DESC NULLS FIRST, p.id DESC
), named AS (
  SELECT DISTINCT ON (r.line) r.line, p.id AS person_id
    FROM sync_row r JOIN sync_person p ON p.sync_id = $2 AND p.identifier = r.identifier
   WHERE r.run_id = $1 AND r.kind IS NULL
     AND NOT EXISTS (SELECT FROM numbered n WHERE n.line = r.line)
     AND NOT EXISTS (SELECT FROM numbered n WHERE n.person_id = p.id)
   ORDER BY r.line, p.left_at DESC NULLS FIRST, p.id DESC
), found AS (
  SELECT line, person_id FROM numbered UNION ALL SELECT line, person_id FROM named
), met AS (
  SELECT r.line, p.id AS person_id, p.left_at IS NOT NULL AS had_left, p.identifier <> r.identifier AS moves,
         (r.profile, r.locale, coalesce(r.time_zone, p.time_zone)) IS DISTINCT FROM (p.profile, p.locale, p.time_zone)
           AS differs,
         coalesce(p.invite_id, i.id) AS invite_id,
         i.id IS NOT NULL AND NOT (i.state = 'cancelled' AND coalesce(i.code IN ('left', 'moved'), false)) AS is_known,
         (r.profile, r.locale) IS DISTINCT FROM (i.profile, i.locale) AS differs_from_invite,
         EXISTS (SELECT FROM suppression s WHERE s.auth_type = $4 AND s.identifier = r.identifier) AS is_suppressed
    FROM sync_row r
    LEFT JOIN found f ON f.line = r.line
    LEFT JOIN sync_person p ON p.id = f.person_id
    LEFT JOIN LATERAL (
      SELECT * FROM invite WHERE client_id = $3 AND auth_type = $4 AND identifier = r.identifier LIMIT 1
    ) i ON true
   WHERE r.run_id = $1 AND r.kind IS NULL
)
UPDATE sync_row r
   SET person_id = met.person_id, invite_id = met.invite_id,
       kind = CASE WHEN met.person_id IS NULL THEN
                   CASE WHEN met.is_known THEN CASE WHEN met.differs_from_invite THEN 'changed' ELSE 'known' END
                        WHEN met.is_suppressed THEN 'suppressed'
                        ELSE 'joiner' END
              WHEN met.had_left THEN 'returned'
              WHEN met.moves THEN 'moved'
              WHEN met.differs THEN 'changed'
              ELSE 'unchanged' END
  FROM met WHERE r.run_id = $1 AND r.line = met.line
