// See jobs.h.

#include "jobs.h"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "cf/reader.h"
#include "maps/map_class.h"

namespace bench {

namespace {

std::vector<std::string> split(std::string_view text, std::string_view at) {
  std::vector<std::string> parts;
  for (;;) {
    const size_t end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + at.size());
  }
}

Job read_job(const std::vector<std::string>& fields, const rules::Program& program) {
  if (fields.size() < 3) throw std::runtime_error("a job has less than three parts");
  Job job;
  job.group = fields[0];
  for (const std::string& name : split(fields[1], ",")) {
    const int ruleset = program.find_called(name);
    if (ruleset == rules::kNoRuleset) throw std::runtime_error("no ruleset " + name);
    job.rulesets.push_back(ruleset);
  }
  job.arguments = split(fields[2], "$|");
  for (size_t i = 3; i < fields.size(); ++i) {
    const size_t equals = fields[i].find('=');
    job.macros.emplace_back(fields[i].substr(0, equals), fields[i].substr(equals + 1));
  }
  return job;
}

}  // namespace

std::shared_ptr<const rules::Engine> load_engine(const std::string& cf, const std::string& cache) {
  rules::ReadOptions options;
  options.host_name = "test.example.com";
  options.user_name = "bench";
  options.file_safety = false;
  options.cache_file = cache;
  options.map_classes = &rules::library_map_classes();
  rules::Diagnostics notes;
  auto config = rules::read_config_file(cf, options, notes);
  if (config) return std::make_shared<const rules::Engine>(std::move(config));
  for (const rules::Diagnostic& note : notes) std::fprintf(stderr, "%s\n", note.text.c_str());
  return nullptr;
}

std::vector<Job> read_jobs(const std::string& path, const std::string& group,
                           const rules::Program& program) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<Job> jobs;
  for (std::string line; std::getline(file, line);) {
    const auto fields = split(line, "\t");
    if (group.empty() || fields[0] == group) jobs.push_back(read_job(fields, program));
  }
  if (jobs.empty()) throw std::runtime_error("no jobs of group " + group + " in " + path);
  return jobs;
}

void evaluate(const Job& job, rules::Session& session, std::string& result) {
  for (const auto& [name, value] : job.macros) {
    session.set_macro(rules::Scope::connection, name, value);
  }
  session.begin();
  for (size_t i = 0; i < job.arguments.size(); ++i) {
    if (i > 0) session.add_separator();
    session.add_text(job.arguments[i], rules::PrescanMode());
  }
  for (size_t i = 0; i < job.rulesets.size(); ++i) {
    if (i > 0) session.begin_again();
    session.run(job.rulesets[i]);
  }
  result.clear();
  rules::join_tokens(session.workspace(), session.program().blank_sub(), result);
}

}  // namespace bench
