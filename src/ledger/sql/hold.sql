SELECT now_us AS "nowUs", lasts_us AS "lastsUs", is_new AS "isNew", calls_since::float8 AS calls, learnt_so_far AS learnt
  FROM hold_slots($1, $2, $3, $4, $5, $6, $7)
