// Evaluations to be measured: read from a job file, run on one session.
//
// A job is one line of a file, parts separated by tabs: its group, the rulesets (comma separated,
// applied in turn), the workspace's text ($| in it is the metasymbol), then macro=value pairs.
#ifndef LIBRULES_TESTS_BENCH_JOBS_H
#define LIBRULES_TESTS_BENCH_JOBS_H

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "eval/session.h"

namespace bench {

struct Job {
  std::string group;
  std::vector<int> rulesets;
  std::vector<std::string> arguments;  // joined by the metasymbol $|
  std::vector<std::pair<std::string, std::string>> macros;
};

// NULL: it cannot be loaded; why is on the standard error.
std::shared_ptr<const rules::Engine> load_engine(const std::string& cf,
                                                 const std::string& cache = {});

// The jobs of a group, or of all with an empty one. Throws std::runtime_error.
std::vector<Job> read_jobs(const std::string& path, const std::string& group,
                           const rules::Program& program);

// One evaluation as the reference was measured: set the macros, tokenize, rewrite, glue the result
// together. The tokens of the result are in session.workspace().
void evaluate(const Job& job, rules::Session& session, std::string& result);

}  // namespace bench

#endif
