-- $1 changes, $2 people before and $3 after (json)
UPDATE sync_change c SET before = w.before::json, after = w.after::json
  FROM unnest($1::bigint[], $2::text[], $3::text[]) AS w (id, before, after)
 WHERE c.id = w.id
