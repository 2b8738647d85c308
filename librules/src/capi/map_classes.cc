// Map classes of a host: see program_object.h.
//
// Tested by tests/capi/calls.c.

#include <algorithm>

#include "capi/program_object.h"
#include "maps/callback_class.h"
#include "text/fold.h"

namespace rules::capi {

namespace {

bool is_class_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_class_name(const char* name) {
  const std::string_view text = name == nullptr ? std::string_view() : name;
  return !text.empty() && std::all_of(text.begin(), text.end(), is_class_char);
}

}  // namespace

HostClass::HostClass(const rules_map_class& from)
    : MapClass{nullptr, kNeedsNothing, parse_callback_class, make_callback_map},
      name_text(from.name),
      callback(from.lookup),
      owner(from.user, from.destroy) {
  name = name_text.c_str();
}

bool HostClasses::add(const rules_map_class& host_class) {
  if (!is_class_name(host_class.name) || host_class.lookup == nullptr) return false;
  if (find_own(host_class.name) != nullptr) return false;
  classes_.push_back(nullptr);
  classes_.back() = std::make_unique<HostClass>(host_class);
  return true;
}

void HostClasses::forget_users() {
  for (const auto& known : classes_) {
    if (known != nullptr) known->owner.forget();
  }
}

const HostClass* HostClasses::find_own(std::string_view name) const {
  for (const auto& known : classes_) {
    if (equal_folded(known->name_text, name)) return known.get();
  }
  return nullptr;
}

const MapClass* HostClasses::find(std::string_view name) const {
  if (const HostClass* own = find_own(name)) return own;
  return library_map_classes().find(name);
}

std::string_view HostClasses::name_of(const MapClass& map_class) const { return map_class.name; }

bool HostClasses::parse(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                        MapProblems& problems) const {
  return library_map_classes().parse(map_class, definition, map, problems);
}

// A host's map answers sessions; there is none while a configuration is read.
MapClasses::Once HostClasses::look_up_once(const MapClass& map_class, std::string_view definition,
                                           MapDefinition& map, std::string_view key,
                                           std::string& value, MapProblems& problems) const {
  if (map_class.make == make_callback_map) return Once::not_open;
  return library_map_classes().look_up_once(map_class, definition, map, key, value, problems);
}

const HostClass* host_class_of(const MapDefinition& map) {
  if (map.map_class == nullptr || map.map_class->make != make_callback_map) return nullptr;
  return static_cast<const HostClass*>(map.map_class);
}

}  // namespace rules::capi
