-- $1 run, $2 client
WITH needed AS (
  SELECT s.name || ': ' || r.source AS source, r.columns, r.delimiter, r.encoding, r.bom
    FROM sync_run r JOIN sync s ON s.id = r.sync_id
   WHERE r.id = $1 AND r.batch_id IS NULL
     AND EXISTS (SELECT FROM sync_row w LEFT JOIN invite i ON i.id = w.invite_id
                  WHERE w.run_id = $1
                    AND (w.kind IN ('joiner', 'changed', 'moved', 'returned')
                         AND NOT coalesce(i.state = 'activated' AND i.identifier <> w.identifier, false)
                         AND NOT EXISTS (SELECT FROM sync_change c
                                          WHERE c.run_id = $1 AND c.line = w.line AND c.result = 'under-way')
                         OR w.kind = 'refused' AND NOT EXISTS (SELECT FROM sync_refused f
                                                                WHERE f.sync_id = r.sync_id AND f.digest = w.digest)))
), made AS (
  INSERT INTO batch (client_id, source, columns, delimiter, encoding, bom)
  SELECT $2, source, columns, delimiter, encoding, bom FROM needed
  RETURNING id
)
UPDATE sync_run r SET batch_id = made.id FROM made WHERE r.id = $1
