-- $1 run, $2 client
WITH changed AS (
  SELECT i.id, r.profile, r.locale
    FROM sync_row r JOIN invite i ON i.id = r.invite_id AND i.identifier = r.identifier
   WHERE r.run_id = $1 AND r.kind IN ('changed', 'returned') AND i.state = 'invited' AND i.uuid IS NOT NULL
     -- What is asked for already may be on its way: data that were taken back are asked for too.
     AND ((r.profile, r.locale) IS DISTINCT FROM (i.profile, i.locale)
          OR EXISTS (SELECT FROM user_update u WHERE u.invite_id = i.id))
), asked AS (
  INSERT INTO user_update AS u (invite_id, client_id, profile, locale, asked_at, due_at)
  SELECT id, $2, profile, locale, ledger_now(), ledger_now() FROM changed
  ON CONFLICT (invite_id) DO UPDATE
     SET profile = excluded.profile, locale = excluded.locale, asked_at = excluded.asked_at, due_at = excluded.due_at,
         tries = 0, code = NULL
   WHERE (u.profile, u.locale) IS DISTINCT FROM (excluded.profile, excluded.locale) OR u.due_at IS NULL
)
UPDATE sync_change c SET result = 'update-asked' FROM changed WHERE c.run_id = $1 AND c.invite_id = changed.id AND c.line IS NOT NULL
