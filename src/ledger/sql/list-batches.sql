-- $1 batch, or null for all, $2 how many of the latest
SELECT b.id, b.client_id AS "clientId", c.name AS client, b.source, b.columns, b.delimiter, b.bom, b.rows, b.added, b.known, b.duplicates, b.rejected,
       b.started_at AS "startedAt", b.finished_at AS "finishedAt"
  FROM batch b JOIN client c ON c.id = b.client_id
 WHERE $1::bigint IS NULL OR b.id = $1
 ORDER BY b.id DESC LIMIT $2
