// The map class syslog: writes the key to the system log. Every look-up finds the empty value.
//
// Tested by tests/unit/maps_simple_test.cc.

#include <fmt/format.h>
#include <syslog.h>

#include <array>
#include <string>

#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"
#include "text/fold.h"

namespace rules {

namespace {

struct SyslogSettings final : MapSettings {
  int priority = LOG_INFO;
};

struct Priority {
  std::string_view name;
  int value;
};

constexpr std::array kPriorities = {
    Priority{"EMERG", LOG_EMERG}, Priority{"ALERT", LOG_ALERT},     Priority{"CRIT", LOG_CRIT},
    Priority{"ERR", LOG_ERR},     Priority{"WARNING", LOG_WARNING}, Priority{"NOTICE", LOG_NOTICE},
    Priority{"INFO", LOG_INFO},   Priority{"DEBUG", LOG_DEBUG},
};

bool read_priority(std::string_view name, SyslogSettings& settings, MapProblems& problems) {
  constexpr std::string_view kPrefix = "LOG_";
  if (equal_folded(name.substr(0, kPrefix.size()), kPrefix)) name.remove_prefix(kPrefix.size());
  for (const Priority& priority : kPriorities) {
    if (!equal_folded(priority.name, name)) continue;
    settings.priority = priority.value;
    return true;
  }
  problems.map_problem(fmt::format("syslog_map_parseargs: Unknown priority {}", name));
  return false;
}

// Flags stand one behind the other, with or without blanks; what is none ends them.
bool parse_syslog(const MapClass&, std::string_view definition, MapDefinition& map,
                  MapProblems& problems) {
  auto settings = std::make_shared<SyslogSettings>();
  FlagText flags(definition);
  std::string_view priority;
  while (const char letter = flags.next_flag()) {
    switch (letter) {
      case 'D':
        map.no_lookup_in_defer = true;
        break;
      case 'S':
        map.space_sub = flags.one_character();
        break;
      case 'L':
        priority = flags.word_after_blanks();
        break;
      default:
        problems.map_problem(illegal_option(letter, "syslog"));
        break;
    }
  }
  if (!priority.empty() && !read_priority(priority, *settings, problems)) return false;
  map.settings = std::move(settings);
  return true;
}

class SyslogMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    const auto* settings = dynamic_cast<const SyslogSettings*>(definition().settings.get());
    key_in_scratch(request.key, false, services);
    const int priority = settings == nullptr ? LOG_INFO : settings->priority;
    if (services.tracing(38, 20)) {
      services.trace(fmt::format("syslog_map_lookup({} (priority {}): {}", definition().name,
                                 priority, services.scratch));
    }
    rewritten_value(definition(), request, services.scratch, services);
    ::syslog(priority, "%s", services.value.c_str());
    services.value.clear();
    return {LookupStatus::found, kExitOk, services.value};
  }
};

}  // namespace

extern const MapClass kSyslogClass;
const MapClass kSyslogClass = {"syslog", kNeedsNothing, parse_syslog, make_map<SyslogMap>};

}  // namespace rules
