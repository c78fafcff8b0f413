SELECT learn_pace($1, $2, $3) AS "isWritten"
