-- Everybody who is not as before is as the export has them, and left if it has them not. Whoever waits for a call under way stays
-- as they were, so that the next run finds the same difference. An account keeps its invite, whatever address comes later.
-- The limits make it one look-up for each row; a plain join, planned while the tables are small, reads all for each.
-- $1 run, $2 sync, $3 client, $4 auth type
WITH here AS MATERIALIZED (
  SELECT r.person_id, r.identifier, r.employee_number, r.profile, r.locale, r.time_zone,
         CASE WHEN own.state = 'activated' THEN own.id ELSE coalesce(now.id, own.id) END AS invite_id
    FROM sync_row r
    LEFT JOIN LATERAL (
      SELECT i.id, i.state, p.employee_number AS number
        FROM sync_person p JOIN invite i ON i.id = p.invite_id WHERE p.id = r.person_id LIMIT 1
    ) own ON true
    LEFT JOIN LATERAL (
      SELECT id FROM invite WHERE client_id = $3 AND auth_type = $4 AND identifier = r.identifier LIMIT 1
    ) now ON true
   WHERE r.run_id = $1 AND r.person_id IS NOT NULL
     AND (r.kind IN ('changed', 'moved', 'returned')
          OR r.kind = 'unchanged' AND r.employee_number IS NOT NULL AND r.employee_number IS DISTINCT FROM own.number)
     AND NOT EXISTS (SELECT FROM sync_change c
                      WHERE c.run_id = $1 AND c.person_id = r.person_id AND c.result = 'under-way')
), updated AS (
  UPDATE sync_person p
     SET identifier = h.identifier, employee_number = coalesce(h.employee_number, p.employee_number), profile = h.profile,
         locale = h.locale, time_zone = coalesce(h.time_zone, p.time_zone), left_at = NULL,
         invite_id = h.invite_id
    FROM here h
   WHERE p.id = h.person_id AND p.sync_id = $2
)
UPDATE sync_person p SET left_at = ledger_now()
  FROM sync_change c
 WHERE c.run_id = $1 AND c.kind = 'leaver' AND c.result <> 'under-way' AND p.id = c.person_id
