-- $1 the last invite seen, $2 how many
SELECT id, identifier, employee_number AS "employeeNumber", profile, message FROM invite WHERE id > $1 ORDER BY id LIMIT $2
