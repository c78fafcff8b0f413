-- What was due before now is not made up for. In one statement: whoever saw the sync without that would begin a run at once.
-- $1 name, $2 client, $3 settings (json; null: in the configuration file)
INSERT INTO sync AS s (name, client_id, settings, last_due_at) VALUES ($1, $2, $3, ledger_now())
ON CONFLICT (name) DO UPDATE
   SET settings = $3, last_due_at = greatest(s.last_due_at, ledger_now()) WHERE s.client_id = $2
