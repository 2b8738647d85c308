// The rulesets under test, called through the C ABI as a host would call them.
//
// Tested by use: patent_table.cc compares every answer with the model's.
#ifndef TESTS_PATENT_ENGINE_H
#define TESTS_PATENT_ENGINE_H

#include <rules/rules.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "prose_model.h"

namespace patent {

// How a host asks. B6: the second argument of tls_client changes nothing, so both are tried.
enum class Ask { client_mail, client_starttls, server, check_mail };
inline constexpr Ask kAsks[] = {Ask::client_mail, Ask::client_starttls, Ask::server,
                                Ask::check_mail};

// The sender that check_mail is asked about.
inline constexpr std::string_view kSender = "<sender@example.org>";

std::string_view name_of(Ask ask);

// The tag of the access map's entries for it.
std::string_view tag_of(Ask ask);

// What came back. `trouble` is empty, or what kept the answer from being a decision.
struct Answer {
  Decision decision;
  int status = 0;
  unsigned rule_line = 0;
  std::string workspace;  // of an accepted call, without blanks
  std::string trouble;
};

// One sendmail.cf, loaded, with one session. With a memory map the class "hash" is replaced: the
// access map is then whatever memory_map() points to. Not movable: the library keeps its address.
class Engine {
 public:
  enum class Map { memory, file };

  Engine(const std::string& cf, Map map);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Empty, or why there is no engine to ask: the load failed or gave a diagnostic.
  const std::string& trouble() const { return trouble_; }

  void use(const Access& access) { access_ = &access; }

  // Sets the macros of a connection, for both sides: {client_name} and {server_name} ...
  void set_peer(const Peer& peer);

  // REQUIRES: trouble() is empty.
  Answer ask(Ask how, const std::string& verify);

  // Calls a ruleset with one argument: the workspace without blanks, or "! what went wrong".
  std::string rewrite(std::string_view ruleset, std::string_view argument);

 private:
  static rules_lookup_status lookup(void* user, rules_session* session,
                                    const rules_map_query* query, rules_text* value);
  void set(std::string_view name, std::string_view value);

  const Access* access_ = nullptr;
  rules_program* program_ = nullptr;
  rules_session* session_ = nullptr;
  std::string trouble_;
};

}  // namespace patent

#endif
