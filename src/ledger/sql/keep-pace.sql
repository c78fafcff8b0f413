INSERT INTO learnt_pace (budget, learnt) VALUES ($1, $2)
    ON CONFLICT (budget) DO UPDATE SET learnt = excluded.learnt, saved_at = now()
