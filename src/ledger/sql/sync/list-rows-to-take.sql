-- The next rows of a plan that are not in its batch yet. Left out is whose account has another address than the row: they
-- activated before they moved; and whose earlier invite has a call under way: they would have two.
-- $1 run, $2 batch, $3 how many
SELECT r.line, r.cells, r.problems,
       CASE WHEN r.problems IS NULL
            THEN json_build_object('identifier', r.identifier, 'employeeNumber', r.employee_number, 'profile', r.profile,
                                   'locale', r.locale, 'timeZone', r.time_zone) END AS person
  FROM sync_row r LEFT JOIN invite i ON i.id = r.invite_id
 WHERE r.run_id = $1 AND r.kind IN ('joiner', 'changed', 'moved', 'returned', 'refused')
   AND NOT coalesce(i.state = 'activated' AND i.identifier <> r.identifier, false)
   AND NOT EXISTS (SELECT FROM sync_change c WHERE c.run_id = $1 AND c.line = r.line AND c.result = 'under-way')
   -- They go in by line and in whole sets.
   AND r.line > coalesce((SELECT max(line) FROM roster_row WHERE batch_id = $2), 0)
 ORDER BY r.line LIMIT $3
