-- Generic cell rate algorithm: one number per key, the theoretical arrival time of the next request.
-- Takes the emission interval and the period in microseconds. Returns {wait, remaining, reset}, in
-- microseconds but for remaining; wait is 0 if the request is allowed.
local function gcra(key, interval, period)
    interval, period = tonumber(interval), tonumber(period)
    local time = redis.call('TIME')
    local now = time[1] * 1000000 + time[2]
    local arrival = math.max(tonumber(redis.call('GET', key) or 0), now) + interval
    local wait = arrival - period - now
    if wait > 0 then
        return {wait, 0, arrival - interval - now}
    end
    redis.call('SET', key, string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000))
    return {0, math.floor(-wait / interval), arrival - now}
end
