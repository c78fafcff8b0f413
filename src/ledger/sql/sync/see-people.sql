-- Who was missed and is there again is missed no more, as by a row that is repeated or refused; who is unclear is missed from the
-- first such run on.
-- $1 run, $2 sync
WITH there AS (
  UPDATE sync_person p SET missed_run = NULL
   WHERE p.sync_id = $2 AND p.missed_run IS NOT NULL
     AND NOT EXISTS (SELECT FROM sync_change c WHERE c.run_id = $1 AND c.person_id = p.id AND c.kind IN ('leaver', 'unclear'))
)
UPDATE sync_person p SET missed_run = coalesce(p.missed_run, $1)
  FROM sync_change c WHERE c.run_id = $1 AND c.kind = 'unclear' AND p.id = c.person_id
