// What the tests of the map classes share: K lines read and asked without a configuration.
#ifndef TESTS_UNIT_MAPS_SUPPORT_H
#define TESTS_UNIT_MAPS_SUPPORT_H

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "maps/map.h"
#include "maps/map_class.h"

namespace rules {

// A set of maps with the services of a session; remembers all that was said.
class MapBench final : public LookupServices, private MapProblems {
 public:
  MapBench() {
    environment->safety.check = false;  // tests run in folders of any kind
    environment->allow_exec = true;
  }

  // Reads `Kname class arguments`; what is wrong is in `problems`.
  Map& define(const std::string& name, const std::string& class_name,
              const std::string& arguments) {
    const MapClasses& classes = debugging_map_classes();
    const MapClass* map_class = classes.find(class_name);
    REQUIRE(map_class != nullptr);
    auto& definition = definitions_[name];
    if (!definition) definition = std::make_unique<MapDefinition>();
    definition->name = name;
    definition->map_class = map_class;
    definition->definition = arguments;
    definition->environment = environment;
    definition->usable = classes.parse(*map_class, arguments, *definition, *this);
    versions = {};  // of maps that are gone
    maps_[name] = map_class->make(*definition);
    return *maps_[name];
  }

  const MapDefinition& definition(const std::string& name) { return *definitions_.at(name); }

  // "VALUE (CODE)", or "no match (CODE)", as /map shows it.
  std::string ask(const std::string& name, std::span<const std::string_view> args) {
    const Map& map = *maps_.at(name);
    versions.next_evaluation();
    if (!map.open(*this)) return "not open";
    const LookupAnswer answer = map.lookup({args.front(), args}, *this);
    status = answer.status;
    const std::string code = " (" + std::to_string(answer.code) + ")";
    if (answer.status != LookupStatus::found) return "no match" + code;
    return std::string(answer.value) + code;
  }
  std::string ask(const std::string& name, std::initializer_list<std::string_view> args) {
    return ask(name, std::span(args.begin(), args.size()));
  }
  std::string ask(const std::string& name, std::string_view key) {
    return ask(name, std::span(&key, 1));
  }

  void complain(std::string_view text, int) override { complaints.emplace_back(text); }
  bool set_macro(std::string_view name, const std::string_view* new_value) override {
    if (name == "{}") return false;
    macros[std::string(name)] = new_value == nullptr ? "(unset)" : std::string(*new_value);
    return true;
  }
  const Map* find_map(std::string_view name) override {
    const auto at = maps_.find(std::string(name));
    return at == maps_.end() ? nullptr : at->second.get();
  }
  std::vector<std::string_view> class_words(std::string_view name) const override {
    const auto at = words.find(std::string(name));
    if (at == words.end()) return {};
    return {at->second.begin(), at->second.end()};
  }
  LookupAnswer ask_host(const MapDefinition&, const LookupRequest& request) override {
    if (request.key != "known") return {};
    return {LookupStatus::found, 0, "known.example.com"};
  }
  bool tracing(int, int) const override { return trace_on; }
  void trace(std::string_view text, bool) override { steps.emplace_back(text); }
  std::string macro_text(std::string_view name) override { return macros[std::string(name)]; }

  std::shared_ptr<MapEnvironment> environment = std::make_shared<MapEnvironment>();
  std::vector<std::string> problems;
  std::vector<std::string> complaints;
  std::vector<std::string> steps;
  std::map<std::string, std::string> macros;
  std::map<std::string, std::vector<std::string>> words;  // of classes
  LookupStatus status = LookupStatus::not_found;
  bool trace_on = false;

 private:
  void map_problem(std::string text, int) override { problems.push_back(std::move(text)); }
  const MapDefinition* defined_map(std::string_view name) const override {
    const auto at = definitions_.find(std::string(name));
    return at == definitions_.end() ? nullptr : at->second.get();
  }

  bool uses_class(std::string_view name) override {
    words[std::string(name)];
    return true;
  }

  std::map<std::string, std::unique_ptr<MapDefinition>> definitions_;
  std::map<std::string, std::unique_ptr<Map>> maps_;
};

// A folder of its own, gone with the object.
class TestFolder {
 public:
  TestFolder() {
    char name[] = "/tmp/librules-maps-XXXXXX";
    path_ = ::mkdtemp(name);
    ::chmod(path_.c_str(), 0755);
  }
  ~TestFolder() { std::system(("rm -rf '" + path_ + "'").c_str()) == 0 ? void() : std::abort(); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& text, mode_t mode = 0644) const {
    std::ofstream(file(name), std::ios::binary) << text;
    ::chmod(file(name).c_str(), mode);
    return file(name);
  }

 private:
  std::string path_;
};

}  // namespace rules

#endif
