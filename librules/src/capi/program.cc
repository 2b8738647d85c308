// rules_program: loading and letting go.
//
// Tested by tests/capi/contract.c, tests/capi/calls.c.

#include <cerrno>

#include "capi/diagnostics_object.h"
#include "capi/program_object.h"
#include "cf/reader.h"
#include "hosts/local_host.h"
#include "hosts/system_name_server.h"
#include "hosts/zone_file.h"

namespace rules::capi {

namespace {

constexpr int kExitOsFile = 72;  // of a cf that cannot be opened

std::optional<Setting::Kind> setting_kind(const rules_setting_kind& kind) {
  switch (number_of(kind)) {
    case RULES_SET_MACRO:
      return Setting::Kind::macro;
    case RULES_SET_CLASS_WORD:
      return Setting::Kind::class_word;
    case RULES_SET_OPTION:
      return Setting::Kind::option;
  }
  return std::nullopt;
}

bool add_setting(const rules_setting& from, ReadOptions& options) {
  const auto kind = setting_kind(from.kind);
  const auto name = view_of(from.name.data, from.name.length);
  const auto value = view_of(from.value.data, from.value.length);
  if (!kind || !name || name->empty() || !value || holds_nul(*name) || holds_nul(*value)) {
    return false;
  }
  options.settings.push_back({*kind, std::string(*name), std::string(*value)});
  return true;
}

// The elements are as long as the first one says.
bool add_classes(const rules_load_options& from, HostClasses& classes) {
  const char* at = reinterpret_cast<const char*>(from.map_classes);
  for (size_t i = 0; i < from.map_class_count; ++i) {
    const auto* element = reinterpret_cast<const rules_map_class*>(at);
    rules_map_class host_class;
    if (element->size != from.map_classes->size || !read_struct(element, host_class) ||
        !classes.add(host_class)) {
      return false;
    }
    at += element->size;
  }
  return true;
}

bool read_options(const rules_load_options* given, ReadOptions& options, HostClasses& classes) {
  rules_load_options from;
  if (!read_struct(given, from)) return false;
  if (from.settings == nullptr && from.setting_count > 0) return false;
  if (from.map_classes == nullptr && from.map_class_count > 0) return false;
  for (size_t i = 0; i < from.setting_count; ++i) {
    if (!add_setting(from.settings[i], options)) return false;
  }
  if (!add_classes(from, classes)) return false;
  options.host_name = from.host_name != nullptr ? from.host_name : kernel_host_name();
  options.user_name = from.user_name != nullptr ? from.user_name : process_user_name();
  options.allow_exec = from.allow_exec != 0;
  options.file_safety = from.skip_file_safety == 0;
  if (from.ask_name_servers != 0) options.name_server = std::make_shared<SystemNameServer>();
  if (from.probe_interfaces != 0) options.interfaces = interfaces({});
  options.map_classes = &classes;
  if (from.cache_file != nullptr) options.cache_file = from.cache_file;
  return true;
}

// The zone that answers DNS questions, if the host gave one; false after a problem, which is told.
bool read_zone(const rules_load_options* given, ReadOptions& options, Diagnostics& notes) {
  rules_load_options from;
  read_struct(given, from);
  const auto text = view_of(from.zone.data, from.zone.length);
  if (!text || text->empty()) return text.has_value();
  std::vector<std::string> problems;
  const auto zone = std::make_shared<ZoneFile>("zone", *text, problems);
  for (std::string& problem : problems) {
    Diagnostic note;
    note.severity = Severity::fatal;
    note.text = std::move(problem);
    notes.push_back(std::move(note));
  }
  const std::string_view host = options.host_name;
  if (const size_t dot = host.find('.'); dot != std::string_view::npos) {
    zone->set_host_domain(host.substr(dot + 1));
  }
  options.name_server = zone;
  return problems.empty();
}

rules_status why_not_loaded(const Diagnostics& notes) {
  for (const Diagnostic& note : notes) {
    if (note.severity != Severity::fatal) continue;
    if (note.exit_status != kExitOsFile) return RULES_ECONFIG;
    return note.error_number == ENOENT ? RULES_ENOENT : RULES_EIO;
  }
  return RULES_ECONFIG;
}

template <typename Handle>
Handle* give(const Pin& made) {
  return reinterpret_cast<Handle*>(handle_of(made.slot()));
}

struct Made {
  Pin program;
  Pin notes;
};

void make_handles(std::shared_ptr<const LoadedProgram> loaded, Diagnostics* told, Made& made) {
  if (loaded->engine) {
    made.program = make_handle(Kind::program, std::make_unique<ProgramObject>(std::move(loaded)));
  }
  if (told == nullptr) return;
  try {
    made.notes =
        make_handle(Kind::diagnostics, std::make_unique<DiagnosticsObject>(std::move(*told)));
  } catch (...) {
    if (made.program) made.program.retire();
    throw;
  }
}

// read(options, notes): a Config, or nullptr.
template <typename Read>
rules_status load(const std::shared_ptr<LoadedProgram>& loaded, const rules_load_options* given,
                  rules_program** program, rules_diagnostics** notes, Read&& read) {
  ReadOptions options;
  if (!read_options(given, options, loaded->classes)) {
    loaded->classes.forget_users();
    return RULES_EINVAL;
  }
  Diagnostics told;
  std::unique_ptr<Config> config;
  if (read_zone(given, options, told)) config = read(options, told);
  const rules_status status = config ? RULES_OK : why_not_loaded(told);
  if (config) loaded->engine.emplace(std::move(config));
  Made made;
  make_handles(loaded, notes != nullptr ? &told : nullptr, made);
  if (made.program) *program = give<rules_program>(made.program);
  if (made.notes) *notes = give<rules_diagnostics>(made.notes);
  return status;
}

template <typename Read>
rules_status load_guarded(const rules_load_options* given, rules_program** program,
                          rules_diagnostics** notes, Read&& read) {
  return guarded([&] {
    const auto loaded = std::make_shared<LoadedProgram>();
    try {
      return load(loaded, given, program, notes, read);
    } catch (...) {
      loaded->classes.forget_users();
      throw;
    }
  });
}

Pin pin_program(rules_program* program) {
  return pin(value_of(program), Kind::program, Use::shared);
}

}  // namespace

}  // namespace rules::capi

using namespace rules;
using namespace rules::capi;

rules_status rules_program_load_file(const char* path, const rules_load_options* options,
                                     rules_program** program, rules_diagnostics** notes) {
  if (program != nullptr) *program = nullptr;
  if (notes != nullptr) *notes = nullptr;
  if (path == nullptr || program == nullptr) return RULES_EINVAL;
  const auto read = [path](const ReadOptions& read_options, Diagnostics& told) {
    return read_config_file(path, read_options, told);
  };
  return load_guarded(options, program, notes, read);
}

rules_status rules_program_load_memory(const char* name, const char* text, size_t length,
                                       const rules_load_options* options, rules_program** program,
                                       rules_diagnostics** notes) {
  if (program != nullptr) *program = nullptr;
  if (notes != nullptr) *notes = nullptr;
  const auto cf = view_of(text, length);
  if (name == nullptr || !cf || program == nullptr) return RULES_EINVAL;
  const auto read = [&](const ReadOptions& read_options, Diagnostics& told) {
    return read_config(name, *cf, read_options, told);
  };
  return load_guarded(options, program, notes, read);
}

rules_status rules_program_free(rules_program* program) {
  Pin held = pin_program(program);
  if (!held || !held.retire()) return RULES_EINVAL;
  return RULES_OK;
}

rules_status rules_program_has_ruleset(rules_program* program, const char* name, size_t length) {
  const Pin held = pin_program(program);
  if (!held) return held.status();
  const auto text = view_of(name, length);
  if (!text) return RULES_EINVAL;
  return guarded([&] {
    const auto engine = static_cast<const ProgramObject*>(held.object())->engine();
    const int number = engine->program().find_called(*text);
    if (number == kNoRuleset) return RULES_ENOENT;
    return engine->program().ruleset(number).rules.empty() ? RULES_ENOENT : RULES_OK;
  });
}
