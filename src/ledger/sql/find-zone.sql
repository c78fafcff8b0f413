-- The time zone of somebody who is to be called, and the ledger's clock.
-- $1 invite
SELECT time_zone AS "timeZone", ledger_now() AS now FROM invite WHERE id = $1
