-- Asks one query again and again, or (with NEW) each time with another comment at its end; tells what came back as one line.
local path, new, length = os.getenv("BENCH_PATH"), os.getenv("BENCH_NEW") == "1", tonumber(os.getenv("BENCH_LENGTH"))
local count, seen = 0, {}
wrong = 0

function init(_)
  math.randomseed(os.time())
  count = math.random(1, 2 ^ 30)
end

function request()
  count = count + 1
  local target = path
  if new then target = path .. "%23" .. count end
  return wrk.format("GET", target, { Accept = "application/sparql-results+json" })
end

if length then
  function response(status, _, body)
    seen[status] = (seen[status] or 0) + 1
    if status == 200 and #body ~= length then wrong = wrong + 1 end
  end
end

function setup(thread) threads = threads or {} table.insert(threads, thread) end

function done(summary, latency, _)
  local errors = summary.errors
  local wrongs = 0
  for _, thread in ipairs(threads) do wrongs = wrongs + (thread:get("wrong") or 0) end
  io.write(string.format(
    '{"requests": %d, "seconds": %.3f, "p50": %.2f, "p99": %.2f, "status": %d, "socket": %d, "wrong": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout, wrongs))
end
