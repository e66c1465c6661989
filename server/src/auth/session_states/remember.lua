-- Remembers a state of the current epoch, unless the session has changed or is remembered already.
-- KEYS: session, voucher. ARGV: epoch, state, lifetime in milliseconds.
local known = redis.call('GET', KEYS[1])
local of_this_epoch = known and known:sub(1, #ARGV[1]) == ARGV[1]
if known ~= 'changed' and not of_this_epoch and redis.call('GET', KEYS[2]) == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
