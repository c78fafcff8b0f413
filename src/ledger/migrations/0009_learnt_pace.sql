-- What 429s have taught about the rate that a server takes. The schedule carries it to all processes, and the ledger keeps it.

-- Slots given since the last hold, and what was learnt, as one of the processes wrote it.
ALTER TABLE pace ADD COLUMN calls bigint NOT NULL DEFAULT 0, ADD COLUMN learnt text;

CREATE TABLE learnt_pace (
  budget   text PRIMARY KEY,
  learnt   text NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT now()
);

DROP FUNCTION reserve_slots(text, integer, double precision, integer, double precision);
DROP FUNCTION hold_slots(text, double precision, double precision, double precision, double precision, double precision);

-- Reserves up to `slots` slots that begin within `lookahead_us`. `waits_us` has the wait until each; `next_us` is the
-- wait until the first that was not reserved; `now_us` is the server's clock.
CREATE FUNCTION reserve_slots(
  wanted text, slots integer, interval_us double precision, burst integer, lookahead_us double precision,
  OUT now_us double precision, OUT waits_us double precision[], OUT next_us double precision,
  OUT calls_since bigint, OUT learnt_so_far text
) LANGUAGE plpgsql AS $$
DECLARE
  known     pace := lock_pace(wanted);
  tat       double precision := known.tat_us;
  formerly  double precision := coalesce(known.interval_us, interval_us);
  tolerance double precision := (burst - 1) * interval_us;
  slot_us   double precision;
BEGIN
  -- Read after the lock was had: the wait for it may have been long.
  now_us := extract(epoch FROM clock_timestamp()) * 1e6;
  waits_us := '{}';
  IF tat > now_us AND interval_us < formerly THEN
    -- A limit that was raised shortens the wait that the old one had laid up; a hold it does not shorten.
    tat := greatest(now_us + (tat - now_us) * interval_us / formerly, known.held_until_us + tolerance);
  ELSIF tat > now_us THEN
    -- One that was lowered has a wider tolerance, which must not let the next slot begin earlier, within a hold.
    tat := tat + (burst - 1) * (interval_us - formerly);
  END IF;
  LOOP
    slot_us := greatest(now_us, tat - tolerance);
    next_us := slot_us - now_us;
    EXIT WHEN coalesce(array_length(waits_us, 1), 0) = slots OR next_us > lookahead_us;
    waits_us := waits_us || next_us;
    tat := greatest(tat, slot_us) + interval_us;
  END LOOP;
  calls_since := known.calls + coalesce(array_length(waits_us, 1), 0);
  learnt_so_far := known.learnt;
  UPDATE pace AS p SET tat_us = tat, interval_us = reserve_slots.interval_us, calls = calls_since WHERE budget = wanted;
END $$;

-- Pushes the schedule behind a hold, which lasts `lasts_us` from now. `pause_us` is what the server asked for, or null: then
-- the pause doubles with every hold in a row, from `base_us` to `cap_us`, less a random part. The row has ended where the last
-- hold has been over for longer than `quiet_us`.
CREATE FUNCTION hold_slots(
  wanted text, pause_us double precision, base_us double precision, cap_us double precision,
  random_part double precision, tolerance_us double precision, quiet_us double precision,
  OUT now_us double precision, OUT lasts_us double precision, OUT is_new boolean,
  OUT calls_since bigint, OUT learnt_so_far text
) LANGUAGE plpgsql AS $$
DECLARE
  held  pace := lock_pace(wanted);
  until double precision := held.held_until_us;
  hits  integer := held.strikes;
BEGIN
  now_us := extract(epoch FROM clock_timestamp()) * 1e6;
  calls_since := held.calls;
  learnt_so_far := held.learnt;
  -- Calls that were under way when the hold began bring their 429 late: the same hold, not a further one.
  is_new := now_us >= until;
  IF is_new THEN
    IF now_us - until > quiet_us THEN hits := 0; END IF;
    hits := hits + 1;
    until := now_us + coalesce(pause_us, least(cap_us, base_us * 2 ^ (hits - 1)) * (1 - random_part / 2));
  ELSIF pause_us IS NOT NULL THEN
    until := greatest(until, now_us + pause_us);
  END IF;
  UPDATE pace SET held_until_us = until, strikes = hits, tat_us = greatest(held.tat_us, until + tolerance_us),
                  calls = CASE WHEN is_new THEN 0 ELSE held.calls END
   WHERE budget = wanted;
  lasts_us := until - now_us;
END $$;

-- Writes down what was learnt, where nobody else has learnt anything in the meantime.
CREATE FUNCTION learn_pace(wanted text, formerly text, now_known text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  known pace := lock_pace(wanted);
BEGIN
  IF known.learnt IS DISTINCT FROM formerly THEN RETURN false; END IF;
  UPDATE pace SET learnt = now_known WHERE budget = wanted;
  RETURN true;
END $$;
