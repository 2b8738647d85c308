// The table of map_classes.def.
//
// Tested by tests/unit/maps_flags_test.cc.

#include <array>

#include "maps/map_class.h"
#include "text/fold.h"

namespace rules {

#define MAP_CLASS(name, descriptor) extern const MapClass descriptor;
#include "maps/map_classes.def"
#undef MAP_CLASS

namespace {

constexpr std::array kClasses = {
#define MAP_CLASS(name, descriptor) &descriptor,
#include "maps/map_classes.def"
#undef MAP_CLASS
};

// What a map may use while a configuration is read: it can complain, and no more.
class LoadServices final : public LookupServices {
 public:
  explicit LoadServices(MapProblems& problems) : problems_(problems) {}

  bool told() const { return told_; }
  // `: WORDS`, with which the last complaint ended: what failed is known by them.
  const std::string& reason() const { return reason_; }
  void complain(std::string_view text, int error_number = 0) override {
    told_ = true;
    const size_t words = text.rfind(": ");
    reason_ = words == std::string_view::npos ? "" : text.substr(words);
    problems_.map_problem(std::string(text), error_number);
  }
  bool set_macro(std::string_view, const std::string_view*) override { return false; }
  const Map* find_map(std::string_view) override { return nullptr; }
  std::vector<std::string_view> class_words(std::string_view) const override { return {}; }
  LookupAnswer ask_host(const MapDefinition&, const LookupRequest&) override {
    return {LookupStatus::temp_fail, kExitTempFail, {}};
  }
  std::string macro_text(std::string_view) override { return {}; }
  bool tracing(int category, int level) const override {
    const bool opening = category == 38 && level == 4;  // such a map is not one of the table
    return !opening && problems_.map_tracing(category, level);
  }
  void trace(std::string_view text, bool ends_line) override {
    problems_.map_trace(std::string(text), ends_line);
  }

 private:
  MapProblems& problems_;
  bool told_ = false;
  std::string reason_;
};

class ClassTable final : public MapClasses {
 public:
  explicit ClassTable(uint32_t left_out) : left_out_(left_out) {}

  const MapClass* find(std::string_view name) const override {
    for (const MapClass* known : kClasses) {
      if ((known->needs & left_out_) != 0) continue;
      if (equal_folded(known->name, name)) return known;
    }
    return nullptr;
  }

  std::string_view name_of(const MapClass& map_class) const override { return map_class.name; }

  bool parse(const MapClass& map_class, std::string_view definition, MapDefinition& map,
             MapProblems& problems) const override {
    map.keep_quotes |= (map_class.needs & kKeepsQuotes) != 0;
    return map_class.parse(map_class, definition, map, problems);
  }

  Once look_up_once(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                    std::string_view key, std::string& value,
                    MapProblems& problems) const override {
    map.usable = parse(map_class, definition, map, problems);
    if (!map.usable) return Once::told;
    const std::unique_ptr<Map> asked = map_class.make(map);
    LoadServices services(problems);
    if (!asked->open(services)) return map.optional ? Once::told : Once::not_open;
    const bool cannot_open = services.told();
    const std::string_view args[] = {key};
    const LookupAnswer answer = asked->lookup({key, args}, services);
    switch (answer.status) {
      case LookupStatus::found:
        value = answer.value;
        return Once::found;
      case LookupStatus::not_found:
        return Once::not_found;
      default:
        value = services.reason();
        return cannot_open ? Once::not_open : Once::failed;
    }
  }

 private:
  uint32_t left_out_;  // MapNeeds
};

}  // namespace

const MapClasses& library_map_classes() {
  static const ClassTable table(kForDebugging);
  return table;
}

const MapClasses& debugging_map_classes() {
  static const ClassTable table(0);
  return table;
}

const MapClasses& reference_map_classes(bool debugging) {
  static const ClassTable usual(kForDebugging | kBeyondReference);
  static const ClassTable all(kBeyondReference);
  return debugging ? all : usual;
}

}  // namespace rules
