-- Writes the tables anew, so that nothing is left in their files of what stood in them before.
VACUUM (FULL, ANALYZE) invite, user_update, roster_row, suppression, sync_person, sync_row, sync_change, sync_refused, ledger
