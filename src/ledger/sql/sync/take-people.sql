-- People whose rows were taken in are as the export has them from now on: a run that breaks off leaves no invite, and nothing that
-- Next Identity was told, that the next one does not know of.
-- $1 run, $2 client, $3 auth type, $4 lines
WITH here AS MATERIALIZED (
  SELECT r.person_id, r.identifier, r.employee_number, r.profile, r.locale, r.time_zone, now.id AS invite_id
    FROM sync_row r
   CROSS JOIN LATERAL (
     -- The limit makes it one look-up for each row, however the tables were when it was planned.
     SELECT id FROM invite WHERE client_id = $2 AND auth_type = $3 AND identifier = r.identifier LIMIT 1
   ) now
   WHERE r.run_id = $1 AND r.line = ANY ($4::integer[]) AND r.kind IN ('changed', 'moved', 'returned')
     AND r.person_id IS NOT NULL
)
UPDATE sync_person p
   SET identifier = h.identifier, employee_number = coalesce(h.employee_number, p.employee_number), profile = h.profile,
       locale = h.locale, time_zone = coalesce(h.time_zone, p.time_zone), left_at = NULL, invite_id = h.invite_id
  FROM here h WHERE p.id = h.person_id
