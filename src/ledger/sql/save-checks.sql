-- Records what Next Identity said of people. The uuid of somebody who was known by address only is taken over.
-- $1 invites, $2 whether each was found, $3 uuids (null where none was told)
WITH person AS (
  SELECT c.* FROM unnest($1::bigint[], $2::boolean[], $3::uuid[]) AS c (id, found, uuid)
), locked AS (
  SELECT id FROM invite WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE
)
UPDATE invite i
   SET checked_at = ledger_now(), uuid = coalesce(i.uuid, p.uuid),
       code = CASE WHEN NOT p.found THEN 'not_found' WHEN i.code <> 'not_found' THEN i.code END,
       message = CASE WHEN NOT p.found THEN 'Next Identity does not know the person (any more).'
                      WHEN i.code <> 'not_found' THEN i.message END
  FROM person p JOIN locked USING (id)
 WHERE i.id = p.id
