-- Whether there is nothing yet that would have to be sealed.
SELECT NOT (EXISTS (SELECT FROM invite) OR EXISTS (SELECT FROM roster_row) OR EXISTS (SELECT FROM suppression)
            OR EXISTS (SELECT FROM sync_person) OR EXISTS (SELECT FROM sync_row) OR EXISTS (SELECT FROM sync_change)
            OR EXISTS (SELECT FROM sync_refused)) AS "isEmpty"
