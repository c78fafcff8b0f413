-- Removes the data of people from the plans of runs that have ended.
-- $1 invites, $2 identifiers, $3 people of syncs
UPDATE sync_change c SET before = blank_person(c.before), after = blank_person(c.after)
  FROM sync_run r
 WHERE r.id = c.run_id AND r.ended_at IS NOT NULL
   AND (c.invite_id = ANY ($1::bigint[]) OR c.person_id = ANY ($3::bigint[])
        OR c.before->>'identifier' = ANY ($2::text[]) OR c.after->>'identifier' = ANY ($2::text[]))
RETURNING c.id
