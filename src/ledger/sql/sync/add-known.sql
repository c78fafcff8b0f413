-- People who are new to the sync and were invited before: no row of theirs is taken in.
-- $1 run, $2 sync
INSERT INTO sync_person (sync_id, employee_number, identifier, profile, locale, time_zone, invite_id)
SELECT $2, employee_number, identifier, profile, locale, time_zone, invite_id
  FROM sync_row
 WHERE run_id = $1 AND person_id IS NULL AND kind = 'known'
 ORDER BY line
