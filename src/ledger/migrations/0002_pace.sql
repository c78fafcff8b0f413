-- The schedule of slots (GCRA) where PostgreSQL carries the queue. The same algorithm stands in
-- src/queue/lua/reserve-slots.lua and hold-slots.lua for Redis; one test suite runs against both.

-- Unlogged: a reservation need not survive a crash, and so costs no wait for the disk.
CREATE UNLOGGED TABLE pace (
  budget        text PRIMARY KEY,
  -- Theoretical arrival time of the next slot, µs since 1970.
  tat_us        double precision NOT NULL DEFAULT 0,
  -- Interval of the last reservation, µs.
  interval_us   double precision,
  -- End of the last hold, µs since 1970, and how many holds came in a row.
  held_until_us double precision NOT NULL DEFAULT 0,
  strikes       integer NOT NULL DEFAULT 0
);

-- The budget's row, locked, so that one caller at a time reads and moves the schedule.
CREATE FUNCTION lock_pace(wanted text) RETURNS pace LANGUAGE plpgsql AS $$
DECLARE
  found_row pace;
BEGIN
  LOOP
    SELECT * INTO found_row FROM pace WHERE budget = wanted FOR UPDATE;
    IF FOUND THEN RETURN found_row; END IF;
    INSERT INTO pace (budget) VALUES (wanted) ON CONFLICT DO NOTHING;
  END LOOP;
END $$;

-- Reserves up to `slots` slots that begin within `lookahead_us`. `waits_us` has the wait until each; `next_us` is the
-- wait until the first that was not reserved; `now_us` is the server's clock.
CREATE FUNCTION reserve_slots(
  wanted text, slots integer, interval_us double precision, burst integer, lookahead_us double precision,
  OUT now_us double precision, OUT waits_us double precision[], OUT next_us double precision
) LANGUAGE plpgsql AS $$
DECLARE
  known     pace := lock_pace(wanted);
  tat       double precision := known.tat_us;
  tolerance double precision := (burst - 1) * interval_us;
  slot_us   double precision;
BEGIN
  -- Read after the lock was had: the wait for it may have been long.
  now_us := extract(epoch FROM clock_timestamp()) * 1e6;
  waits_us := '{}';
  -- A limit that was raised shortens the wait that the old one had laid up; a hold it does not shorten.
  IF interval_us < known.interval_us AND tat > now_us THEN
    tat := greatest(now_us + (tat - now_us) * interval_us / known.interval_us, known.held_until_us + tolerance);
  END IF;
  LOOP
    slot_us := greatest(now_us, tat - tolerance);
    next_us := slot_us - now_us;
    EXIT WHEN coalesce(array_length(waits_us, 1), 0) = slots OR next_us > lookahead_us;
    waits_us := waits_us || next_us;
    tat := greatest(tat, slot_us) + interval_us;
  END LOOP;
  UPDATE pace AS p SET tat_us = tat, interval_us = reserve_slots.interval_us WHERE budget = wanted;
END $$;

-- Pushes the schedule behind a hold and returns how long it lasts from now, in µs. `pause_us` is what the server asked for,
-- or null: then the pause doubles with every hold in a row, from `base_us` to `cap_us`, less a random part.
CREATE FUNCTION hold_slots(
  wanted text, pause_us double precision, base_us double precision, cap_us double precision,
  random_part double precision, tolerance_us double precision
) RETURNS double precision LANGUAGE plpgsql AS $$
DECLARE
  held   pace := lock_pace(wanted);
  now_us double precision := extract(epoch FROM clock_timestamp()) * 1e6;
  until  double precision := held.held_until_us;
  hits   integer := held.strikes;
BEGIN
  -- Calls that were under way when the hold began bring their 429 late: the same hold, not a further one.
  IF now_us >= until THEN
    IF now_us - until > cap_us THEN hits := 0; END IF;
    hits := hits + 1;
    until := now_us + coalesce(pause_us, least(cap_us, base_us * 2 ^ (hits - 1)) * (1 - random_part / 2));
  ELSIF pause_us IS NOT NULL THEN
    until := greatest(until, now_us + pause_us);
  END IF;
  UPDATE pace SET held_until_us = until, strikes = hits, tat_us = greatest(held.tat_us, until + tolerance_us)
   WHERE budget = wanted;
  RETURN until - now_us;
END $$;
