-- What is known of these people: to this client, and whether another client has them.
-- $1 client, $2 auth type, $3 identifiers
SELECT i.identifier, i.client_id = $1 AS "isOurs", c.name AS client, i.profile, i.locale,
       i.employee_number AS "employeeNumber", takes_new_data(i) AS "takesNewData"
  FROM client c JOIN invite i ON i.client_id = c.id
 WHERE i.auth_type = $2 AND i.identifier = ANY ($3::text[])
