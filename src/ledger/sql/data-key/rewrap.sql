-- $1 wrapped data key, $2 its id
UPDATE ledger SET data_key = $1 WHERE data_key_id = $2 RETURNING id
