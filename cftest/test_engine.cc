// See test_engine.h: cftest's adapter to librules' own C++ classes.

#include "test_engine.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "build_identity.h"
#include "cf/reader.h"
#include "eval/engine.h"
#include "eval/session.h"
#include "hosts/canonical_name.h"
#include "hosts/host_address.h"
#include "hosts/mail_exchangers.h"
#include "hosts/system_name_server.h"
#include "hosts/zone_file.h"
#include "interrupts.h"
#include "maps/answers.h"
#include "maps/host_sources.h"
#include "maps/map_class.h"
#include "maps/user_database.h"
#include "test_engine_library.h"
#include "text/expand.h"
#include "text/fold.h"
#include "text/printable.h"
#include "text/reading_text.h"
#include "text/translate.h"
#include "trace/debug_levels.h"
#include "trace/problem_text.h"
#include "trace/trace_writer.h"

namespace cftest {

namespace {

constexpr int kStatusUsage = 64;
constexpr int kStatusSoftware = 70;
constexpr int kStatusSystem = 71;
constexpr int kMailersLevel = 15;  // of category 0
constexpr size_t kMaxShownFile = 83;
// Far more than sensible rules need; the reference has no limit, and may not end.
constexpr rules::Limits kTestLimits{
    .rules = 5'000'000, .tokens = 1'000'000'000, .lookups = 1'000'000, .steps = 1'000'000'000};
constexpr int kCommentLevel = 3;      // from here on # begins a comment anywhere
constexpr int kParenthesesLevel = 9;  // from here on typed addresses keep ( )

class TraceToOutput final : public rules::TraceSink {
 public:
  explicit TraceToOutput(Output& output) : output_(output) {}

  void write(const rules::TracePiece& piece) override {
    std::string text(piece.text);
    if (piece.ends_line) text += '\n';
    if (piece.kind == rules::TraceKind::rule || piece.kind == rules::TraceKind::lookup) {
      output_.debug_text(text);
    } else {
      output_.text(text);
    }
    if (piece.exit_status != 0) output_.fail(piece.exit_status);
  }

 private:
  Output& output_;
};

int exit_status_of(const rules::Diagnostic& note) {
  if (note.severity == rules::Severity::note) return 0;
  if (note.exit_status != 0) return note.exit_status;
  return note.error_number != 0 ? kStatusSystem : kStatusSoftware;
}

void print_diagnostics(const rules::Diagnostics& notes, Output& output) {
  for (const rules::Diagnostic& note : notes) {
    std::string place;
    if (!note.file.empty()) {
      place = note.file.substr(0, kMaxShownFile) + ": line " + std::to_string(note.line) + ": ";
    }
    if (note.severity == rules::Severity::trace) {
      output.debug_text(note.ends_line ? note.text + "\n" : note.text);
      continue;
    }
    output.complain(place + note.text, exit_status_of(note));
    if (note.severity == rules::Severity::note) output.fail_after_all(note.exit_status);
    if (note.severity == rules::Severity::fatal) output.fail_after_all(exit_status_of(note));
  }
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string bytes_of(std::string_view marked) {
  std::string out;
  rules::append_unmarked(marked, out);
  return out;
}

rules::Setting::Kind kind_of(const CommandLineSetting& setting) {
  switch (setting.kind) {
    case CommandLineSetting::Kind::macro:
      return rules::Setting::Kind::macro;
    case CommandLineSetting::Kind::option:
      return rules::Setting::Kind::option;
    case CommandLineSetting::Kind::complaint:
      break;
  }
  return rules::Setting::Kind::remark;
}

// As in the Date: of a mail.
std::string date_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  char text[80];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S ", &parts);
  char zone[16];
  std::strftime(zone, sizeof zone, "%z", &parts);
  return std::string(text) + (parts.tm_gmtoff == 0 ? "GMT" : zone);
}

// Of the last minute, as a whole number.
std::string load_average() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? std::to_string(static_cast<long>(load + 0.5)) : "0";
}

// The words of a mailer's arguments, a blank between them.
std::string one_blank_each(std::string_view args) {
  std::string out;
  bool blank = false;
  for (const char c : args) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space || !blank) out += space ? ' ' : c;
    blank = space;
  }
  if (blank) out.pop_back();
  return out;
}

std::string sorted(std::string flags) {
  std::sort(flags.begin(), flags.end());
  return flags;
}

}  // namespace

struct TestEngine::Parts {
  Parts(std::shared_ptr<const rules::Engine> engine_loaded, const rules::DebugLevels& levels,
        Output& output)
      : engine(std::move(engine_loaded)),
        names(engine->program().names()),
        levels_(levels),
        sink(output),
        writer(names, levels, sink),
        session(engine) {}

  const rules::Config& config() const { return engine->program().config(); }

  std::string printable(std::string_view marked) const {
    std::string out;
    rules::append_printable(marked, names, out);
    return out;
  }

  // A typed text as the reference reads a cf line's value: `$x` is an operator, comments are cut.
  std::string translate(std::string_view text, Output& output);

  std::string expanded(std::string_view marked, Output& output);

  // The words of a class, as they are kept.
  std::vector<std::string> members(rules::NameId id) const;
  std::string mailer_line(size_t number) const;
  std::string ruleset_pair(int envelope, int header) const;

  std::shared_ptr<const rules::Engine> engine;
  rules::Names names;  // of the configuration, and those typed since
  const rules::DebugLevels& levels_;
  TraceToOutput sink;
  rules::TraceWriter writer;
  rules::Session session;
  bool as_reference = false;
  rules::Classes words;  // typed ones
};

namespace {

// Prints what is wrong with a typed name, and how it is read.
class NameComplaints final : public rules::NameListener {
 public:
  NameComplaints(const rules::DebugLevels& levels, const rules::Names& names, Output& output)
      : traced_(levels.wants(rules::kMacroTrace, rules::kMacroName)),
        names_(names),
        output_(output) {}
  void name_problem(const rules::ParsedName& name, std::string_view) override {
    for (const std::string& text : rules::name_problem_texts(name)) {
      output_.complain(text, kStatusSoftware);
    }
  }
  void name_begins(std::string_view text) override {
    if (traced_) output_.debug_text(rules::name_begin_text(text, names_));
  }
  void name_ends(std::string_view text, const rules::ParsedName& name) override {
    if (traced_) output_.debug_text(rules::name_end_text(text, name, names_) + "\n");
  }

 private:
  const bool traced_;
  const rules::Names& names_;
  Output& output_;
};

// Prints how a text is expanded.
class ExpandTrace final : public rules::ExpandListener {
 public:
  ExpandTrace(const rules::DebugLevels& levels, const rules::Names& names, Output& output)
      : shows_passes_(levels.wants(rules::kMacroTrace, rules::kMacroExpandPass)),
        names_(names),
        output_(output) {}
  void expand_begins(std::string_view text) override {
    output_.debug_text(rules::expand_begin_text(text, names_) + "\n");
  }
  void expand_pass(int depth, std::string_view text) override {
    if (shows_passes_) output_.debug_text(rules::expand_pass_text(depth, text, names_) + "\n");
  }

 private:
  const bool shows_passes_;
  const rules::Names& names_;
  Output& output_;
};

}  // namespace

std::string TestEngine::Parts::expanded(std::string_view marked, Output& output) {
  SessionMacros macros(session, names);
  ExpandTrace trace(levels_, names, output);
  const bool traced = levels_.wants(rules::kMacroTrace, rules::kMacroExpand);
  std::string out;
  const auto status = rules::expand(marked, macros, out, traced ? &trace : nullptr);
  if (status == rules::ExpandStatus::too_deep) {
    output.complain("expand: recursion too deep (10 max)", kStatusSoftware);
  }
  if (traced) output.debug_text(rules::expand_end_text(out, names) + "\n");
  return out;
}

std::string TestEngine::Parts::translate(std::string_view text, Output& output) {
  NameComplaints complaints(levels_, names, output);
  const std::string cut =
      config().level >= kCommentLevel ? rules::cut_comment(text) : std::string(text);
  const bool traced = levels_.wants(37, 53);
  if (traced)
    output.debug_text("translate_dollars(" + printable(rules::mark_operator_bytes(cut)) + ")\n");
  std::string translated =
      rules::translate_dollars(rules::quote_operator_bytes(cut, as_reference), names, &complaints);
  if (traced) output.debug_text("  translate_dollars => " + printable(translated) + "\n");
  while (translated.size() > 1 && is_blank(translated.back())) translated.pop_back();
  return translated;
}

TestEngine::TestEngine(Output& output)
    : output_(output), levels_(std::make_unique<rules::DebugLevels>()) {}
TestEngine::~TestEngine() = default;

std::shared_ptr<const rules::NameServer> TestEngine::name_server(const EngineSetup& setup) {
  if (setup.zone.empty()) return std::make_shared<rules::SystemNameServer>();
  std::ifstream file(setup.zone, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf() || file.peek() == std::ifstream::traits_type::eof())) {
    output_.complain("cftest: --zone " + setup.zone + ": cannot be read", kStatusUsage);
    return nullptr;
  }
  std::vector<std::string> problems;
  auto zone = std::make_shared<rules::ZoneFile>(setup.zone, text.str(), problems);
  for (const std::string& problem : problems) {
    output_.complain("cftest: " + problem, kStatusUsage);
  }
  const std::string& host = setup.identity.host_name;
  const size_t dot = std::min(host.find('.'), host.size());
  zone->set_host_domain(std::string_view(host).substr(std::min(dot + 1, host.size())));
  return problems.empty() ? zone : nullptr;
}

bool TestEngine::load(const EngineSetup& setup) {
  rules::ReadOptions options;
  options.name_server = name_server(setup);
  if (options.name_server == nullptr) return false;
  options.host_name = setup.identity.host_name;
  options.node_name = setup.identity.node_name;
  options.user_name = setup.identity.user_name;
  options.host_names = setup.identity.names;
  options.interfaces = setup.identity.interfaces;
  options.allow_exec = setup.allow_exec;
  options.file_safety = setup.file_safety;
  options.cache_file = setup.cache_file;
  options.root = setup.root;
  options.operator_bytes = setup.as_reference;
  options.map_classes = setup.as_reference   ? &rules::reference_map_classes(wants_debug(38, 2))
                        : wants_debug(38, 2) ? &rules::debugging_map_classes()
                                             : &rules::library_map_classes();
  options.tracing = [this](int category, int level) { return wants_debug(category, level); };
  user_name_ = setup.identity.user_name;
  options.test_mode = true;
  options.build_lines = setup.as_reference ? build_of_reference() : build_of_cftest();
  options.settings.push_back({rules::Setting::Kind::macro, "b", date_now(), false, 0, true});
  options.settings.push_back(
      {rules::Setting::Kind::macro, "{load_avg}", load_average(), false, 0, true});
  for (const CommandLineSetting& setting : setup.settings) {
    options.settings.push_back(
        {kind_of(setting), setting.name, setting.value, false, setting.exit_status});
  }
  rules::Diagnostics notes;
  auto config = rules::read_config_file(setup.cf, options, notes);
  print_diagnostics(notes, output_);
  if (config == nullptr) return false;
  parts_ = std::make_unique<Parts>(std::make_shared<const rules::Engine>(std::move(config)),
                                   *levels_, output_);
  parts_->session.set_events(&parts_->writer);
  parts_->as_reference = setup.as_reference;
  parts_->session.set_operator_bytes(setup.as_reference);
  parts_->session.set_limits(kTestLimits);
  parts_->session.watch_cancel(interrupt_word(), kInterruptMark);
  if (wants_debug(0, kMailersLevel)) {
    for (const std::string& line : mailer_lines()) output_.debug_text(line + "\n");
  }
  return true;
}

void TestEngine::enter_test_mode() {
  if (!parse_name("{addr_type}")) return;
  parts_->session.set_macro(rules::Scope::connection, "{addr_type}", "e r");
}

EngineLibrary TestEngine::library() {
  return {parts_->session, *levels_, parts_->names, parts_->as_reference};
}

void TestEngine::set_debug(std::string_view spec) { levels_->set(spec); }

bool TestEngine::wants_debug(int category, int level) const {
  return levels_->wants(category, level);
}

void TestEngine::close_maps() {
  if (wants_debug(38, 5)) close_each_map();
  if (wants_debug(28, 1)) {
    for (const std::string& line :
         rules::closing_lines_of_user_database(*parts_->config().map_environment)) {
      output_.debug_text(line + "\n");
    }
  }
}

void TestEngine::close_each_map() {
  std::vector<const rules::Map*> maps;
  for (const auto& definition : parts_->config().maps) {
    maps.push_back(parts_->engine->find_map(definition->name));
  }
  const auto bucket = [](const rules::Map* map) {
    return rules::symbol_bucket(map->definition().name, rules::kMapSymbols);
  };
  std::stable_sort(maps.begin(), maps.end(),
                   [&](const rules::Map* a, const rules::Map* b) { return bucket(a) < bucket(b); });
  for (const rules::Map* map : maps) {
    for (const std::string& line : map->closing_lines(wants_debug(38, 9))) {
      output_.debug_text(line + "\n");
    }
  }
}

std::optional<int> TestEngine::find_ruleset(std::string_view name) {
  std::vector<std::string> problems;
  const int number = parts_->engine->program().find_ruleset(name, problems);
  for (const std::string& problem : problems) output_.complain(problem, kStatusSoftware);
  if (number == rules::kNoRuleset) return std::nullopt;
  return number;
}

std::vector<std::string> TestEngine::rule_lines(int ruleset) const {
  std::vector<std::string> lines;
  for (const rules::Rule& listed : parts_->engine->program().ruleset(ruleset).rules) {
    const rules::Rule& rule = parts_->session.as_called(listed);
    std::string line = "R";
    for (const rules::Token& token : rule.lhs) line += parts_->printable(token.text()) + " ";
    line += "\t\t";
    for (const rules::Token& token : rule.rhs) line += parts_->printable(token.text()) + " ";
    lines.push_back(std::move(line));
  }
  return lines;
}

size_t TestEngine::take_address(std::string_view text) {
  rules::PrescanMode mode;
  const bool keeps = parts_->config().level >= kParenthesesLevel && !wants_debug(23, 103);
  mode.table = keeps ? rules::CharTable::cf : rules::CharTable::external;
  mode.delimiter = ',';
  size_t consumed = 0;
  parts_->session.begin();
  parts_->session.add_text(rules::cut_at_nul(text), mode, &consumed);
  return std::min(consumed + 1, text.size());
}

bool TestEngine::has_workspace() const { return !parts_->session.workspace().empty(); }

std::string TestEngine::joined_workspace() const {
  std::string text;
  rules::join_tokens(parts_->session.workspace(), parts_->config().blank_sub, text);
  return parts_->printable(text);
}

int TestEngine::run_ruleset(int ruleset) {
  parts_->session.begin_again();
  if (parts_->session.run(ruleset) == rules::RunState::limit) {
    output_.complain(std::string(parts_->session.reason()) + " passed: rewriting ends here",
                     kStatusSoftware);
  }
  return parts_->session.status();
}

std::optional<MacroName> TestEngine::parse_name(std::string_view text) {
  NameComplaints listener(*levels_, parts_->names, output_);
  listener.name_begins(text);
  const rules::ParsedName name = rules::parse_name(text, parts_->names);
  if (name.problem != rules::NameProblem::none) listener.name_problem(name, text);
  listener.name_ends(text, name);
  if (name.name == rules::kNoName) return std::nullopt;
  return MacroName{parts_->names.text(name.name), name.size};
}

void TestEngine::define_macro(const std::string& name, std::string_view value) {
  parts_->session.set_macro(rules::Scope::transaction, name, parts_->translate(value, output_));
}

void TestEngine::add_class_words(const std::string& name, std::string_view words) {
  const std::string text = parts_->expanded(parts_->translate(words, output_), output_);
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    while (at < text.size() && !is_blank(text[at])) at += rules::marked_char(text, at).size;
    const std::string_view word = std::string_view(text).substr(begin, at - begin);
    at += at < text.size() ? 1 : 0;
    if (rules::leading_op(word) == rules::Op::in_class) {
      parse_name(word.substr(2));  // for its complaint
      for (const std::string& member : parts_->members(rules::operand_of(word))) {
        add_class_word(name, member);
      }
    } else if (!word.empty()) {
      add_class_word(name, word);
    }
  }
}

void TestEngine::add_class_word(const std::string& name, std::string_view text) {
  // A word is spelt as it came first, in whatever class.
  const std::string_view spelt = parts_->engine->program().classes().spelling(text);
  const std::string word(spelt.empty() ? text : spelt);
  parts_->session.add_class_word(rules::Scope::connection, name, word);
  const rules::NameId id = rules::parse_name(name, parts_->names).name;
  parts_->words.add(id, word);
  if (!wants_debug(37, 8)) return;
  output_.debug_text("setclass(" + rules::bare_name(id, parts_->names) + ", " +
                     parts_->printable(text) + ")\n");
}

std::optional<std::string> TestEngine::macro_value(const std::string& name) {
  if (const auto value = parts_->session.macro(name)) return parts_->printable(*value);
  return std::nullopt;
}

std::vector<std::string> TestEngine::Parts::members(rules::NameId id) const {
  std::vector<std::string_view> members = engine->program().classes().words(id);
  const size_t configured = members.size();
  for (const std::string_view typed : words.words(id)) {
    const auto known = members.begin() + static_cast<ptrdiff_t>(configured);
    if (std::none_of(members.begin(), known,
                     [typed](std::string_view word) { return rules::equal_folded(word, typed); })) {
      members.push_back(typed);
    }
  }
  rules::Classes::order(members);
  return {members.begin(), members.end()};
}

std::vector<std::string> TestEngine::class_words(const std::string& name) {
  std::vector<std::string> words = parts_->members(rules::parse_name(name, parts_->names).name);
  for (std::string& word : words) word = bytes_of(word);
  return words;
}

std::string TestEngine::expand(std::string_view text) {
  return parts_->printable(parts_->expanded(rules::mark_operator_bytes(text), output_));
}

bool TestEngine::has_map(const std::string& name) const {
  return parts_->engine->find_map(name) != nullptr;
}

bool TestEngine::open_map(const std::string& name) {
  return parts_->session.open(*parts_->engine->find_map(name));
}

MapAnswer TestEngine::look_up(const std::string& map, std::string_view key) {
  const rules::LookupAnswer answer =
      parts_->session.lookup(*parts_->engine->find_map(map), rules::cut_at_nul(key));
  std::string value;
  rules::append_unmarked(answer.value, value);
  return {answer.status == rules::LookupStatus::found, answer.code, std::move(value)};
}

std::string TestEngine::canonical_name(const std::string& host) {
  rules::LookupServices& services = parts_->session.services();
  const rules::CanonicalName known = rules::canonical_name(
      host, true, rules::sources_of(*parts_->config().map_environment, services), services);
  return known.name;
}

HostMail TestEngine::mail_exchangers(const std::string& host) {
  rules::LookupServices& services = parts_->session.services();
  rules::MailExchangers found = rules::mail_exchangers(
      host, true, rules::sources_of(*parts_->config().map_environment, services), services);
  return {std::move(found.hosts), found.temp_fail, found.null_mx};
}

void TestEngine::find_address(const std::string& host) {
  rules::LookupServices& services = parts_->session.services();
  rules::trace_address_of(host, rules::sources_of(*parts_->config().map_environment, services),
                          services);
}

std::string TestEngine::Parts::ruleset_pair(int envelope, int header) const {
  const rules::Program& program = engine->program();
  return program.ruleset(envelope).name + "/" + program.ruleset(header).name;
}

std::string TestEngine::Parts::mailer_line(size_t number) const {
  const rules::ConfigMailer& mailer = config().mailers[number];
  const auto type = [](const std::string& text) {
    return text.empty() ? "<undefined>" : bytes_of(text);
  };
  std::string line = "mailer " + std::to_string(number) + " (" + bytes_of(mailer.name) + "): P=";
  line += bytes_of(mailer.path);
  line += " S=" + ruleset_pair(mailer.sender_envelope, mailer.sender_header);
  line += " R=" + ruleset_pair(mailer.recipient_envelope, mailer.recipient_header);
  line += " M=" + std::to_string(mailer.max_size) + " U=" + mailer.user;
  line += " F=" + sorted(mailer.flags) + " L=" + std::to_string(mailer.max_line);
  line += " E=" + (mailer.eol.empty() ? "\\n" : printable(mailer.eol));
  if (!mailer.charset.empty()) line += " C=" + bytes_of(mailer.charset);
  line += " T=" + type(mailer.type_mta) + "/" + type(mailer.type_address) + "/" +
          type(mailer.type_diagnostic);
  line += " r=" + std::to_string(mailer.max_recipients) +
          " A=" + printable(one_blank_each(mailer.args));
  return line;
}

std::vector<std::string> TestEngine::mailer_lines() const {
  std::vector<std::string> lines;
  for (size_t i = 0; i < parts_->config().mailers.size(); ++i) {
    lines.push_back(parts_->mailer_line(i));
  }
  return lines;
}

bool TestEngine::is_verbose() const {
  const std::string* option = parts_->config().option("Verbose");
  return option != nullptr && rules::is_true_value(*option);
}

std::optional<size_t> TestEngine::print_help_lines() {
  const std::string* option = parts_->config().option("HelpFile");
  if (option == nullptr || option->empty()) return std::nullopt;
  const rules::SafetyOptions& safety = parts_->config().map_environment->safety;
  const rules::FileCheck check =
      rules::check_file_for(parts_->session.services(), *option, safety, rules::FileUse::help);
  if (!check.safe) return std::nullopt;
  const std::string path = safety.place(*option);
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path)) return std::nullopt;
  constexpr std::string_view kTopic = "-bt";  // and all topics that begin so
  constexpr std::string_view kVersionLine = "#vers\t";
  bool expands = false;  // from version 2 on
  size_t count = 0;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.starts_with(kVersionLine)) {
      expands = expands || std::atoi(line.c_str() + kVersionLine.size()) > 1;
    }
    if (!line.starts_with(kTopic)) continue;
    const size_t blank = line.find_first_of(" \t");
    std::string text = blank == std::string::npos ? "" : line.substr(blank + 1);
    if (expands) text = parts_->expanded(parts_->translate(text, output_), output_);
    std::string shown;
    rules::append_unmarked(text, shown);
    for (char& c : shown) c = static_cast<char>(c & 0x7f);
    output_.line(shown);
    ++count;
  }
  return count;
}

}  // namespace cftest
