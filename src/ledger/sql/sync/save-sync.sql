-- $1 name, $2 client, $3 settings (json; null: in the configuration file)
INSERT INTO sync AS s (name, client_id, settings) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET settings = $3 WHERE s.client_id = $2
