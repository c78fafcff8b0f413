-- Everybody whom the plan knew is as the export has them, and left if it has them not. Whoever waits for a call under way stays
-- as they were, so that the next run finds the same difference. An account keeps its invite, whatever address comes later.
-- $1 run, $2 sync, $3 client, $4 auth type
WITH here AS (
  SELECT r.person_id, r.identifier, r.employee_number, r.profile, r.locale, r.time_zone, i.id AS invite_id
    FROM sync_row r
    LEFT JOIN invite i ON i.client_id = $3 AND i.auth_type = $4 AND i.identifier = r.identifier
    LEFT JOIN sync_change c ON c.run_id = $1 AND c.person_id = r.person_id
   WHERE r.run_id = $1 AND r.person_id IS NOT NULL AND c.result IS DISTINCT FROM 'under-way'
     AND r.kind IN ('unchanged', 'changed', 'moved', 'returned')
), updated AS (
  UPDATE sync_person p
     SET identifier = h.identifier, employee_number = coalesce(h.employee_number, p.employee_number), profile = h.profile,
         locale = h.locale, time_zone = coalesce(h.time_zone, p.time_zone), seen_run = $1, left_at = NULL,
         invite_id = CASE WHEN own.state = 'activated' THEN own.id ELSE coalesce(h.invite_id, own.id) END
    FROM here h, invite own
   WHERE p.id = h.person_id AND p.sync_id = $2 AND own.id = p.invite_id
)
UPDATE sync_person p SET left_at = ledger_now()
  FROM sync_change c
 WHERE c.run_id = $1 AND c.kind = 'leaver' AND c.result <> 'under-way' AND p.id = c.person_id
