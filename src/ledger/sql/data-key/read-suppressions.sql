-- All at once: they have no number, and the name by which they could be paged through is what changes.
SELECT auth_type AS "authType", identifier, reason, ctid::text AS place FROM suppression
