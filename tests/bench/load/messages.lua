-- wrk: every request carries messages nobody has sent before. Arguments: file of templates, run, users, messages a request, write key,
-- how far users are from each other.
local templates, count = {}, 0
local run, users, each, stride, next_index = "", 1, 1, 1, 0
local headers

function init(args)
  run, users, each = args[2], tonumber(args[3]), tonumber(args[4])
  for line in io.lines(args[1]) do
    local before_id, before_user, after_user = line:match("^(.-)\t(.-)\t(.-)$")
    count = count + 1
    templates[count] = { before_id, before_user, after_user }
  end
  headers = { ["content-type"] = "application/json", ["x-write-key"] = args[5] }
  stride = tonumber(args[6])
end

local function message()
  local template = templates[next_index % count + 1]
  local text = string.format("%s%s%012d%s%05d%s", template[1], run, next_index, template[2], next_index * 7 % users * stride, template[3])
  next_index = next_index + 1
  return text
end

function request()
  if each == 1 then return wrk.format("POST", "/v1/track", headers, message()) end
  local texts = {}
  for index = 1, each do texts[index] = message() end
  return wrk.format("POST", "/v1/batch", headers, '{"batch":[' .. table.concat(texts, ",") .. "]}")
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"answered":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50Ms":%.2f,"p99Ms":%.2f}\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
