-- Left over are changes that wait for a call under way; a run that broke off since, whatever it had done; and people of the sync who
-- are taken for gone, as by another sync at the same moment. Where there are any, the same export is not a no-op.
-- $1 sync
SELECT id AS "runId", fingerprint, (counts->>'rows')::integer AS rows, columns, encoding,
       modified_at AS "modifiedAt", extract(epoch FROM now() - ended_at)::float8 * 1000 AS "agoMs",
       left_over
       + (SELECT count(*)::integer FROM sync_run later
           WHERE later.sync_id = $1 AND later.state = 'failed' AND later.step = 'carry-out' AND later.ended_at > r.ended_at)
       + (SELECT count(*)::integer FROM sync_person p JOIN invite i ON i.id = p.invite_id
           WHERE p.sync_id = $1 AND p.left_at IS NULL
             AND (cancelled_by_sync(i)
                  OR EXISTS (SELECT FROM suppression s
                              WHERE s.auth_type = i.auth_type AND s.identifier = i.identifier AND s.for_leaving)))
         AS "leftOver"
  FROM sync_run r WHERE sync_id = $1 AND state = 'done'
 ORDER BY ended_at DESC, id DESC LIMIT 1
