-- $1 the last person seen, $2 how many
SELECT id, identifier, employee_number AS "employeeNumber", profile FROM sync_person WHERE id > $1 ORDER BY id LIMIT $2
