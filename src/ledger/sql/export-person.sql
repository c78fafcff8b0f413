-- Everything that is stored about a person, by tables and with the columns as they are, so that a column that comes later is in it.
-- $1 invites, $2 auth types, $3 identifiers, $4 batches and $5 lines of the refused rows that name the person
WITH person AS (
  SELECT * FROM unnest($2::text[], $3::text[]) AS g (auth_type, identifier)
), refused AS (
  SELECT r.* FROM roster_row r JOIN unnest($4::bigint[], $5::integer[]) AS named (batch_id, line) USING (batch_id, line)
   WHERE r.status = 'rejected'
), synced AS (
  SELECT p.* FROM sync_person p JOIN sync s ON s.id = p.sync_id JOIN client c ON c.id = s.client_id
   WHERE p.invite_id = ANY ($1::bigint[]) OR (c.auth_type, p.identifier) IN (SELECT auth_type, identifier FROM person)
)
SELECT (SELECT coalesce(json_agg(i ORDER BY i.id), '[]') FROM invite i WHERE id = ANY ($1::bigint[])) AS invites,
       (SELECT coalesce(json_agg(json_build_object('source', b.source, 'columns', b.columns, 'row', r) ORDER BY b.id, r.line), '[]')
          FROM roster_row r JOIN batch b ON b.id = r.batch_id WHERE r.invite_id = ANY ($1::bigint[])) AS rows,
       (SELECT coalesce(json_agg(json_build_object('source', b.source, 'columns', b.columns, 'row', r) ORDER BY b.id, r.line), '[]')
          FROM refused r JOIN batch b ON b.id = r.batch_id) AS "refusedRows",
       (SELECT coalesce(json_agg(a ORDER BY a.id), '[]') FROM attempt a WHERE invite_id = ANY ($1::bigint[])) AS calls,
       (SELECT coalesce(json_agg(h ORDER BY h.at), '[]') FROM invite_history h WHERE invite_id = ANY ($1::bigint[])) AS changes,
       (SELECT coalesce(json_agg(e ORDER BY e.id), '[]') FROM event e
         WHERE (e.client_id, e.sub) IN (SELECT client_id, uuid FROM invite WHERE id = ANY ($1::bigint[]))) AS events,
       (SELECT coalesce(json_agg(u), '[]') FROM user_update u WHERE invite_id = ANY ($1::bigint[])) AS updates,
       (SELECT coalesce(json_agg(json_build_object('sync', s.name, 'person', p) ORDER BY p.id), '[]')
          FROM synced p JOIN sync s ON s.id = p.sync_id) AS synced,
       (SELECT coalesce(json_agg(c ORDER BY c.id), '[]') FROM sync_change c
         WHERE c.invite_id = ANY ($1::bigint[]) OR c.person_id IN (SELECT id FROM synced)
            OR c.before->>'identifier' = ANY ($3::text[]) OR c.after->>'identifier' = ANY ($3::text[])) AS "syncChanges",
       (SELECT coalesce(json_agg(x ORDER BY x.run_id, x.line), '[]') FROM sync_row x WHERE x.identifier = ANY ($3::text[])) AS "stagedRows",
       (SELECT coalesce(json_agg(s), '[]') FROM suppression s JOIN person p USING (auth_type, identifier)) AS suppressions,
       (SELECT coalesce(json_agg(f), '[]') FROM forgotten f
         WHERE f.name IN (SELECT forgotten_name(auth_type, identifier) FROM person)) AS forgotten
