-- Who has an account, or has no open invite after all, as an operator has cancelled it or nobody is to call there, is only reported.
-- $1 run
UPDATE sync_change c
   SET result = CASE WHEN c.kind IN ('joiner', 'moved', 'returned')
                          AND (i.state = 'activated' OR coalesce(now.state, 'cancelled') IN ('activated', 'cancelled')) THEN 'reported'
                     WHEN c.kind = 'moved' THEN 'invited-anew'
                     WHEN c.kind IN ('joiner', 'returned') THEN 'taken-in'
                     WHEN b.status = 'updated' THEN 'updated'
                     -- By a run that broke off.
                     WHEN c.kind = 'leaver' AND cancelled_by_sync(i) THEN 'cancelled'
                     ELSE 'reported' END
  FROM sync_change same JOIN sync_run s ON s.id = same.run_id
  LEFT JOIN roster_row b ON b.batch_id = s.batch_id AND b.line = same.line
  LEFT JOIN invite i ON i.id = same.invite_id
  LEFT JOIN invite now ON now.id = b.invite_id
 WHERE c.id = same.id AND c.run_id = $1 AND c.result IS NULL AND c.kind <> 'unclear'
