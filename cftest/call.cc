// See call.h.

#include "call.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>

#include "rules/rules.h"

namespace cftest {

namespace {

constexpr int kExitReject = 1;
constexpr int kExitTempFail = 2;
constexpr int kExitDiscard = 3;
constexpr int kExitQuarantine = 4;
constexpr int kExitBadCall = 64;  // EX_USAGE
constexpr int kExitConfig = 78;   // EX_CONFIG

constexpr const char* kUsage = R"(usage: cftest call FILE RULESET [ARGUMENT...] [OPTION...]

Calls a ruleset of the sendmail.cf FILE as a mail server would: each argument is read by itself, and
they are joined by the $| of the ruleset language. Shows the workspace, the verdict with the rule that
decided, and the map look-ups.

  --macro NAME=VALUE  set a macro of the connection: x or {name}, the braces may be left out
  --class NAME=WORD   add a word to a class
  --reply REPLY       what an error without a code of its own gets (default "553 5.0.0")
  --trace             show what goes into rulesets and comes out of them
  --debug SPEC        trace more, as the -bt command -d does: 21.12 each rule, 60.1 each look-up
  --host-name NAME    the host's name
  --zone FILE         DNS answers from a zone file (without it DNS is not asked)
  --cache FILE        keep what was read of the configuration in FILE, and use it the next time
  --no-file-safety    accept files that others could have written
  --allow-exec        let the configuration start programs
  --                  what follows are arguments

Exit status: 0 accept, 1 reject, 2 temporary failure, 3 discard, 4 quarantine, 64 wrong usage, 78 the
configuration cannot be used or has no such ruleset.
)";

struct Assignment {
  std::string name;
  std::string value;
};

struct CallOptions {
  std::string file;
  std::string ruleset;
  std::vector<std::string> args;
  std::vector<Assignment> macros;
  std::vector<Assignment> class_words;
  std::string reply;
  std::optional<std::string> debug;  // trace is wanted
  std::string host_name;
  std::string zone;
  std::string cache;
  bool no_file_safety = false;
  bool allow_exec = false;
  bool help = false;
};

class OptionReader {
 public:
  explicit OptionReader(const std::vector<std::string>& words) : words_(words) {}

  std::optional<CallOptions> read() {
    std::vector<std::string> plain;
    for (; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      if (!only_arguments_ && word == "--") {
        only_arguments_ = true;
      } else if (only_arguments_ || word.rfind("--", 0) != 0) {
        plain.push_back(word);
      } else if (!take(word)) {
        return std::nullopt;
      }
    }
    if (options_.help) return std::move(options_);
    if (plain.size() < 2) {
      std::fputs("cftest call: needs a FILE and a RULESET\nTry cftest call --help\n", stderr);
      return std::nullopt;
    }
    options_.file = plain[0];
    options_.ruleset = plain[1];
    options_.args.assign(plain.begin() + 2, plain.end());
    return std::move(options_);
  }

 private:
  bool refuse(const std::string& text) {
    std::fprintf(stderr, "cftest call: %s\nTry cftest call --help\n", text.c_str());
    return false;
  }

  bool take(const std::string& word) {
    if (word == "--trace") {
      if (!options_.debug) options_.debug = "";
      return true;
    }
    if (word == "--no-file-safety") return options_.no_file_safety = true;
    if (word == "--allow-exec") return options_.allow_exec = true;
    if (word == "--help") return options_.help = true;
    return take_with_value(word);
  }

  bool take_with_value(const std::string& word) {
    const size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    constexpr std::array kNames = {"--macro",     "--class", "--reply", "--debug",
                                   "--host-name", "--zone",  "--cache"};
    if (std::find(kNames.begin(), kNames.end(), name) == kNames.end()) {
      return refuse("unknown option " + word);
    }
    std::string value;
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (at_ + 1 < words_.size()) {
      value = words_[++at_];
    } else {
      return refuse(word + " needs a value");
    }
    if (name == "--macro") return assign(name, value, options_.macros);
    if (name == "--class") return assign(name, value, options_.class_words);
    if (name == "--reply") options_.reply = value;
    if (name == "--debug") options_.debug = value;
    if (name == "--host-name") options_.host_name = value;
    if (name == "--zone") options_.zone = value;
    if (name == "--cache") options_.cache = value;
    return true;
  }

  // NAME=VALUE; a long name gets its braces.
  bool assign(const std::string& option, const std::string& text, std::vector<Assignment>& to) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return refuse(option + " needs NAME=VALUE, not " + text);
    }
    std::string name = text.substr(0, equals);
    if (name.size() > 1 && name.front() != '{') name = "{" + name + "}";
    to.push_back({std::move(name), text.substr(equals + 1)});
    return true;
  }

  const std::vector<std::string>& words_;
  CallOptions options_;
  size_t at_ = 0;
  bool only_arguments_ = false;
};

struct FreeProgram {
  void operator()(rules_program* program) const { rules_program_free(program); }
};
struct FreeSession {
  void operator()(rules_session* session) const { rules_session_free(session); }
};
struct FreeDiagnostics {
  void operator()(rules_diagnostics* notes) const { rules_diagnostics_free(notes); }
};
using Program = std::unique_ptr<rules_program, FreeProgram>;
using Session = std::unique_ptr<rules_session, FreeSession>;
using Notes = std::unique_ptr<rules_diagnostics, FreeDiagnostics>;

std::string text_of(const rules_text& text) {
  return text.length == 0 ? std::string() : std::string(text.data, text.length);
}

void print_notes(rules_diagnostics* notes) {
  for (size_t i = 0; i < rules_diagnostics_count(notes); ++i) {
    rules_diagnostic note{};
    note.size = sizeof note;
    if (rules_diagnostics_get(notes, i, &note) != RULES_OK) return;
    if (note.file != nullptr) std::fprintf(stderr, "%s: line %u: ", note.file, note.line);
    std::fprintf(stderr, "%s\n", note.text);
  }
}

Program load(const CallOptions& options) {
  rules_load_options how{};
  how.size = sizeof how;
  how.host_name = options.host_name.empty() ? nullptr : options.host_name.c_str();
  how.allow_exec = options.allow_exec ? 1 : 0;
  how.skip_file_safety = options.no_file_safety ? 1 : 0;
  how.cache_file = options.cache.empty() ? nullptr : options.cache.c_str();
  std::ostringstream zone;
  if (!options.zone.empty()) {
    std::ifstream file(options.zone, std::ios::binary);
    zone << file.rdbuf();
    if (!file || file.bad()) {
      std::fprintf(stderr, "cftest call: --zone %s: cannot be read\n", options.zone.c_str());
      return nullptr;
    }
  }
  const std::string zone_text = zone.str();
  how.zone = {zone_text.data(), zone_text.size()};
  rules_program* program = nullptr;
  rules_diagnostics* notes = nullptr;
  const rules_status status = rules_program_load_file(options.file.c_str(), &how, &program, &notes);
  const Notes owned(notes);
  print_notes(notes);
  if (status != RULES_OK && rules_diagnostics_count(notes) == 0) {
    std::fprintf(stderr, "cftest call: %s: %s\n", options.file.c_str(), rules_status_text(status));
  }
  return Program(program);
}

void print_trace(void*, const rules_trace_event* event) {
  std::printf("%.*s\n", static_cast<int>(event->text.length), event->text.data);
}

// Sets up the session; false after a complaint.
bool prepare(rules_session* session, const CallOptions& options) {
  for (const Assignment& macro : options.macros) {
    const rules_status status =
        rules_session_set_macro(session, RULES_CONNECTION, macro.name.data(), macro.name.size(),
                                macro.value.data(), macro.value.size());
    if (status == RULES_OK) continue;
    std::fprintf(stderr, "cftest call: macro %s: %s\n", macro.name.c_str(),
                 rules_status_text(status));
    return false;
  }
  for (const Assignment& word : options.class_words) {
    const rules_status status =
        rules_session_add_class_word(session, RULES_CONNECTION, word.name.data(), word.name.size(),
                                     word.value.data(), word.value.size());
    if (status == RULES_OK) continue;
    std::fprintf(stderr, "cftest call: class %s: %s\n", word.name.c_str(),
                 rules_status_text(status));
    return false;
  }
  if (!options.debug) return true;
  const rules_status status =
      rules_session_on_trace(session, options.debug->c_str(), print_trace, nullptr, nullptr);
  if (status != RULES_OK) std::fprintf(stderr, "cftest call: %s\n", rules_status_text(status));
  return status == RULES_OK;
}

const char* decision_text(rules_decision decision) {
  switch (decision) {
    case RULES_ACCEPT:
      return "accept";
    case RULES_REJECT:
      return "reject";
    case RULES_TEMPFAIL:
      return "temporary failure";
    case RULES_DISCARD:
      return "discard";
    case RULES_QUARANTINE:
      return "quarantine";
  }
  return "?";
}

int decision_exit(rules_decision decision) {
  switch (decision) {
    case RULES_ACCEPT:
      return 0;
    case RULES_REJECT:
      return kExitReject;
    case RULES_TEMPFAIL:
      return kExitTempFail;
    case RULES_DISCARD:
      return kExitDiscard;
    case RULES_QUARANTINE:
      return kExitQuarantine;
  }
  return kExitBadCall;
}

const char* lookup_text(rules_lookup_status status) {
  switch (status) {
    case RULES_LOOKUP_FOUND:
      return "";
    case RULES_LOOKUP_NOT_FOUND:
      return "not found";
    case RULES_LOOKUP_TEMPFAIL:
      return "temporary failure";
    case RULES_LOOKUP_ERROR:
      return "error in the map";
    case RULES_LOOKUP_LATER:
      return "no answer yet";
  }
  return "?";
}

void print_reply(const rules_verdict& verdict) {
  if (verdict.code != 0) std::printf(" %d", verdict.code);
  for (const rules_text& part : {verdict.enhanced, verdict.text}) {
    if (part.length > 0) std::printf(" %s", text_of(part).c_str());
  }
}

void print_verdict(const rules_verdict& verdict) {
  std::printf("decision:  %s", decision_text(verdict.decision));
  print_reply(verdict);
  std::putchar('\n');
  if (verdict.reason.length > 0) std::printf("reason:    %s\n", text_of(verdict.reason).c_str());
  if (verdict.file != nullptr) {
    std::printf("rule:      %s:%u (ruleset %s)\n", verdict.file, verdict.line,
                text_of(verdict.ruleset).c_str());
  } else {
    std::puts("rule:      none matched");
  }
}

void print_lookups(const rules_result* result) {
  for (size_t i = 0; i < rules_result_lookup_count(result); ++i) {
    rules_lookup lookup{};
    lookup.size = sizeof lookup;
    if (rules_result_lookup(result, i, &lookup) != RULES_OK) return;
    const bool found = lookup.status == RULES_LOOKUP_FOUND;
    std::printf("look-up:   %s(%s): %s (line %u)\n", text_of(lookup.map).c_str(),
                text_of(lookup.key).c_str(),
                found ? ("\"" + text_of(lookup.value) + "\"").c_str() : lookup_text(lookup.status),
                lookup.line);
  }
}

int print_result(const rules_result* result) {
  rules_text workspace{};
  rules_verdict verdict{};
  verdict.size = sizeof verdict;
  if (rules_result_tokens(result, &workspace) != RULES_OK ||
      rules_result_verdict(result, &verdict) != RULES_OK) {
    std::fputs("cftest call: the library gave no result\n", stderr);
    return kExitBadCall;
  }
  std::printf("workspace: %s\n", text_of(workspace).c_str());
  print_verdict(verdict);
  print_lookups(result);
  return decision_exit(verdict.decision);
}

int call(rules_session* session, const CallOptions& options) {
  std::vector<rules_text> args;
  for (const std::string& arg : options.args) args.push_back({arg.data(), arg.size()});
  rules_call_options how{};
  how.size = sizeof how;
  how.default_reply = options.reply.empty() ? nullptr : options.reply.c_str();
  const rules_result* result = nullptr;
  const rules_status status =
      rules_session_call(session, options.ruleset.data(), options.ruleset.size(), args.data(),
                         args.size(), &how, &result);
  if (result != nullptr) return print_result(result);
  const bool unknown = status == RULES_ENOENT;
  std::fprintf(stderr, "cftest call: %s: %s\n", options.ruleset.c_str(),
               unknown ? "no such ruleset, or it has no rules" : rules_status_text(status));
  return unknown ? kExitConfig : kExitBadCall;
}

}  // namespace

int run_call(const std::vector<std::string>& words) {
  const auto options = OptionReader(words).read();
  if (!options) return kExitBadCall;
  if (options->help) return std::fputs(kUsage, stdout) < 0 ? kExitBadCall : 0;
  const Program program = load(*options);
  if (program == nullptr) return kExitConfig;
  rules_session* opened = nullptr;
  if (rules_session_new(program.get(), nullptr, &opened) != RULES_OK) return kExitConfig;
  const Session session(opened);
  if (!prepare(session.get(), *options)) return kExitBadCall;
  return call(session.get(), *options);
}

}  // namespace cftest
