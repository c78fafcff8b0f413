-- $1 the last invite seen, $2 how many
SELECT invite_id AS id, profile FROM user_update WHERE invite_id > $1 ORDER BY invite_id LIMIT $2
