-- Pushes a client's schedule behind a hold, for all workers at once.
-- The same algorithm stands in src/ledger/migrations/0009_learnt_pace.sql for PostgreSQL; one test suite runs against both.
--
-- KEYS[1]  hash of the budget: tat (µs since 1970), interval (µs, of the last reservation),
--          until (end of the last hold, µs), strikes, calls (slots given since the last hold), learnt (text)
-- ARGV[1]  pause that the server asked for, µs, or '' where it named none
-- ARGV[2]  first pause where it named none, µs; it doubles with every hold in a row
-- ARGV[3]  longest such pause, µs
-- ARGV[4]  random number from 0 to 1: up to half of such a pause is taken off by it
-- ARGV[5]  tolerance (burst − 1 intervals), µs, so that the hold does not end in a burst
-- ARGV[6]  the row of holds has ended where the last one has been over for longer than this, µs
-- Returns  { the clock of Redis, µs; how long the hold lasts from now, µs; 1 where it is a new one, else 0;
--          calls before it; learnt or '' }, as strings

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local known = redis.call('HMGET', KEYS[1], 'tat', 'until', 'strikes', 'calls', 'learnt')
local tat = tonumber(known[1] or '0')
local held = tonumber(known[2] or '0')
local strikes = tonumber(known[3] or '0')
local asked = tonumber(ARGV[1])
local cap = tonumber(ARGV[3])

-- Calls that were under way when the hold began bring their 429 late: the same hold, not a further one.
local isNew = now >= held
if isNew then
  if now - held > tonumber(ARGV[6]) then strikes = 0 end
  strikes = strikes + 1
  held = now + (asked or math.min(cap, ARGV[2] * 2 ^ (strikes - 1)) * (1 - ARGV[4] / 2))
  redis.call('HSET', KEYS[1], 'calls', '0')
elseif asked then
  held = math.max(held, now + asked)
end
tat = math.max(tat, held + ARGV[5])

redis.call('HSET', KEYS[1], 'tat', string.format('%.3f', tat), 'until', string.format('%.3f', held), 'strikes', strikes)
redis.call('PEXPIRE', KEYS[1], math.ceil((tat - now) / 1000) + 86400000)
return {
  string.format('%.0f', now), string.format('%.0f', held - now), isNew and '1' or '0', known[4] or '0', known[5] or ''
}
