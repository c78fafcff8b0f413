-- $1 batch, or null for all, $2 how many of the latest
SELECT b.id, b.client_id AS "clientId", c.name AS client, b.source, b.columns, b.delimiter, b.encoding, b.bom,
       b.rows, b.added, b.known, b.updated, b.differing, b.duplicates, b.conflicts, b.rejected,
       m.mended, m.mended_by AS "mendedBy", b.started_at AS "startedAt", b.finished_at AS "finishedAt",
       b.not_before AS "notBefore"
  FROM (SELECT * FROM batch WHERE $1::bigint IS NULL OR id = $1 ORDER BY id DESC LIMIT $2) b
  JOIN client c ON c.id = b.client_id
 CROSS JOIN LATERAL (
   SELECT count(*) AS mended, coalesce(json_agg(DISTINCT mended_by), '[]') AS mended_by
     FROM roster_row WHERE batch_id = b.id AND mended_by IS NOT NULL
 ) m
 ORDER BY b.id DESC
