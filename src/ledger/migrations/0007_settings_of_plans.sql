-- What a plan was made to do about leavers and about people who have been invited. A run that is held is shown, and carried out, by
-- these; null before a plan is there, and in plans that are older than these columns.
ALTER TABLE sync_run ADD COLUMN leavers text CHECK (leavers IN ('report', 'cancel', 'suppress')), ADD COLUMN updates_users boolean;
