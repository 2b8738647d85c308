// A program with its maps: what sessions share.
#ifndef LIBRULES_EVAL_ENGINE_H
#define LIBRULES_EVAL_ENGINE_H

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "eval/call_buffers.h"
#include "maps/map.h"
#include "program/program.h"

namespace rules {

struct NameHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// Immutable but for what maps keep open, which is theirs to guard. Any number of threads.
class Engine {
 public:
  explicit Engine(std::unique_ptr<Config> config);

  const Program& program() const { return program_; }

  // By name, without case; NULL: no such map.
  const Map* find_map(std::string_view name) const;
  const Map* find_map(const Token& name) const {
    return name.symbol != 0 ? maps_by_symbol_[name.symbol] : find_map(name.text());
  }
  // The one of $[ $]; NULL: none.
  const Map* host_map() const { return host_map_; }
  // Of this program's sessions.
  const SpareBuffers& spare_buffers() const { return spare_buffers_; }

 private:
  Program program_;
  std::unordered_map<std::string, std::unique_ptr<Map>, NameHash, std::equal_to<>>
      maps_;  // by folded name
  std::vector<const Map*> maps_by_symbol_;
  const Map* host_map_ = nullptr;
  SpareBuffers spare_buffers_;
};

}  // namespace rules

#endif
