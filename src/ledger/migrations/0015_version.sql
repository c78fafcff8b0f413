-- The version of the row is read along, so that what was reckoned of an earlier one is not written down: `planned_by` alone does
-- not tell of whoever had no plan before and has none since.
CREATE OR REPLACE VIEW invited_person AS
SELECT i.id, i.client_id, i.state, coalesce(i.reinvited_at, i.invited_at, i.state_at) AS counted_from, i.resend_slot,
       i.resends, i.time_zone, i.next_step, i.next_slot, i.next_at, i.planned_by, i.checked_at, i.by_hand_at,
       i.by_hand_ignores,
       (SELECT max(o.last_message_at) FROM invite o
         WHERE o.identifier = i.identifier AND o.auth_type = i.auth_type) AS last_message_at,
       i.forgotten_at IS NOT NULL
         OR EXISTS (SELECT FROM suppression s
                     WHERE s.auth_type = i.auth_type AND s.identifier = i.identifier) AS is_suppressed,
       i.xmin::text AS version
  FROM invite i
 WHERE i.state IN ('invited', 'existing');
