-- Has the processes that claim a message for one person do so one after the other, whichever invites of theirs it is for.
-- $1 invite
SELECT pg_advisory_xact_lock(hashtextextended(auth_type || ':' || identifier, 0)) FROM invite WHERE id = $1
