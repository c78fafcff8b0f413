-- Reserves slots from a client's schedule (GCRA), by the clock of Redis.
-- The same algorithm stands in src/ledger/migrations/0002_pace.sql for PostgreSQL; one test suite runs against both.
--
-- KEYS[1]  hash of the budget: tat (µs since 1970), interval (µs, of the last reservation),
--          until (end of the last hold, µs), strikes
-- ARGV[1]  slots wanted at most
-- ARGV[2]  interval between two slots, µs
-- ARGV[3]  burst, slots
-- ARGV[4]  lookahead: no slot that begins later than this is reserved, µs
-- Returns  { the clock of Redis, wait until the first that was not reserved, wait until each that was … }, µs, as strings

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local known = redis.call('HMGET', KEYS[1], 'tat', 'interval', 'until')
local tat = tonumber(known[1] or '0')
local held = tonumber(known[3] or '0')
local interval = tonumber(ARGV[2])
local formerly = tonumber(known[2] or ARGV[2])
local tolerance = (ARGV[3] - 1) * interval
local lookahead = tonumber(ARGV[4])

-- A limit that was raised shortens the wait that the old one had laid up; a hold it does not shorten.
if interval < formerly and tat > now then
  tat = math.max(now + (tat - now) * interval / formerly, held + tolerance)
end

local waits = {}
local slot = math.max(now, tat - tolerance)
while #waits < tonumber(ARGV[1]) and slot - now <= lookahead do
  waits[#waits + 1] = string.format('%.0f', slot - now)
  tat = math.max(tat, slot) + interval
  slot = math.max(now, tat - tolerance)
end

-- %.3f: the default number format would round µs since 1970 to whole seconds and more.
redis.call('HSET', KEYS[1], 'tat', string.format('%.3f', tat), 'interval', ARGV[2])
-- An idle budget is forgotten when its schedule has run out; a day more does no harm.
redis.call('PEXPIRE', KEYS[1], math.ceil(math.max(0, tat - now) / 1000) + 86400000)
return { string.format('%.0f', now), string.format('%.0f', slot - now), unpack(waits) }
