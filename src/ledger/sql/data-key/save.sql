-- $1 wrapped data key and $2 its id, or both null, $3 forget key (null: it is wrapped with the data key)
UPDATE ledger SET data_key = $1, data_key_id = $2, forget_key = $3
