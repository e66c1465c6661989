-- Counts a proof of a password. KEYS: the account's arrival time, delay, failures. ARGV: emission interval
-- and period in microseconds. Returns {wait in microseconds, whether there were failures before}.
local delay = redis.call('PTTL', KEYS[2])
if delay > 0 then
    return {delay * 1000, 1}
end
return {gcra(KEYS[1], ARGV[1], ARGV[2])[1], redis.call('EXISTS', KEYS[3])}
