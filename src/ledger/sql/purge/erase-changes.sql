-- Removes the data of people from the next changes of runs that ended before a time.
-- $1 before when, $2 how many, $3 the last change seen
WITH held AS (
  SELECT c.id FROM sync_run r JOIN sync_change c ON c.run_id = r.id
   WHERE r.ended_at < $1 AND coalesce(c.after->>'identifier', c.before->>'identifier') <> 'forgotten'
     AND c.id > $3
   ORDER BY c.id LIMIT $2
     FOR NO KEY UPDATE OF c
)
UPDATE sync_change c SET before = blank_person(c.before), after = blank_person(c.after)
  FROM held WHERE c.id = held.id
RETURNING c.id
