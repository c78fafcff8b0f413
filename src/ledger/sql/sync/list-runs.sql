-- $1 run, or null, $2 sync, or null, $3 how many of the latest
SELECT r.id, r.sync_id AS "syncId", s.name AS sync, c.name AS client, r.trigger, r.due_at AS "dueAt", r.state, r.step,
       r.started_at AS "startedAt", r.ended_at AS "endedAt",
       -- Saving the plan was its last sign of life.
       CASE WHEN r.state = 'held' THEN r.seen_at END AS "heldAt", r.approved_at AS "approvedAt", r.source, r.fingerprint, r.bytes,
       r.modified_at AS "modifiedAt", r.columns, r.delimiter, r.encoding, r.bom, r.counts, r.reasons,
       r.leavers, r.updates_users AS "updatesUsers", r.is_staged AS "isStaged",
       r.left_over AS "leftOver", r.code, r.message, r.waits_for AS "waitsFor",
       r.batch_id AS "batchId", r.notifications
  FROM sync_run r JOIN sync s ON s.id = r.sync_id JOIN client c ON c.id = s.client_id
 WHERE ($1::bigint IS NULL OR r.id = $1) AND ($2::integer IS NULL OR r.sync_id = $2)
 ORDER BY r.id DESC LIMIT $3
