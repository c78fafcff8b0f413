SELECT learnt FROM learnt_pace WHERE budget = $1
