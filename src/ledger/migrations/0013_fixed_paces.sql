-- The paces that a process keeps whatever 429s would teach, by client: { "<id>": { "calls": …, "perMs": … } }. Another process
-- is asked for the pace in use, and cannot see with what options this one was started.
ALTER TABLE worker ADD COLUMN paces jsonb NOT NULL DEFAULT '{}';
