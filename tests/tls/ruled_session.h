// The rulesets of a cf and a session of theirs, for tests: what must go well is REQUIREd.
#ifndef TESTS_TLS_RULED_SESSION_H
#define TESTS_TLS_RULED_SESSION_H

#include <rules/rules.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

// A map class that a test answers itself.
inline rules_map_class answered_class(const char* name, rules_map_callback lookup,
                                      void* user = nullptr) {
  rules_map_class made = {};
  made.size = sizeof made;
  made.name = name;
  made.lookup = lookup;
  made.user = user;
  return made;
}

class RuledSession {
 public:
  RuledSession(const char* file, const std::vector<rules_map_class>& classes) {
    rules_load_options options = {};
    options.size = sizeof options;
    options.host_name = "mx.here.example";
    options.skip_file_safety = 1;
    options.map_classes = classes.data();
    options.map_class_count = classes.size();
    REQUIRE(rules_program_load_file(file, &options, &program_, nullptr) == RULES_OK);
    restart();
  }
  RuledSession(const RuledSession&) = delete;
  RuledSession& operator=(const RuledSession&) = delete;
  ~RuledSession() {
    rules_session_free(session_);
    rules_program_free(program_);
  }

  void restart() {
    rules_session_free(session_);
    session_ = nullptr;
    REQUIRE(rules_session_new(program_, nullptr, &session_) == RULES_OK);
  }

  void set(const std::string& name, const std::string& value) {
    REQUIRE(rules_session_set_macro(session_, RULES_CONNECTION, name.data(), name.size(),
                                    value.data(), value.size()) == RULES_OK);
  }

  void add(const std::string& of_class, const std::string& word) {
    REQUIRE(rules_session_add_class_word(session_, RULES_CONNECTION, of_class.data(),
                                         of_class.size(), word.data(), word.size()) == RULES_OK);
  }

  // Calls a ruleset; its texts last until the next call.
  rules_verdict call(const std::string& ruleset, const std::vector<std::string>& arguments) {
    std::vector<rules_text> args;
    for (const std::string& one : arguments) args.push_back({one.data(), one.size()});
    const rules_result* result = nullptr;
    INFO(ruleset);
    REQUIRE(rules_session_call(session_, ruleset.data(), ruleset.size(), args.data(), args.size(),
                               nullptr, &result) == RULES_OK);
    rules_verdict verdict = {};
    verdict.size = sizeof verdict;
    REQUIRE(rules_result_verdict(result, &verdict) == RULES_OK);
    return verdict;
  }

  rules_session* session() const { return session_; }

 private:
  rules_program* program_ = nullptr;
  rules_session* session_ = nullptr;
};

#endif
