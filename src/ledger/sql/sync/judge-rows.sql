-- Whom each row is of, and what it says of them. By number first: of several people who had it, as when it was given anew, the
-- one who is still there, or else who left last; whoever has left is meant only where the address or the name agrees too. Then
-- by address or phone number, also where both have numbers, and different ones: an address has one invite, whoever has been
-- given it.
-- The employee number is no data of the person: it is not sent, and getting one changes nothing. Whoever is new to the sync and
-- has an invite already, as at its first run, gets no second one; unless a sync cancelled it, of somebody who left or moved.
-- Whoever is there while their invite is so cancelled, or who is suppressed for having left, is back, whatever the sync itself
-- knows of them: a run that broke off may have done it, or another sync.
-- $1 run, $2 sync, $3 client, $4 auth type
WITH numbered AS MATERIALIZED (
  SELECT DISTINCT ON (r.line) r.line, p.id AS person_id
    FROM sync_row r JOIN sync_person p ON p.sync_id = $2 AND p.employee_number = r.employee_number
   WHERE r.run_id = $1 AND r.kind IS NULL
     AND (p.left_at IS NULL OR p.identifier = r.identifier
          OR (lower(p.profile->>'firstName'), lower(p.profile->>'lastName'))
             = (lower(r.profile->>'firstName'), lower(r.profile->>'lastName')))
   ORDER BY r.line, p.left_at DESC NULLS FIRST, p.id DESC
), named AS (
  SELECT DISTINCT ON (r.line) r.line, p.id AS person_id
    FROM sync_row r JOIN sync_person p ON p.sync_id = $2 AND p.identifier = r.identifier
   WHERE r.run_id = $1 AND r.kind IS NULL
     AND NOT EXISTS (SELECT FROM numbered n WHERE n.line = r.line)
     AND NOT EXISTS (SELECT FROM numbered n WHERE n.person_id = p.id)
   ORDER BY r.line, p.left_at DESC NULLS FIRST, p.id DESC
), found AS (
  SELECT line, person_id FROM numbered UNION ALL SELECT line, person_id FROM named
), met AS (
  SELECT r.line, p.id AS person_id, p.identifier <> r.identifier AS moves,
         p.left_at IS NOT NULL
         OR p.identifier = r.identifier
            AND (p.invite_id = i.id AND i.is_off
                 OR EXISTS (SELECT FROM suppression s
                             WHERE s.auth_type = $4 AND s.identifier IN (r.identifier, own.identifier) AND s.for_leaving))
           AS is_back,
         (r.profile, r.locale, coalesce(r.time_zone, p.time_zone)) IS DISTINCT FROM (p.profile, p.locale, p.time_zone)
           AS differs,
         coalesce(p.invite_id, i.id) AS invite_id,
         i.id IS NOT NULL AND NOT i.is_off AS is_known,
         (r.profile, r.locale) IS DISTINCT FROM (i.profile, i.locale) AS differs_from_invite,
         EXISTS (SELECT FROM suppression s
                  WHERE s.auth_type = $4 AND s.identifier = r.identifier AND NOT s.for_leaving) AS is_suppressed
    FROM sync_row r
    LEFT JOIN found f ON f.line = r.line
    LEFT JOIN sync_person p ON p.id = f.person_id
    LEFT JOIN LATERAL (
      SELECT invite.*, cancelled_by_sync(invite) AS is_off FROM invite
       WHERE client_id = $3 AND auth_type = $4 AND identifier = r.identifier LIMIT 1
    ) i ON true
    LEFT JOIN LATERAL (
      -- Most people's is the one above, and is not looked up twice.
      SELECT identifier FROM invite WHERE id = p.invite_id AND p.invite_id IS DISTINCT FROM i.id LIMIT 1
    ) own ON true
   WHERE r.run_id = $1 AND r.kind IS NULL
)
UPDATE sync_row r
   SET person_id = met.person_id, invite_id = met.invite_id,
       kind = CASE WHEN met.person_id IS NULL THEN
                   CASE WHEN met.is_known THEN CASE WHEN met.differs_from_invite THEN 'changed' ELSE 'known' END
                        WHEN met.is_suppressed THEN 'suppressed'
                        ELSE 'joiner' END
              WHEN met.is_back THEN 'returned'
              WHEN met.moves THEN 'moved'
              WHEN met.differs THEN 'changed'
              ELSE 'unchanged' END
  FROM met WHERE r.run_id = $1 AND r.line = met.line
