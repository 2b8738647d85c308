// See user_database.h.

#include "maps/user_database.h"

#include <fmt/format.h>

#include <cerrno>
#include <new>
#include <system_error>
#include <utility>

#include "text/marked.h"

namespace rules {

namespace {

constexpr size_t kMostSources = 10;
constexpr size_t kLongestKey = 124;  // a longer one is in no user database
constexpr size_t kMostShown = 256;   // characters of a name
constexpr int kTrace = 28;

std::string database_name(std::string_view word) {
  std::string name(word);
  return name.ends_with(".db") ? name : name + ".db";
}

std::string_view next_word(std::string_view& rest) {
  const size_t comma = std::min(rest.find(','), rest.size());
  std::string_view word = rest.substr(0, comma);
  rest.remove_prefix(std::min(comma + 1, rest.size()));
  word.remove_prefix(std::min(word.find_first_not_of(" \t"), word.size()));
  return word;
}

}  // namespace

LookupStatus UserDatabase::find(std::string_view name, std::string_view field,
                                const MapEnvironment& environment, std::string& value,
                                LookupServices& services) const {
  if (services.tracing(kTrace, 1)) {
    services.trace(fmt::format("udbmatch({}, {})", name.substr(0, kMostShown), field));
  }
  ensure_open(environment, services);
  const std::string key = fmt::format("{}:{}", name, field);
  if (key.size() > kLongestKey) return LookupStatus::not_found;
  auto status = accessmap::Status::not_found;
  for (const Source& source : sources_) {
    if (source.database) status = look_in(source, key, value, services);
    if (status != accessmap::Status::not_found) break;
    if (!source.database || !services.tracing(kTrace, 2)) continue;
    services.trace(fmt::format("udbmatch: no match on {} ({}) via db", key, key.size()));
  }
  for (const Source& source : sources_) {
    if (status != accessmap::Status::not_found || field != "mailname") break;
    if (source.database) status = default_name(source, name, value, services);
  }
  if (status == accessmap::Status::not_found) return LookupStatus::not_found;
  if (status != accessmap::Status::found) return LookupStatus::temp_fail;
  if (services.tracing(kTrace, 1)) services.trace(fmt::format("udbmatch ==> {}", value));
  return LookupStatus::found;
}

accessmap::Status UserDatabase::default_name(const Source& source, std::string_view name,
                                             std::string& value, LookupServices& services) const {
  auto status = look_in(source, fmt::format("{}:maildrop", name), value, services);
  if (status != accessmap::Status::found) return status;
  status = look_in(source, ":default:mailname", value, services);
  if (status == accessmap::Status::found) value = fmt::format("{}@{}", name, value);
  return status;
}

accessmap::Status UserDatabase::look_in(const Source& source, const std::string& key,
                                        std::string& value, LookupServices& services) const {
  accessmap::Problem problem;
  const accessmap::Pin& pin = services.versions.refresh(*source.database, problem);
  if (pin.version && pin.version->format() != accessmap::Format::btree) {
    problem.text = source.shown + ": is no btree database, as user databases are";
  }
  if (!pin.version || !problem.text.empty()) {
    if (!problem.text.empty()) tell_once(problem.text, problem.sys_errno, services);
    return accessmap::Status::temp_fail;
  }
  std::string_view found;
  const auto status = pin.version->find(key, services.database, found);
  if (status == accessmap::Status::found) {
    value = cut_at_nul(found);
    told_.store(false, std::memory_order_relaxed);
  } else if (status != accessmap::Status::not_found) {
    const accessmap::Problem& broken = services.database.problem();
    tell_once(broken.text, broken.sys_errno, services);
  }
  return status;
}

void UserDatabase::tell_once(const std::string& problem, int error_number,
                             LookupServices& services) const {
  if (!told_.exchange(true, std::memory_order_relaxed)) services.complain(problem, error_number);
}

void UserDatabase::ensure_open(const MapEnvironment& environment, LookupServices& services) const {
  if (opened_.load(std::memory_order_acquire)) return;
  const accessmap::HeldTurn turn(turn_);
  if (opened_.load(std::memory_order_relaxed)) return;
  // In a forked child what was there may be half made: it is left alone.
  new (&sources_) Sources(open_all(environment, services));
  opened_.store(true, std::memory_order_release);
}

UserDatabase::Sources UserDatabase::open_all(const MapEnvironment& environment,
                                             LookupServices& services) const {
  Sources sources;
  for (std::string_view rest = spec_; !rest.empty();) {
    const std::string_view word = next_word(rest);
    if (word.empty()) continue;
    if (sources.size() == kMostSources) {
      services.complain("Maximum number of UDB entries exceeded");
      break;
    }
    if (word.front() == '@') {
      sources.push_back({std::string(word.substr(1)), nullptr});
    } else if (word.front() == '/') {
      open_file(word, environment, sources, services);
    } else {
      services.complain(fmt::format("Unknown UDB spec {}", word));
    }
  }
  if (!services.tracing(kTrace, 4)) return sources;
  for (const Source& source : sources) {
    services.trace((source.database ? "FETCH: file " : "FORWARD: host ") + source.shown);
  }
  return sources;
}

// A file that is not there is none; one that cannot be read fails each look-up that comes to it.
void UserDatabase::open_file(std::string_view word, const MapEnvironment& environment,
                             Sources& sources, LookupServices& services) const {
  std::string shown = database_name(word);
  auto database = std::make_unique<accessmap::Database>(environment.safety.place(shown));
  accessmap::Problem problem;
  const auto version = database->renew(problem);
  const bool traced = services.tracing(kTrace, 1);
  int error = version ? 0 : problem.sys_errno != 0 ? problem.sys_errno : EINVAL;
  if (version && version->format() != accessmap::Format::btree) error = EINVAL;
  if (error == 0) {
    if (traced) services.trace(fmt::format("_udbx_init: db_open({})", shown));
  } else {
    if (traced)
      services.trace(fmt::format("db_open({}): {}", shown, std::generic_category().message(error)));
    if (error == ENOENT || error == EACCES) return;
  }
  sources.push_back({std::move(shown), std::move(database)});
}

std::vector<std::string> UserDatabase::closing_lines() const {
  std::vector<std::string> lines;
  if (!opened_.load(std::memory_order_acquire)) return lines;
  for (const Source& source : sources_) {
    lines.push_back(fmt::format("_udbx_close: db->close({})", source.shown));
  }
  return lines;
}

std::vector<std::string> closing_lines_of_user_database(const MapEnvironment& environment) {
  if (!environment.user_database) return {};
  return static_cast<const UserDatabase&>(*environment.user_database).closing_lines();
}

}  // namespace rules
