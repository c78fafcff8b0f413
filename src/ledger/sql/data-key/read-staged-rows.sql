-- $1 and $2 run and line of the last row seen, $3 how many
SELECT run_id AS run, line, employee_number AS "employeeNumber", identifier, profile, cells, digest, problems FROM sync_row
 WHERE (run_id, line) > ($1::bigint, $2::integer) ORDER BY run_id, line LIMIT $3
