-- Which runs have staged rows: to look for the rows themselves means reading past all that earlier nights have left in the table.
ALTER TABLE sync_run ADD COLUMN is_staged boolean NOT NULL DEFAULT false;
UPDATE sync_run r SET is_staged = true WHERE EXISTS (SELECT FROM sync_row WHERE run_id = r.id);
CREATE INDEX sync_run_staged ON sync_run (sync_id) WHERE is_staged;

-- Every row is written twice, as it comes in and when it is compared. No index holds what the second adds, and its page has room
-- for it, so that the indexes are not written again.
DROP INDEX sync_row_person;
ALTER TABLE sync_row SET (fillfactor = 45);
