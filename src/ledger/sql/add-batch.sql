-- $1 client, $2 source, $3 columns (json), $4 delimiter, $5 encoding, $6 byte order mark
INSERT INTO batch (client_id, source, columns, delimiter, encoding, bom) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
