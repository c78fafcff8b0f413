-- What is asked for already may be on its way: data that were taken back are asked for too.
-- $1 run, $2 client, $3 auth type, $4 lines
WITH changed AS MATERIALIZED (
  SELECT i.id, r.line, r.profile, r.locale
    FROM sync_row r
   CROSS JOIN LATERAL (
     -- The limit makes it one look-up for each row, however the tables were when it was planned.
     SELECT * FROM invite WHERE client_id = $2 AND auth_type = $3 AND identifier = r.identifier LIMIT 1
   ) i
   WHERE r.run_id = $1 AND r.line = ANY ($4::integer[]) AND r.kind IN ('joiner', 'changed', 'moved', 'returned')
     AND i.state = 'invited' AND i.uuid IS NOT NULL
     AND ((r.profile, r.locale) IS DISTINCT FROM (i.profile, i.locale)
          OR EXISTS (SELECT FROM user_update u WHERE u.invite_id = i.id))
), asked AS (
  INSERT INTO user_update AS u (invite_id, client_id, profile, locale, asked_at, due_at)
  SELECT id, $2, profile, locale, ledger_now(), ledger_now() FROM changed ORDER BY id
  ON CONFLICT (invite_id) DO UPDATE
     SET profile = excluded.profile, locale = excluded.locale, asked_at = excluded.asked_at, due_at = excluded.due_at,
         tries = 0, code = NULL
   WHERE (u.profile, u.locale) IS DISTINCT FROM (excluded.profile, excluded.locale) OR u.due_at IS NULL
)
UPDATE sync_change c SET result = 'update-asked'
  FROM changed WHERE c.run_id = $1 AND c.line = changed.line AND c.kind = 'changed'
