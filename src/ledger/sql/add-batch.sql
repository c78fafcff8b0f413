-- $1 client, $2 source, $3 columns (json), $4 delimiter, $5 encoding, $6 byte order mark, $7 when its people may first be called
INSERT INTO batch (client_id, source, columns, delimiter, encoding, bom, not_before)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
