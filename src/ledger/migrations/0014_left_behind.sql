-- People who were forgotten before their row came in, and whom a claim has found so: the import ended before it could take them
-- back. The sweep does.
CREATE INDEX invite_left_behind ON invite (id) WHERE code = 'forgotten' AND forgotten_at IS NULL;
