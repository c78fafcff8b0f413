-- Whom a sync has, and as what, is judged by the invites and suppressions that stand, whichever run or sync made them so.

-- Whether a sync cancelled the invite, of somebody who had left or moved, and not an operator.
CREATE FUNCTION cancelled_by_sync(person invite) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN person.state = 'cancelled' AND coalesce(person.code IN ('left', 'moved'), false);

-- Made by a sync, of somebody who had left: lifted as soon as any export has them. All others stand until an operator lifts them.
ALTER TABLE suppression ADD COLUMN for_leaving boolean NOT NULL DEFAULT false;
UPDATE suppression SET for_leaving = true WHERE reason LIKE 'left (sync %)';

-- Whether another sync has the person too.
CREATE INDEX sync_person_invite ON sync_person (invite_id);
-- What became of the changes of a set of rows.
CREATE INDEX sync_change_line ON sync_change (run_id, line) WHERE line IS NOT NULL;
