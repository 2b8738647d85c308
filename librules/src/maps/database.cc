// See database.h.

#include "maps/database.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "maps/answers.h"
#include "maps/map_class.h"

namespace rules {

namespace {

constexpr size_t kReferenceKeyBytes = 256;

std::string words_of(int error) { return std::generic_category().message(error); }

std::string_view open_function(std::optional<accessmap::Format> format) {
  if (format == accessmap::Format::cdb) return "cdb_map_open";
  if (format == accessmap::Format::lmdb) return "lmdb_map_open";
  return format == accessmap::Format::btree ? "bt_map_open" : "hash_map_open";
}

std::string with_suffix(const std::string& file, std::optional<accessmap::Format> format) {
  const std::string_view suffix = format == accessmap::Format::cdb    ? ".cdb"
                                  : format == accessmap::Format::lmdb ? ".lmdb"
                                                                      : ".db";
  return file.ends_with(suffix) ? file : file + std::string(suffix);
}

}  // namespace

DatabaseMap::DatabaseMap(const MapDefinition& definition, std::optional<accessmap::Format> format,
                         bool loud)
    : OpenedMap(definition),
      format_(format),
      loud_(loud),
      path_(with_suffix(definition.file, format)),
      database_(environment().safety.place(path_)) {}

OpenResult DatabaseMap::open_now(LookupServices& services) const {
  if (services.tracing(38, 2)) {
    services.trace(
        fmt::format("{}({}, {}, 0)", open_function(format_), definition().name, definition().file));
  }
  Refusal refusal;
  if (auto version = open_file(refusal, services)) {
    accessmap::Pin& pin = services.versions.of(this);
    pin.version = std::move(version);
    services.versions.set_checked(pin);
    return {};
  }
  refused_ = refusal.passes ? FileIdentity() : identity();
  if (!refusal.trace.empty() && services.tracing(38, 2)) services.trace(refusal.trace);
  if (loud_ && !definition().optional) {
    for (const std::string& line : refusal.lines) services.complain(line, refusal.error_number);
  } else {
    services.system_error(refusal.error_number);
  }
  // Of an optional map too: that it cannot be opened for the moment does not make it empty.
  if (refusal.passes) return {OpenState::failed, refusal.reason, false};
  return cannot_open(refusal.reason);
}

// Once a key was found in one form, the other is not looked for any more.
uint32_t DatabaseMap::closing_flags() const {
  constexpr uint32_t kWithoutNull = 0x100;
  constexpr uint32_t kWithNull = 0x200;
  uint32_t bits = map_flag_bits(definition()) | kMapUsable | kMapOpen | kMapTried;
  const accessmap::NulKeys found = form_found_.load(std::memory_order_relaxed);
  if (found == accessmap::NulKeys::without) bits &= ~kWithNull;
  if (found == accessmap::NulKeys::with) bits &= ~kWithoutNull;
  return bits;
}

std::vector<std::string> DatabaseMap::class_closing_lines() const {
  return {fmt::format("db_map_close({}, {}, {:x})", definition().name, definition().file,
                      closing_flags())};
}

bool DatabaseMap::worth_another_try() const { return identity() != refused_; }

DatabaseMap::FileIdentity DatabaseMap::identity() const {
  struct stat info {};
  if (::stat(database_.path().c_str(), &info) != 0) return {};
  return {true, info.st_dev, info.st_ino, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

// What there is to tell is told once, however often the file is replaced.
FileCheck DatabaseMap::check_for(LookupServices& services) const {
  if (checked_.exchange(true, std::memory_order_relaxed)) {
    return check_file(path_, environment().safety, FileUse::map);
  }
  return check_file_for(services, path_, environment().safety, FileUse::map);
}

void DatabaseMap::refuse_unsafe(const FileCheck& check, Refusal& refusal) const {
  const std::string_view what = check.missing ? "missing" : "unsafe";
  refusal.error_number = check.error_number;
  refusal.reason = check.why;
  refusal.trace = fmt::format("\t{} map file: {}", what, check.why);
  refusal.lines = {fmt::format("{} map \"{}\": {} map file {}: {}", definition().map_class->name,
                               definition().name, what, path_, check.why)};
}

std::shared_ptr<const accessmap::Reader> DatabaseMap::open_file(Refusal& refusal,
                                                                LookupServices& services) const {
  const FileCheck check = check_for(services);
  if (!check.safe) {
    refuse_unsafe(check, refusal);
    return nullptr;
  }
  accessmap::Problem problem;
  std::shared_ptr<const accessmap::Reader> reader = database_.renew(problem);
  if (reader && !reader->is_file(check.device, check.inode)) {
    services.complain(fmt::format("db_map_open({}): file changed after pre-open", path_));
    refusal.passes = !services.operator_bytes;  // the reference does not try again
    return nullptr;
  }
  if (reader && !format_fits(*reader)) {
    problem = {
        accessmap::Status::error, EINVAL,
        fmt::format("{}: is a {} database, not {}", path_, accessmap::format_name(reader->format()),
                    accessmap::format_name(*format_))};
    reader.reset();
  }
  if (reader) return reader;
  const int error = problem.sys_errno == 0 ? EINVAL : problem.sys_errno;
  refusal.error_number = error;
  refusal.passes = problem.status == accessmap::Status::temp_fail;
  refusal.lines = {problem.text, fmt::format("Cannot open {} database {}: {}",
                                             definition().map_class->name, path_, words_of(error))};
  return nullptr;
}

bool DatabaseMap::format_fits(const accessmap::Reader& reader) const {
  return !format_ || reader.format() == *format_;
}

accessmap::NulKeys DatabaseMap::key_forms() const {
  if (definition().include_null) return accessmap::NulKeys::with;
  if (definition().no_null_variants) return accessmap::NulKeys::without;
  return accessmap::NulKeys::either;
}

// The version that this evaluation works with; NULL: there is none that can be read (told once).
const accessmap::Reader* DatabaseMap::current(LookupServices& services) const {
  accessmap::Pin& pin = services.versions.of(this);
  if (services.versions.is_checked(pin)) [[likely]]
    return pin.version.get();
  services.versions.set_checked(pin);
  if (pin.version && pin.version->is_current()) return pin.version.get();
  pin.version = database_.latest();
  if (pin.version && format_fits(*pin.version)) return pin.version.get();
  Refusal refusal;
  pin.version = open_file(refusal, services);
  if (pin.version) {
    told_.store(false, std::memory_order_relaxed);
  } else {
    tell_once(refusal, services);
  }
  return pin.version.get();
}

void DatabaseMap::tell_once(const Refusal& refusal, LookupServices& services) const {
  if (told_.exchange(true, std::memory_order_relaxed)) return;
  for (const std::string& line : refusal.lines) services.complain(line, refusal.error_number);
}

LookupAnswer DatabaseMap::answer(const LookupRequest& request, LookupServices& services) const {
  trace_lookup("db_map_lookup", definition(), request.key, services);
  const accessmap::Reader* const version = current(services);
  if (version == nullptr) return temporary_failure();
  // Neither kind of key is left to try.
  if (definition().include_null && definition().no_null_variants) return nothing_found(kExitOk);
  std::string_view key = key_in_scratch(request.key, !definition().keep_case, services);
  // The reference cuts a longer key, so that another's entry is found: see DIFFERENCES.md.
  if (services.operator_bytes) key = key.substr(0, kReferenceKeyBytes);
  std::string_view raw;
  switch (version->find_entry(key, key_forms(), services.database, raw)) {
    case accessmap::Status::found:
      services.system_error(0);
      break;
    case accessmap::Status::not_found:
      services.system_error(kDatabaseNotFound);
      return nothing_found(kExitOk);
    default:
      // A damaged database is broken, not empty: no address may look as if it were not listed.
      tell_once({{services.database.problem().text}, services.database.problem().sys_errno, {}, {}},
                services);
      return temporary_failure();
  }
  note_form(version->form_found());
  services.scratch.clear();
  append_data(raw, services, services.scratch);
  return rewritten_value(definition(), request, services.scratch, services);
}

// Written when it is new only: all threads read it.
void DatabaseMap::note_form(accessmap::NulKeys found) const {
  if (form_found_.load(std::memory_order_relaxed) != found) {
    form_found_.store(found, std::memory_order_relaxed);
  }
}

}  // namespace rules
