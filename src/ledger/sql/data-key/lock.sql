-- Whoever has no part in this, like a backup that is being made, is waited for; nobody else may read or write until the end.
LOCK TABLE ledger, invite, user_update, roster_row, suppression, sync_person, sync_row, sync_change, sync_refused
  IN ACCESS EXCLUSIVE MODE
