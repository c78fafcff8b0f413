-- Records the rows of the roster with what became of each, and adds them up for the batch. A known person whose data the
-- roster changes takes them over where no call has reached them yet, and is called (again) where they had failed. A time
-- zone is taken over whatever calls were made: it is not sent, and says when the next message may go out.
-- Follows add-invites in the same transaction, so that every person of the set has an invite.
-- $1 client, $2 auth type, $3 batch, $4 lines, $5 identifiers (null: rejected), $6 profiles (json), $7 locales,
-- $8 employee numbers, $9 time zones, $10 cells (json), $11 problems (json)
WITH given AS (
  SELECT line, cells::json AS cells, identifier, profile::jsonb AS profile, locale, employee, time_zone,
         problems::json AS problems,
         md5(jsonb_build_array(profile::jsonb, locale, employee)::text)::uuid AS digest
    FROM unnest($4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
         AS given (line, identifier, profile, locale, employee, time_zone, cells, problems)
), met AS MATERIALIZED (
  -- Each row with its person, and with the first row of the batch that has the person: of an earlier set or of this one.
  SELECT g.*, i.id AS invite_id, i.batch_id = $3 AS is_new, i.takes,
         (i.profile, i.locale, i.employee_number) IS DISTINCT FROM (g.profile, g.locale, g.employee) AS differs,
         g.time_zone IS NOT NULL AND g.time_zone IS DISTINCT FROM i.time_zone AS moves,
         coalesce(e.line, first_value(g.line) OVER same_person) AS first_line,
         coalesce(e.data_digest, first_value(g.digest) OVER same_person) AS first_digest
    FROM given g
    LEFT JOIN LATERAL (
      -- The limit makes it one look-up for each row. A plain join, planned while the table is small as at a first import,
      -- would read all people of the client for every set, and go on doing so however many there are.
      SELECT invite.*, takes_new_data(invite) AS takes FROM invite
       WHERE client_id = $1 AND auth_type = $2 AND identifier = g.identifier LIMIT 1
    ) i ON true
    LEFT JOIN LATERAL (
      SELECT line, data_digest FROM roster_row
       -- Whom this very row brought in cannot have come before: a first import looks nobody up.
       WHERE NOT (i.batch_id = $3 AND i.line = g.line) AND invite_id = i.id AND batch_id = $3
       ORDER BY line LIMIT 1
    ) e ON true
  WINDOW same_person AS (PARTITION BY g.identifier ORDER BY g.line)
), held AS (
  -- As they are once locked: another import or a worker may have been faster. Locked in the order of the ids, as by
  -- whatever else takes several people, so that none waits for another for ever.
  SELECT i.id, m.line, m.profile, m.locale, m.employee, m.time_zone, takes_new_data(i) AS takes,
         (i.profile, i.locale, i.employee_number) IS DISTINCT FROM (m.profile, m.locale, m.employee) AS differs
    FROM met m JOIN invite i ON i.id = m.invite_id
   WHERE m.line = m.first_line AND NOT m.is_new AND (m.differs AND m.takes OR m.moves)
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
), updated AS (
  UPDATE invite i
     SET profile = h.profile, locale = h.locale, employee_number = h.employee,
         time_zone = coalesce(h.time_zone, i.time_zone),
         state = CASE WHEN i.state = 'failed' THEN 'pending' ELSE i.state END,
         state_at = CASE WHEN i.state = 'failed' THEN ledger_now() ELSE i.state_at END,
         due_at = CASE WHEN i.state = 'failed'
                       THEN coalesce((SELECT not_before FROM batch WHERE id = $3), ledger_now()) ELSE i.due_at END,
         tries = CASE WHEN i.state = 'failed' THEN 0 ELSE i.tries END,
         code = CASE WHEN i.state = 'failed' THEN NULL ELSE i.code END,
         message = CASE WHEN i.state = 'failed' THEN NULL ELSE i.message END
    FROM held h
   WHERE i.id = h.id AND h.differs AND h.takes
  RETURNING h.line
), moved AS (
  UPDATE invite i SET time_zone = h.time_zone, planned_by = NULL
    FROM held h
   WHERE i.id = h.id AND NOT (h.differs AND h.takes) AND h.time_zone IS NOT NULL
), added AS (
  INSERT INTO roster_row (batch_id, line, cells, status, repeats, invite_id, data_digest, problems)
  SELECT $3, m.line, m.cells,
         CASE WHEN m.invite_id IS NULL THEN 'rejected'
              WHEN m.line > m.first_line THEN CASE WHEN m.digest = m.first_digest THEN 'duplicate' ELSE 'conflict' END
              WHEN m.is_new THEN 'added'
              WHEN u.line IS NOT NULL THEN 'updated'
              WHEN coalesce(h.differs, m.differs) THEN 'differs'
              ELSE 'known' END,
         CASE WHEN m.invite_id IS NOT NULL AND m.line > m.first_line THEN m.first_line END,
         m.invite_id, CASE WHEN m.invite_id IS NOT NULL THEN m.digest END, m.problems
    FROM met m LEFT JOIN held h ON h.line = m.line LEFT JOIN updated u ON u.line = m.line
  RETURNING status
)
UPDATE batch SET rows = batch.rows + n.rows, added = batch.added + n.added, known = batch.known + n.known,
                 updated = batch.updated + n.updated, differing = batch.differing + n.differing,
                 duplicates = batch.duplicates + n.duplicates, conflicts = batch.conflicts + n.conflicts,
                 rejected = batch.rejected + n.rejected
  FROM (SELECT count(*) AS rows,
               count(*) FILTER (WHERE status = 'added') AS added,
               count(*) FILTER (WHERE status = 'known') AS known,
               count(*) FILTER (WHERE status = 'updated') AS updated,
               count(*) FILTER (WHERE status = 'differs') AS differing,
               count(*) FILTER (WHERE status = 'duplicate') AS duplicates,
               count(*) FILTER (WHERE status = 'conflict') AS conflicts,
               count(*) FILTER (WHERE status = 'rejected') AS rejected
          FROM added) AS n
 WHERE batch.id = $3
