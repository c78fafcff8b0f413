SELECT now_us AS "nowUs", waits_us AS "waitsUs", next_us AS "nextUs", calls_since::float8 AS calls, learnt_so_far AS learnt
  FROM reserve_slots($1, $2, $3, $4, $5)
