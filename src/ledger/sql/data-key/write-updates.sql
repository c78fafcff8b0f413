-- $1 invites, $2 profiles (json)
UPDATE user_update u SET profile = w.profile::jsonb
  FROM unnest($1::bigint[], $2::text[]) AS w (id, profile)
 WHERE u.invite_id = w.id
