-- Who does not stand any more as when the plan was made, by what has become of them. Who has left counts only where something
-- would be done about it.
-- $1 run, $2 client, $3 auth type, $4 whether something is done about people who have left
SELECT c.kind, standing(i) AS is, count(*) AS people
  FROM sync_change c
  LEFT JOIN invite i ON i.id = coalesce(c.invite_id, (SELECT n.id FROM invite n
                                                       WHERE n.client_id = $2 AND n.auth_type = $3
                                                         AND n.identifier = c.after->>'identifier'))
 WHERE c.run_id = $1 AND c.kind <> 'unclear' AND (c.kind <> 'leaver' OR $4) AND standing(i) <> c.standing
 GROUP BY 1, 2 ORDER BY 1, 2
