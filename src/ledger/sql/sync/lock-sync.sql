-- Has what begins, holds or approves runs of a sync happen one after the other.
-- $1 sync
SELECT last_due_at AS "lastDueAt" FROM sync WHERE id = $1 FOR NO KEY UPDATE
