// See reader.h.

#include "cf/reader.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <initializer_list>
#include <optional>

#include "cf/file_safety.h"
#include "cf/file_text.h"
#include "cf/host_entry.h"
#include "cf/line_reader.h"
#include "cf/load_cache.h"
#include "cf/option_checks.h"
#include "cf/start_trace.h"
#include "text/expand.h"
#include "text/fold.h"
#include "text/lines.h"
#include "text/reading_text.h"

namespace rules {

namespace {

constexpr int kCommentLevel = 3;  // from here on # begins a comment anywhere
constexpr int kHostDotLevel = 2;  // from here on $[ $] ends a name that is found in a dot
constexpr int kExitOsFile = 72;   // a cf that cannot be opened
constexpr size_t kMaxHostName = 255;

struct LineType {
  char letter;
  LineHandler handler;
};

constexpr LineType kLineTypes[] = {
#define LINE_TYPE(letter, handler) {letter, handler},
#include "cf/line_types.def"
#undef LINE_TYPE
};

LineHandler handler_of(char letter) {
  for (const LineType& type : kLineTypes) {
    if (type.letter == letter) return type.handler;
  }
  return nullptr;
}

// Names that the reference itself has in use before the first line is read.
constexpr std::string_view kEarlyNames[] = {kDeliveryModeName, "load_avg"};

ConfigMailer built_in_mailer(std::string name, std::string path, std::string args,
                             std::string flags, std::string type) {
  ConfigMailer mailer;
  mailer.name = std::move(name);
  mailer.path = std::move(path);
  mailer.args = std::move(args);
  mailer.flags = std::move(flags);
  mailer.type_mta = mailer.type_address = mailer.type_diagnostic = std::move(type);
  return mailer;
}

// The reference's trace of what it sets before the first line.
void trace_defaults(LineReader& reader) {
  if (reader.tracing(37, 4)) reader.trace("setdefaults: DefUser=daemon, DefUid=1, DefGid=1");
}

void trace_default_times(LineReader& reader) {
  if (reader.tracing(37, 2)) reader.trace("inittimeouts(<NULL>)");
  if (!reader.tracing(37, 5)) return;
  for (const char* line :
       {"Timeouts:", "  connect = 0", "  aconnect = 0", "  initial = 300", "  helo = 300",
        "  mail = 600", "  rcpt = 3600", "  datainit = 300", "  datablock = 3600",
        "  datafinal = 3600", "  rset = 300", "  quit = 120", "  nextcommand = 3600",
        "  miscshort = 120", "  ident = 5", "  fileopen = 60", "  lhlo = 120", "  control = 120"}) {
    reader.trace(line);
  }
}

// In the order in which the reference defines them, which is that of its trace.
void define_operators(LineReader& reader) {
  for (const char c : std::string_view("*+-=~#@:>?|.[]()&0123456789")) {
    const auto name = static_cast<NameId>(c);
    if (auto value = operator_macro(name)) reader.set_macro(name, std::move(*value));
  }
}

void define_host(LineReader& reader, const ReadOptions& options) {
  const std::string& host = options.host_name;
  const std::string& node = options.node_name.empty() ? host : options.node_name;
  if (options.test_mode) trace_own_address(reader);
  trace_host_name(reader, host);
  reader.set_macro('w', host);
  reader.set_macro('j', host);
  const size_t dot = host.find('.');
  if (dot != std::string::npos) reader.set_macro('m', host.substr(dot + 1));
  reader.add_word('w', host);
  trace_node_name(reader, node);
  reader.set_macro('k', node);
  reader.add_word('k', node);
  for (size_t i = 0; i < options.host_names.size(); ++i) {
    const std::string& name = options.host_names[i];
    if (i > 0 || name.starts_with('[')) trace_alias(reader, name);
    reader.add_word('w', name);
  }
}

void define_built_in_mailers(Config& config) {
  std::string u;
  append_mark(u, Op::expand);
  u += 'u';
  config.mailers.push_back(built_in_mailer("prog", "/bin/sh", "sh -c " + u, "lsoDq9", "X-Unix"));
  config.mailers.push_back(
      built_in_mailer("*file*", "[FILE]", "FILE " + u, "lsDFMPEouq9", "X-Unix"));
  config.mailers.push_back(built_in_mailer("*include*", "/dev/null", "INCLUDE " + u, "su", ""));
  config.mailers.front().flags += 'u';
}

// What is defined before the first line.
void prepare(LineReader& reader, const ReadOptions& options) {
  Config& config = reader.config;
  trace_defaults(reader);
  config.map_environment->safety.check = options.file_safety;
  config.map_environment->safety.root = options.root;
  config.map_environment->allow_exec = options.allow_exec;
  config.map_environment->name_server = options.name_server;
  for (const std::string_view name : kEarlyNames) config.names.add(name);
  reader.set_own_macro(kDeliveryModeName, "b");
  trace_default_times(reader);
  define_operators(reader);
  reader.set_macro('n', "MAILER-DAEMON");
  if (options.test_mode) reader.set_macro(config.names.find("opMode"), "t");
  trace_build(reader);
  reader.set_macro('v', "8.17.1.9");
  define_host(reader, options);
  define_built_in_mailers(config);
}

// Of one that the reference reads from its command line, the value is what follows the name.
NameId setting_name(LineReader& reader, const Setting& setting) {
  size_t size = 0;
  if (!setting.varies) return reader.name_at(setting.name + setting.value, size);
  const bool known = setting.name.size() == 1;  // one of its own, that it need not look for
  return known ? parse_name(setting.name, reader.config.names).name
               : reader.name_at(setting.name, size);
}

void apply_settings(LineReader& reader, const ReadOptions& options, Diagnostics& notes) {
  for (const Setting& setting : options.settings) {
    if (setting.kind == Setting::Kind::remark) {
      notes.push_back({Severity::note, "", 0, setting.value, 0, setting.exit_status});
      continue;
    }
    if (setting.kind == Setting::Kind::option) {
      const bool letter = setting.name.size() == 1;
      const bool marked = setting.name.starts_with(' ');  // a long name that is one letter
      const std::string name = (letter || marked ? "" : " ") + setting.name;
      set_option(reader, name + (letter ? "" : "=") + setting.value, true);
      continue;
    }
    const NameId name = setting_name(reader, setting);
    if (name == kNoName) continue;
    if (setting.kind == Setting::Kind::macro) {
      reader.set_macro(name, std::string(cut_at_nul(setting.value)));
      reader.config.sticky_macros[name] = setting.wins;
    } else {
      if (!reader.knows_words()) reader.config.words.add(name, cut_at_nul(setting.value));
    }
  }
}

// A rule that is known already; that tokens were made is all that others see of it.
void pass_rule(LineReader& reader) {
  if (reader.ruleset != kNoRuleset) reader.char_types();
}

// Is each step in which a line is read told?
bool shows_reading(const LineReader& reader) {
  return reader.tracing(kPrescanTrace, kPrescanNothing) ||
         reader.tracing(kMacroTrace, kMacroName) || reader.tracing(37, 53);
}

// A line of the cf that is neither empty nor a comment.
void read_full_line(LineReader& reader, std::string_view raw) {
  if (raw.front() == 'R') {
    const bool known = reader.cache != nullptr && reader.cache->replaying();
    if (known) pass_rule(reader);
    if (known || (!shows_reading(reader) && read_simple_rule_line(reader, raw.substr(1)))) {
      reader.left_error = {};
      return;
    }
  }
  std::string line = reader.config.level >= kCommentLevel ? cut_comment(raw) : std::string(raw);
  if (line.empty() || line.front() == '#') return;
  if (reader.tracing(37, 53)) {
    reader.trace(
        fmt::format("translate_dollars({})", printable_text(reader, mark_operator_bytes(line))));
  }
  std::string translated =
      translate_dollars(quote_operator_bytes(line, true), reader.config.names, &reader);
  reader.left_error = {};
  if (reader.tracing(37, 53)) {
    reader.trace(fmt::format("  translate_dollars => {}", printable_text(reader, translated)));
  }
  while (translated.size() > 1 && is_blank(translated.back())) translated.pop_back();
  const LineHandler handler = handler_of(line.front());
  if (handler == nullptr) {
    reader.warn(fmt::format("unknown configuration line \"{}\"", seven_bit(translated)));
    return;
  }
  handler(reader, std::string_view(translated).substr(1));
}

// What other lines tell, they tell again when the load is replayed.
bool tells_once(char letter) { return letter == 'R' || letter == 'S' || letter == 'F'; }

// What they say is no matter of rules and words: nor which macros they read.
bool is_read_again(char letter) { return letter == 'H' || letter == 'M'; }

void read_line(LineReader& reader, std::string_view raw) {
  if (raw.empty()) reader.left_error = {};
  if (raw.empty() || raw.front() == '#') return;
  const size_t before = reader.problem_count();
  if (reader.cache != nullptr && is_read_again(raw.front())) {
    const auto macros_read = reader.config.macros_read;
    read_full_line(reader, raw);
    reader.config.macros_read = macros_read;
  } else {
    read_full_line(reader, raw);
  }
  const bool told = reader.problem_count() != before;
  if (told && reader.cache != nullptr && tells_once(raw.front())) reader.cache->give_up();
}

// Names that nothing else put into $=w are there in brackets as well, as in the reference.
void add_interfaces(LineReader& reader, const std::vector<Interface>& interfaces) {
  const Config& config = reader.config;
  const std::string* option = config.option("DontProbeInterfaces");
  const bool no_loopback = option != nullptr && equal_folded(*option, "loopback");
  if (option != nullptr && !no_loopback && is_true_value(*option)) return;
  trace_interface_count(reader, interfaces.size());
  for (const Interface& found : interfaces) {
    trace_interface(reader, found);
    const bool known = config.words.has_word('w', found.address);
    reader.add_word('w', found.address);
    if (!known) trace_alias(reader, found.address);
    if (found.loopback && no_loopback) continue;
    for (const std::string& name : found.names) {
      if (config.words.has_word('w', name)) continue;
      reader.add_word('w', name);
      trace_alias(reader, name);
      reader.add_word('w', "[" + name + "]");
    }
  }
}

// What the reference says when a name of its own finds no room, and each time it is used then.
void tell_full(LineReader& reader, std::string_view name, size_t uses) {
  reader.warn(fmt::format("Macro/class {{{}}}: too many long names", name));
  for (size_t i = 0; i < uses; ++i) reader.warn(std::string(kNoMacroId));
}

void add_late_class(LineReader& reader, std::string_view name,
                    std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    const auto id = reader.own_name(name);
    if (!id && word.data() == words.begin()->data()) tell_full(reader, name, words.size());
    if (id) reader.add_words(*id, word);
  }
}

// A configuration for another version.
void tell_new_level(LineReader& reader) {
  if (reader.config.level <= kNewestLevel) return;
  reader.warn(fmt::format(
      "Warning: .cf version level ({}) exceeds sendmail version 8.17.1.9 functionality ({})",
      reader.config.level, kNewestLevel));
}

void tell_old_level(LineReader& reader) {
  if (reader.config.level >= kNewestLevel) return;
  reader.note_plain(fmt::format(
      "Warning: .cf file is out of date: sendmail 8.17.1.9 supports version {}, .cf file is "
      "version {}",
      kNewestLevel, reader.config.level));
}

// The map that $[ $] asks is there unless the cf has one of that name; so are those of aliases.
void define_default_maps(LineReader& reader) {
  if (reader.config.find_map("host") == nullptr &&
      reader.options.map_classes->find("host") != nullptr) {
    define_map(reader, reader.config.level >= kHostDotLevel ? "host host -a. -D" : "host host");
  }
  if (reader.options.test_mode) trace_service_switch(reader);
  const bool has_switch = reader.options.map_classes->find("switch") != nullptr &&
                          reader.options.map_classes->find("null") != nullptr;
  if (has_switch && reader.config.find_map("aliases.files") == nullptr) {
    define_map(reader, "aliases.files null");
  }
  if (has_switch && reader.config.find_map("aliases") == nullptr) {
    define_map(reader, "aliases switch aliases");
  }
  if (reader.options.test_mode) trace_service_switch(reader);
}

// The reference delivers nothing in its test mode, whatever the cf says.
void set_mode_options(LineReader& reader) {
  if (reader.tracing(37, 1)) {
    reader.trace("setoption HoldExpensive (c)=F");
    reader.trace("setoption DeliveryMode (d)=");
  }
  reader.set_own_macro(kDeliveryModeName, "i");
}

// The reference empties its envelope, and sets the mode anew, twice.
void begin_envelope(LineReader& reader) {
  for (int i = 0; i < 2; ++i) {
    reader.set_own_macro("quarantine", "");
    reader.set_own_macro(kDeliveryModeName, "i");
  }
}

// `$x` as a text to expand.
std::string macro_use(char name) {
  std::string text;
  append_mark(text, Op::expand);
  return text + name;
}

// The host's own name, as a word of $=w.
void check_host_name(LineReader& reader) {
  const Config& config = reader.config;
  std::string host = config.macros['j'] ? reader.expanded(macro_use('j')) : "";
  host.resize(std::min(host.size(), kMaxHostName));
  if (host.empty()) host = "localhost";
  if (host.find('.') == std::string::npos) {
    reader.note_plain(fmt::format(
        "WARNING: local host name ({}) is not qualified; see cf/README: WHO AM I?", host));
  }
  reader.add_word('w', host);
}

void check_local_mailer(LineReader& reader) {
  const auto& mailers = reader.config.mailers;
  const auto is_local = [](const ConfigMailer& mailer) { return mailer.name == "local"; };
  if (std::none_of(mailers.begin(), mailers.end(), is_local)) {
    reader.warn("No local mailer defined");
  }
}

// The words of the classes that the reference fills once the cf is read.
void fill_classes(LineReader& reader) {
  reader.add_words('n', "multipart/signed");
  reader.add_words('s', "rfc822");
  reader.add_words('e', "7bit 8bit binary");
  add_late_class(reader, "checkMIMEFieldHeaders", {"content-disposition", "content-type"});
  add_late_class(reader, "checkMIMETextHeaders", {"content-description"});
  add_late_class(reader, "checkMIMEHeaders",
                 {"content-disposition", "content-id", "content-transfer-encoding", "content-type",
                  "mime-version"});
  add_late_class(reader, "persistentMacros", {"r", "s", "_", "{if_addr}", "{daemon_flags}"});
  if (!reader.config.names.add("quarantine")) tell_full(reader, "quarantine", 2);
}

// Flags that mailers have without being given them in configurations of old.
void add_old_flags(Config& config) {
  constexpr int kLocalLevel = 6;   // from here on local is not told what it can do
  constexpr int kVerifyLevel = 7;  // from here on nobody verifies unasked
  for (ConfigMailer& mailer : config.mailers) {
    std::string more;
    const bool local = equal_folded(mailer.name, "local");
    const bool program = equal_folded(mailer.name, "prog") || mailer.name == "*file*";
    if (config.level < kVerifyLevel && (local || program)) more += 'q';
    if (config.level < kLocalLevel && local) more += "Aw5:|/@";
    if (config.level < kLocalLevel && program) more += 'o';
    for (const char c : more) {
      if (mailer.flags.find(c) == std::string::npos) mailer.flags += c;
    }
  }
}

// What the reference does once the last line is read, in its order.
void finish(LineReader& reader) {
  reader.leave_file();
  Config& config = reader.config;
  define_default_maps(reader);
  tell_options(reader);
  const std::string& user = reader.options.user_name;
  if (!user.empty()) reader.set_macro('_', user + "@localhost");
  if (config.macros['m']) reader.add_word('m', reader.expanded(macro_use('m')));
  add_interfaces(reader, reader.options.interfaces);
  trace_identity(reader);
  tell_host_status_options(reader);
  tell_new_level(reader);
  set_mode_options(reader);
  tell_old_level(reader);
  check_host_name(reader);
  check_local_mailer(reader);
  add_old_flags(config);
  fill_classes(reader);
  reader.char_types();
  if (reader.options.test_mode) begin_envelope(reader);
  for (size_t i = 0; i < config.rulesets.size(); ++i) {
    if (!config.rulesets[i].named) config.rulesets[i].name = std::to_string(i);
  }
}

void add_problem(Diagnostics& notes, std::string_view file, std::string text, int error) {
  if (file.empty()) text = ": line 0: " + text;  // no name is a name here, too
  notes.push_back({Severity::fatal, std::string(file), 0, std::move(text), error, kExitOsFile});
}

std::optional<FileText> read_whole(const std::string& path, const ReadOptions& options,
                                   Diagnostics& notes) {
  // Whoever can read a file may test it; the reference goes by its mode.
  if (options.operator_bytes && options.file_safety) {
    const FileCheck check = check_file(path, {}, FileUse::config);
    if (!check.safe) {
      add_problem(notes, path, fmt::format("cannot open: {}", check.why), check.error_number);
      return std::nullopt;
    }
  }
  struct stat about {};
  if (stat(path.c_str(), &about) == 0 && !S_ISREG(about.st_mode)) {
    add_problem(notes, path, "not a plain file", 0);
    return std::nullopt;
  }
  FileText text;
  if (!text.read(path, static_cast<size_t>(about.st_size))) {
    add_problem(notes, path, fmt::format("cannot open: {}", std::strerror(errno)), errno);
    return std::nullopt;
  }
  return text;
}

// cache: NULL, or what is known of this text and what gets to know it.
std::unique_ptr<Config> read_text(std::string_view file, std::string_view text,
                                  const ReadOptions& options, Diagnostics& notes,
                                  LoadCache* cache) {
  auto config = std::make_unique<Config>();
  config->file = file;
  if (cache != nullptr) cache->begin(*config);
  LineReader reader(file, options, *config, notes);
  LineReader in_file(file, options, *config, notes);
  reader.cache = in_file.cache = cache;
  reader.leave_file();
  prepare(reader, options);
  apply_settings(reader, options, notes);
  if (options.test_mode) trace_config_file(reader);
  LogicalLines lines(text);
  std::string_view line;
  while (!in_file.fatal && lines.next(line)) {
    // The reference counts newlines.
    const bool uncounted = options.operator_bytes && lines.ended_early();
    in_file.set_line(lines.number() - (uncounted ? 1 : 0));
    if (lines.at_end()) in_file.left_error = {};  // to find that out is a call that works
    read_line(in_file, line);
  }
  if (in_file.fatal || reader.fatal) return nullptr;
  finish(in_file);
  return config;
}

// A trace shows the very reading that a cache file saves.
bool uses_cache(const ReadOptions& options) {
  constexpr int kTraced[] = {0, kPrescanTrace, kMacroTrace, 37, 38, kFileTrace, kAddressTrace};
  const auto wanted = [&](int category) { return options.tracing && options.tracing(category, 1); };
  return !options.cache_file.empty() &&
         std::none_of(std::begin(kTraced), std::end(kTraced), wanted);
}

// Does a rule say what a macro was that is another one each time?
bool holds_what_varies(const ReadOptions& options, Config& config) {
  return std::any_of(options.settings.begin(), options.settings.end(), [&](const Setting& setting) {
    return setting.varies && config.macros_read[parse_name(setting.name, config.names).name];
  });
}

}  // namespace

std::unique_ptr<Config> read_config(std::string_view file, std::string_view text,
                                    const ReadOptions& options, Diagnostics& notes) {
  if (!uses_cache(options)) return read_text(file, text, options, notes, nullptr);
  LoadCache known(options, file, text);
  if (known.open(options.cache_file)) {
    Diagnostics told;
    auto config = read_text(file, text, options, told, &known);
    if (config != nullptr && known.restore(*config)) {
      notes.insert(notes.end(), told.begin(), told.end());
      return config;
    }
  }
  LoadCache made(options, file, text);
  auto config = read_text(file, text, options, notes, &made);
  const bool has_room = config != nullptr && config->names.count() < kMaxLongNames;
  if (has_room && made.complete() && !holds_what_varies(options, *config)) {
    made.write(options.cache_file, *config);  // that it cannot be written changes nothing
  }
  return config;
}

std::unique_ptr<Config> read_config_file(const std::string& path, const ReadOptions& options,
                                         Diagnostics& notes) {
  Diagnostics problems;
  if (const auto text = read_whole(path, options, problems)) {
    return read_config(path, text->view(), options, notes);
  }
  Config none;
  LineReader reader(path, options, none, notes);
  reader.leave_file();
  prepare(reader, options);
  apply_settings(reader, options, notes);  // what is wrong with them is told first
  none.file = path;
  if (options.test_mode) trace_config_file(reader);
  notes.insert(notes.end(), problems.begin(), problems.end());
  return nullptr;
}

}  // namespace rules
