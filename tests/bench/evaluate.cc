// Runs evaluations of a job file so that they can be measured.
//
//   bench_evaluate results CF JOBS [GROUP]      each job's group and resulting tokens
//   bench_evaluate rounds N CF JOBS GROUP       all jobs of the group, N times
//   bench_evaluate threads N CF JOBS GROUP      how much faster N threads are than one
//   bench_evaluate load N CF [CACHE]            loads the configuration N times, through the file
//   bench_evaluate words N FILE                 N times a class of the words of the file
//
// `MAP=KEY` arguments before the command are looked up first: until a map's first hit each key is
// tried in two forms. What is measured happens in the functions named measured_*, for callgrind's
// --toggle-collect; times are the lowest of several.
#include <malloc.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <new>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "jobs.h"
#include "text/printable.h"

namespace {

std::atomic<uint64_t> allocations{0};

}  // namespace

// Every allocation of C++ code is counted.
void* operator new(size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* at = std::malloc(size == 0 ? 1 : size)) return at;
  throw std::bad_alloc();
}
void operator delete(void* at) noexcept { std::free(at); }
void operator delete(void* at, size_t) noexcept { std::free(at); }

namespace {

using Jobs = std::vector<bench::Job>;
using Arguments = std::vector<std::string>;

double nanoseconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

[[gnu::noinline]] void measured_evaluations(const Jobs& jobs, rules::Session& session,
                                            std::string& result) {
  for (const bench::Job& job : jobs) bench::evaluate(job, session, result);
}

[[gnu::noinline]] bool measured_load(const std::string& cf, const std::string& cache) {
  return bench::load_engine(cf, cache) != nullptr;
}

struct Primer {
  std::string map;
  std::string key;
};

class Workload {
 public:
  Workload(const std::string& cf, const std::string& jobs, const std::string& group,
           const std::vector<Primer>& primers)
      : engine_(bench::load_engine(cf)) {
    if (!engine_) throw std::runtime_error("cannot load " + cf);
    jobs_ = bench::read_jobs(jobs, group, engine_->program());
    rules::Session session(engine_);
    for (const Primer& primer : primers) {
      const rules::Map* map = engine_->find_map(primer.map);
      if (map != nullptr) session.lookup(*map, primer.key);
    }
  }
  const Jobs& jobs() const { return jobs_; }
  const std::shared_ptr<const rules::Engine>& engine() const { return engine_; }

 private:
  std::shared_ptr<const rules::Engine> engine_;
  Jobs jobs_;
};

void print_results(const Workload& work) {
  rules::Session session(work.engine());
  std::string text;
  for (const bench::Job& job : work.jobs()) {
    bench::evaluate(job, session, text);
    text.clear();
    rules::append_printable_tokens(session.workspace(), work.engine()->program().names(), text);
    std::printf("%s\t%d\t%s\n", job.group.c_str(), session.status(), text.c_str());
  }
}

// Nanoseconds for one evaluation, the lowest of `rounds` times all jobs.
double lowest_time(const Workload& work, rules::Session& session, size_t rounds) {
  std::string result;
  result.reserve(rules::kRuleTextBytes);  // that it grows is no cost of an evaluation
  double lowest = 0;
  for (size_t i = 0; i < rounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    measured_evaluations(work.jobs(), session, result);
    const double time = nanoseconds_since(begin) / static_cast<double>(work.jobs().size());
    if (i == 0 || time < lowest) lowest = time;
  }
  return lowest;
}

void run_rounds(const Workload& work, size_t rounds) {
  rules::Session session(work.engine());
  std::string result;
  size_t lookups = 0;
  for (const bench::Job& job : work.jobs()) {
    bench::evaluate(job, session, result);
    lookups += session.lookups().size();
  }
  const uint64_t before = allocations.load();
  const double time = lowest_time(work, session, rounds);
  const auto evaluations = static_cast<double>(rounds * work.jobs().size());
  std::printf("evaluations %.0f\nns %.0f\nlookups %.2f\nallocations %.3f\n", evaluations, time,
              static_cast<double>(lookups) / static_cast<double>(work.jobs().size()),
              static_cast<double>(allocations.load() - before) / evaluations);
}

// Evaluations of a second of work by `threads` threads, each with a session of its own.
double rate_of(const Workload& work, size_t threads) {
  constexpr auto kTime = std::chrono::milliseconds(500);
  std::atomic<size_t> done{0};
  std::vector<std::thread> all;
  const auto end = std::chrono::steady_clock::now() + kTime;
  for (size_t i = 0; i < threads; ++i) {
    all.emplace_back([&] {
      rules::Session session(work.engine());
      std::string result;
      size_t mine = 0;
      while (std::chrono::steady_clock::now() < end) {
        measured_evaluations(work.jobs(), session, result);
        mine += work.jobs().size();
      }
      done += mine;
    });
  }
  for (std::thread& one : all) one.join();
  return static_cast<double>(done.load()) / std::chrono::duration<double>(kTime).count();
}

void run_threads(const Workload& work, size_t threads) {
  double best = 0;
  for (int i = 0; i < 5; ++i) best = std::max(best, rate_of(work, threads) / rate_of(work, 1));
  std::printf("ratio %.2f\n", best);
}

long heap_bytes() { return static_cast<long>(mallinfo2().uordblks + mallinfo2().hblkhd); }

void run_load(const std::string& cf, const std::string& cache, size_t rounds) {
  const long before = heap_bytes();
  const auto kept = bench::load_engine(cf, cache);
  if (!kept) throw std::runtime_error("cannot load " + cf);
  std::printf("bytes %ld\n", heap_bytes() - before);
  double lowest = 0;
  for (size_t i = 0; i < rounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    measured_load(cf, cache);
    const double time = nanoseconds_since(begin);
    if (i == 0 || time < lowest) lowest = time;
  }
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("loads %zu\nns %.0f\npeak_kb %ld\n", rounds, lowest, usage.ru_maxrss);
}

int run(Arguments arguments) {
  std::vector<Primer> primers;
  while (!arguments.empty() && arguments[0].find('=') != std::string::npos) {
    const size_t equals = arguments[0].find('=');
    primers.push_back({arguments[0].substr(0, equals), arguments[0].substr(equals + 1)});
    arguments.erase(arguments.begin());
  }
  arguments.resize(6);
  const std::string& command = arguments[0];
  if (command == "results") {
    print_results(Workload(arguments[1], arguments[2], arguments[3], primers));
    return 0;
  }
  const size_t count = std::strtoul(arguments[1].c_str(), nullptr, 10);
  if (command == "load") {
    run_load(arguments[2], arguments[3], count);
  } else if (command == "rounds") {
    run_rounds(Workload(arguments[2], arguments[3], arguments[4], primers), count);
  } else if (command == "threads") {
    run_threads(Workload(arguments[2], arguments[3], arguments[4], primers), count);
  } else {
    throw std::runtime_error("unknown command: " + command);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(Arguments(argv + 1, argv + argc));
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "bench_evaluate: %s\n", problem.what());
    return 1;
  }
}
