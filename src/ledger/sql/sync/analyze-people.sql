-- After a run that took in many, the next one would be planned for the few that there were.
ANALYZE sync_person (sync_id, employee_number, identifier, invite_id, left_at)
