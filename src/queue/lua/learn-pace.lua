-- Writes down what was learnt of the server's limit, where nobody else has learnt anything in the meantime.
--
-- KEYS[1]  hash of the budget, see reserve-slots.lua
-- ARGV[1]  what stood there when it was learnt, or '' for nothing
-- ARGV[2]  what was learnt, as text
-- Returns  1 where it was written, else 0

if (redis.call('HGET', KEYS[1], 'learnt') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'learnt', ARGV[2])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], 86400000) end
return 1
