// What a rules_program stands for: an engine and the map classes that its host gave it.
#ifndef LIBRULES_CAPI_PROGRAM_OBJECT_H
#define LIBRULES_CAPI_PROGRAM_OBJECT_H

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "capi/boundary.h"
#include "capi/handle.h"
#include "eval/engine.h"
#include "maps/map_class.h"

namespace rules::capi {

// A map class of a host. Its maps' definitions point to it.
struct HostClass : MapClass {
  HostClass(const rules_map_class& from);

  std::string name_text;
  rules_map_callback callback;
  User owner;
};

// The host's classes, before those of the library.
class HostClasses final : public MapClasses {
 public:
  // False: not a name for a class, or a second one of that name, or no callback.
  bool add(const rules_map_class& host_class);
  // The registration failed: the user pointers stay the host's.
  void forget_users();

  const MapClass* find(std::string_view name) const override;
  std::string_view name_of(const MapClass& map_class) const override;
  bool parse(const MapClass& map_class, std::string_view definition, MapDefinition& map,
             MapProblems& problems) const override;
  Once look_up_once(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                    std::string_view key, std::string& value, MapProblems& problems) const override;

 private:
  const HostClass* find_own(std::string_view name) const;

  std::vector<std::unique_ptr<HostClass>> classes_;
};

// NULL: a class of the library.
const HostClass* host_class_of(const MapDefinition& map);

// Sessions share it, and outlive the handle.
struct LoadedProgram {
  HostClasses classes;
  std::optional<Engine> engine;  // goes first
};

class ProgramObject final : public Object {
 public:
  explicit ProgramObject(std::shared_ptr<const LoadedProgram> loaded)
      : loaded_(std::move(loaded)) {}

  std::shared_ptr<const Engine> engine() const { return {loaded_, &*loaded_->engine}; }

 private:
  std::shared_ptr<const LoadedProgram> loaded_;
};

}  // namespace rules::capi

#endif
