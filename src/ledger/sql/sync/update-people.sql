-- Everybody else who is not as before, or whose number is news, is as the export has them, and left if it has them not. Whoever
-- waits for a call under way stays as they were, so that the next run finds the same difference. An account keeps its invite,
-- whatever address comes later.
-- The limits make it one look-up for each row; a plain join, planned while the tables are small, reads all for each.
-- $1 run, $2 sync, $3 client, $4 auth type
WITH here AS MATERIALIZED (
  SELECT r.person_id, r.identifier, coalesce(r.employee_number, own.employee_number) AS employee_number, r.profile, r.locale,
         coalesce(r.time_zone, own.time_zone) AS time_zone,
         CASE WHEN own.state = 'activated' THEN own.invite_id ELSE coalesce(now.id, own.invite_id) END AS invite_id
    FROM sync_row r
    LEFT JOIN LATERAL (
      SELECT p.*, i.state FROM sync_person p JOIN invite i ON i.id = p.invite_id WHERE p.id = r.person_id LIMIT 1
    ) own ON true
    LEFT JOIN LATERAL (
      SELECT id FROM invite WHERE client_id = $3 AND auth_type = $4 AND identifier = r.identifier LIMIT 1
    ) now ON true
   WHERE r.run_id = $1 AND r.person_id IS NOT NULL
     AND (r.kind IN ('changed', 'moved', 'returned')
          OR r.kind = 'unchanged' AND r.employee_number IS NOT NULL AND r.employee_number IS DISTINCT FROM own.employee_number)
     AND NOT EXISTS (SELECT FROM sync_change c
                      WHERE c.run_id = $1 AND c.person_id = r.person_id AND c.result = 'under-way')
), updated AS (
  UPDATE sync_person p
     SET identifier = h.identifier, employee_number = h.employee_number, profile = h.profile, locale = h.locale,
         time_zone = h.time_zone, left_at = NULL, invite_id = h.invite_id
    FROM here h
   WHERE p.id = h.person_id AND p.sync_id = $2
     -- Most were taken in with their rows.
     AND (p.left_at IS NOT NULL
          OR (p.identifier, p.employee_number, p.profile, p.locale, p.time_zone, p.invite_id)
             IS DISTINCT FROM (h.identifier, h.employee_number, h.profile, h.locale, h.time_zone, h.invite_id))
)
UPDATE sync_person p SET left_at = ledger_now()
  FROM sync_change c
 WHERE c.run_id = $1 AND c.kind = 'leaver' AND c.result <> 'under-way' AND p.id = c.person_id
