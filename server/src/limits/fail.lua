-- Counts a failed sign-in and, once the free ones are used up, makes the next one wait: one second,
-- then twice as long with each failure. KEYS: failures, delay. ARGV: free failures, longest delay and
-- lifetime of the count in milliseconds.
local failures = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
local beyond = failures - tonumber(ARGV[1])
if beyond >= 0 then
    local delay = math.min(1000 * 2 ^ math.min(beyond, 30), tonumber(ARGV[2]))
    redis.call('SET', KEYS[2], 1, 'PX', string.format('%.0f', delay))
end
