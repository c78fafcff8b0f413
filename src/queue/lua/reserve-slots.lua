-- Reserves slots from a client's schedule (GCRA), by the clock of Redis.
-- The same algorithm stands in src/ledger/migrations/0002_pace.sql for PostgreSQL; one test suite runs against both.
--
-- KEYS[1]  hash of the budget: tat (µs since 1970), until (end of the last hold, µs), strikes
-- ARGV[1]  slots wanted at most
-- ARGV[2]  interval between two slots, µs
-- ARGV[3]  burst, slots
-- ARGV[4]  lookahead: no slot that begins later than this is reserved, µs
-- Returns  { wait until the first that was not reserved, wait until each that was … }, µs, as strings

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local tat = tonumber(redis.call('HGET', KEYS[1], 'tat') or '0')
local interval = tonumber(ARGV[2])
local tolerance = (ARGV[3] - 1) * interval
local lookahead = tonumber(ARGV[4])

local waits = {}
local slot = math.max(now, tat - tolerance)
while #waits < tonumber(ARGV[1]) and slot - now <= lookahead do
  waits[#waits + 1] = string.format('%.0f', slot - now)
  tat = math.max(tat, slot) + interval
  slot = math.max(now, tat - tolerance)
end

if #waits > 0 then
  -- %.3f: the default number format would round µs since 1970 to whole seconds and more.
  redis.call('HSET', KEYS[1], 'tat', string.format('%.3f', tat))
  -- An idle budget is forgotten when its schedule has run out; a day more does no harm.
  redis.call('PEXPIRE', KEYS[1], math.ceil((tat - now) / 1000) + 86400000)
end
return { string.format('%.0f', slot - now), unpack(waits) }
