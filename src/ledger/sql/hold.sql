SELECT hold_slots($1, $2, $3, $4, $5, $6) AS "heldUs"
