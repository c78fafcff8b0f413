SELECT now_us AS "nowUs", waits_us AS "waitsUs", next_us AS "nextUs" FROM reserve_slots($1, $2, $3, $4, $5)
