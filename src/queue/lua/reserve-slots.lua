-- Reserves slots from a client's schedule (GCRA), by the clock of Redis.
-- The same algorithm stands in src/ledger/migrations/0009_learnt_pace.sql for PostgreSQL; one test suite runs against both.
--
-- KEYS[1]  hash of the budget: tat (µs since 1970), interval (µs, of the last reservation),
--          until (end of the last hold, µs), strikes, calls (slots given since the last hold), learnt (text)
-- ARGV[1]  slots wanted at most
-- ARGV[2]  interval between two slots, µs
-- ARGV[3]  burst, slots
-- ARGV[4]  lookahead: no slot that begins later than this is reserved, µs
-- Returns  { the clock of Redis, µs; wait until the first that was not reserved, µs; calls; learnt or '';
--          wait until each that was reserved, µs … }, as strings

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local known = redis.call('HMGET', KEYS[1], 'tat', 'interval', 'until', 'calls', 'learnt')
local tat = tonumber(known[1] or '0')
local held = tonumber(known[3] or '0')
local calls = tonumber(known[4] or '0')
local interval = tonumber(ARGV[2])
local formerly = tonumber(known[2] or ARGV[2])
local tolerance = (ARGV[3] - 1) * interval
local lookahead = tonumber(ARGV[4])

if interval < formerly and tat > now then
  -- A limit that was raised shortens the wait that the old one had laid up; a hold it does not shorten.
  tat = math.max(now + (tat - now) * interval / formerly, held + tolerance)
elseif tat > now then
  -- One that was lowered has a wider tolerance, which must not let the next slot begin earlier, within a hold.
  tat = tat + (ARGV[3] - 1) * (interval - formerly)
end

local waits = {}
local slot = math.max(now, tat - tolerance)
while #waits < tonumber(ARGV[1]) and slot - now <= lookahead do
  waits[#waits + 1] = string.format('%.0f', slot - now)
  tat = math.max(tat, slot) + interval
  slot = math.max(now, tat - tolerance)
end
calls = calls + #waits

-- %.3f: the default number format would round µs since 1970 to whole seconds and more.
redis.call('HSET', KEYS[1], 'tat', string.format('%.3f', tat), 'interval', ARGV[2], 'calls', string.format('%.0f', calls))
-- An idle budget is forgotten when its schedule has run out; a day more does no harm.
redis.call('PEXPIRE', KEYS[1], math.ceil(math.max(0, tat - now) / 1000) + 86400000)
return {
  string.format('%.0f', now), string.format('%.0f', slot - now), string.format('%.0f', calls), known[5] or '',
  unpack(waits)
}
