// Google benchmarks of what run prints: wall time of evaluations, by group, and of loading.
//
//   bench_engine WORK_FOLDER [--benchmark_filter=...]
//
// WORK_FOLDER is what `run` has filled. An evaluation: see bench::evaluate.
#include <benchmark/benchmark.h>

#include <cstdio>

#include "jobs.h"

namespace {

struct Group {
  const char* cf;
  const char* jobs;
  const char* name;
};

constexpr Group kGroups[] = {
    {"own.cf", "tls.jobs", "tls_hit2"},
    {"own.cf", "tls.jobs", "tls_miss_v4"},
    {"own.cf", "tls.jobs", "tls_miss_v6"},
    {"own.cf", "checks.jobs", "check_relay"},
    {"own.cf", "checks.jobs", "check_mail"},
    {"own.cf", "checks.jobs", "check_rcpt"},
    {"own.cf", "checks.jobs", "check_rcpt_delay"},
    {"own.cf", "addresses.jobs", "canonify_parse"},
    {"patterns.cf", "patterns.jobs", "bt1_fail_100"},
    {"patterns.cf", "patterns.jobs", "bt1_fail_500"},
    {"patterns.cf", "patterns.jobs", "bt7_fail_40"},
    {"patterns.cf", "patterns.jobs", "cls3_fail_50"},
    {"patterns.cf", "patterns.jobs", "doms_none"},
    {"patterns.cf", "patterns.jobs", "chain_none"},
};

void evaluate_group(benchmark::State& state, const std::string& folder, const Group& group) {
  const auto engine = bench::load_engine(folder + group.cf);
  if (!engine) return state.SkipWithError("the configuration cannot be loaded");
  const auto jobs = bench::read_jobs(folder + group.jobs, group.name, engine->program());
  rules::Session session(engine);
  std::string result;
  size_t at = 0;
  for (auto _ : state) {
    bench::evaluate(jobs[at], session, result);
    benchmark::DoNotOptimize(result.data());
    at = at + 1 < jobs.size() ? at + 1 : 0;
  }
}

void load(benchmark::State& state, const std::string& cf) {
  for (auto _ : state) benchmark::DoNotOptimize(bench::load_engine(cf));
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::fputs("usage: bench_engine WORK_FOLDER [--benchmark_...]\n", stderr);
    return 2;
  }
  const std::string folder = std::string(argv[1]) + "/";
  for (const Group& group : kGroups) {
    benchmark::RegisterBenchmark(group.name, [folder, &group](benchmark::State& state) {
      evaluate_group(state, folder, group);
    });
  }
  benchmark::RegisterBenchmark(
      "load", [folder](benchmark::State& state) { load(state, folder + "own.cf"); });
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
