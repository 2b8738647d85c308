// Map classes of the unit tests: in memory, one for each way in which a map can answer.
//
//   Kname table key=value ...   found when the key is there; takes the flags that most classes
//   share Kname macro                 sets a macro, answers '' Kname echo                  answers
//   KEY|ARG1|ARG2... Kname host                  what the session's host answers; later, if it says
//   so Kname temp, Kname broken    never an answer
#ifndef LIBRULES_TESTS_TEST_MAPS_H
#define LIBRULES_TESTS_TEST_MAPS_H

#include <array>
#include <string>
#include <string_view>

#include "maps/answers.h"
#include "maps/map_class.h"
#include "text/fold.h"

namespace rules::test {

// The word `key=value` of a definition that has this key: its value.
inline bool find_in_table(std::string_view words, std::string_view key, std::string& value) {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(word.size() < words.size() ? word.size() + 1 : word.size());
    const size_t equals = word.find('=');
    if (equals == std::string_view::npos || !equal_folded(word.substr(0, equals), key)) continue;
    value = word.substr(equals + 1);
    return true;
  }
  return false;
}

class TableMap final : public Map {
 public:
  using Map::Map;
  LookupAnswer lookup(const LookupRequest& request, LookupServices& services) const override {
    const std::string_view all = definition().definition;
    std::string found;
    const size_t first = all.find('=');
    const size_t begin = first == std::string_view::npos ? all.size() : all.rfind(' ', first) + 1;
    if (!find_in_table(all.substr(begin), request.key, found)) return nothing_found(kExitNotFound);
    return rewritten_value(definition(), request, found, services);
  }
};

class MacroMap final : public Map {
 public:
  using Map::Map;
  LookupAnswer lookup(const LookupRequest& request, LookupServices& services) const override {
    const bool unset = request.args.size() < 2;
    if (!services.set_macro(request.key, unset ? nullptr : &request.args[1])) {
      return nothing_found(kExitConfig);
    }
    return {LookupStatus::found, kExitOk, {}};
  }
};

class EchoMap final : public Map {
 public:
  using Map::Map;
  LookupAnswer lookup(const LookupRequest& request, LookupServices& services) const override {
    services.value.clear();
    for (const std::string_view arg : request.args) services.value.append(arg).append("|");
    return {LookupStatus::found, kExitOk, services.value};
  }
};

class HostMap final : public Map {
 public:
  using Map::Map;
  LookupAnswer lookup(const LookupRequest& request, LookupServices& services) const override {
    return services.ask_host(definition(), request);
  }
};

class TempMap final : public Map {
 public:
  using Map::Map;
  LookupAnswer lookup(const LookupRequest&, LookupServices&) const override {
    return temporary_failure();
  }
};

class BrokenMap final : public Map {
 public:
  using Map::Map;
  LookupAnswer lookup(const LookupRequest&, LookupServices&) const override {
    return {LookupStatus::error, kExitConfig, {}};
  }
};

inline const std::array kTestClasses = {
    MapClass{"table", kNeedsNothing, parse_common_flags, make_map<TableMap>},
    MapClass{"macro", kKeepsQuotes, parse_common_flags, make_map<MacroMap>},
    MapClass{"echo", kNeedsNothing, parse_common_flags, make_map<EchoMap>},
    MapClass{"host", kNeedsNothing, parse_common_flags, make_map<HostMap>},
    MapClass{"temp", kNeedsNothing, parse_common_flags, make_map<TempMap>},
    MapClass{"broken", kNeedsNothing, parse_common_flags, make_map<BrokenMap>},
};

class TestMapClasses final : public MapClasses {
 public:
  const MapClass* find(std::string_view name) const override {
    for (const MapClass& known : kTestClasses) {
      if (equal_folded(known.name, name)) return &known;
    }
    return nullptr;
  }
  std::string_view name_of(const MapClass& map_class) const override { return map_class.name; }
  bool parse(const MapClass& map_class, std::string_view definition, MapDefinition& map,
             MapProblems& problems) const override {
    return map_class.parse(map_class, definition, map, problems);
  }
  // For F lines: the definition is a table.
  Once look_up_once(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                    std::string_view key, std::string& value,
                    MapProblems& problems) const override {
    if (!map_class.parse(map_class, definition, map, problems)) return Once::told;
    if (std::string_view(map_class.name) == "temp") return Once::failed;
    if (std::string_view(map_class.name) == "broken") return Once::not_open;
    return find_in_table(definition, key, value) ? Once::found : Once::not_found;
  }
};

inline const TestMapClasses kTestMapClasses;

}  // namespace rules::test

#endif
