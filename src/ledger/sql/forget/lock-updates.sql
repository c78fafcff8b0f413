-- What Next Identity is still to be told of these people, locked, so that no call begins to tell it.
-- $1 invites
SELECT invite_id FROM user_update WHERE invite_id = ANY ($1::bigint[]) ORDER BY invite_id FOR UPDATE
