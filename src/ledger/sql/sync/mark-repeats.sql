-- The first row of a number or address counts; later ones are told, and keep their people from being leavers.
-- $1 run
WITH met AS (
  SELECT line, CASE WHEN employee_number IS NULL THEN line
                    ELSE first_value(line) OVER (PARTITION BY employee_number ORDER BY line) END AS of_number,
         first_value(line) OVER (PARTITION BY identifier ORDER BY line) AS of_identifier
    FROM sync_row WHERE run_id = $1 AND kind IS NULL
)
UPDATE sync_row r
   SET kind = 'repeated', repeats = f.line,
       is_same = (f.employee_number, f.identifier, f.profile, f.locale, f.time_zone)
         IS NOT DISTINCT FROM (r.employee_number, r.identifier, r.profile, r.locale, r.time_zone)
  FROM met JOIN sync_row f ON f.run_id = $1 AND f.line = least(met.of_number, met.of_identifier)
 WHERE r.run_id = $1 AND r.line = met.line AND f.line < r.line
