-- Writes down everybody who is not as before: those of rows, and those who are in none. Whom a repeated or refused row names
-- is there. A refused row that names nobody may be theirs who were there before it first came up: they are unclear.
-- $1 run, $2 sync
WITH refused AS (
  SELECT r.employee_number, coalesce(f.first_run, $1) AS first_run
    FROM sync_row r LEFT JOIN sync_refused f ON f.sync_id = $2 AND f.digest = r.digest
   WHERE r.run_id = $1 AND r.kind = 'refused' AND r.identifier IS NULL
), unread AS (
  SELECT max(first_run) AS any_row, max(first_run) FILTER (WHERE employee_number IS NULL) AS without_number FROM refused
), absent AS (
  SELECT p.*, CASE WHEN p.employee_number IS NULL THEN u.any_row ELSE u.without_number END >= coalesce(p.missed_run, $1)
           AS may_be_refused
    FROM sync_person p, unread u
   WHERE p.sync_id = $2 AND p.left_at IS NULL
     AND NOT EXISTS (SELECT FROM sync_row r WHERE r.run_id = $1 AND r.person_id = p.id)
     AND NOT EXISTS (SELECT FROM sync_row r WHERE r.run_id = $1 AND r.kind IN ('repeated', 'refused')
                                              AND r.employee_number = p.employee_number)
     AND NOT EXISTS (SELECT FROM sync_row r WHERE r.run_id = $1 AND r.kind IN ('repeated', 'refused')
                                              AND r.identifier = p.identifier)
), change AS (
  SELECT r.kind, r.line, r.person_id, r.invite_id,
         r.identifier, r.employee_number, r.profile, r.locale, r.time_zone
    FROM sync_row r
   WHERE r.run_id = $1 AND r.kind IN ('joiner', 'changed', 'moved', 'returned')
  UNION ALL
  SELECT CASE WHEN may_be_refused THEN 'unclear' ELSE 'leaver' END, NULL, id, invite_id, NULL, NULL, NULL, NULL, NULL
    FROM absent
)
INSERT INTO sync_change (run_id, kind, line, person_id, invite_id, standing, before, after)
SELECT $1, c.kind, c.line, c.person_id, c.invite_id, standing(i),
       CASE WHEN p.id IS NOT NULL
            THEN json_build_object('identifier', p.identifier, 'employeeNumber', p.employee_number, 'profile', p.profile,
                                   'locale', p.locale, 'timeZone', p.time_zone)
            WHEN c.kind = 'changed'
            THEN json_build_object('identifier', i.identifier, 'employeeNumber', i.employee_number, 'profile', i.profile,
                                   'locale', i.locale, 'timeZone', i.time_zone) END,
       CASE WHEN c.line IS NOT NULL
            THEN json_build_object('identifier', c.identifier, 'employeeNumber', c.employee_number, 'profile', c.profile,
                                   'locale', c.locale, 'timeZone', c.time_zone) END
  FROM change c LEFT JOIN sync_person p ON p.id = c.person_id LEFT JOIN invite i ON i.id = c.invite_id
 ORDER BY c.line NULLS LAST, c.person_id
