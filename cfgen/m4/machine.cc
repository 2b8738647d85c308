// The state of an evaluation, and its central loop: tokens to text, calls to expansions.
//
// Tested by tests/m4/.
#include "machine.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <limits>

namespace m4 {
namespace {

constexpr std::string_view kSpaces = " \t\n\v\f\r";
// What a call costs at least, in bytes of work.
constexpr std::size_t kCallCost = 64;

}  // namespace

std::string_view Arguments::operator[](std::size_t i) const {
  if (i >= list_.size()) return {};
  return text_->view().substr(list_[i].begin, list_[i].size);
}

Slice Arguments::slice(std::size_t i) const {
  if (i >= list_.size() || list_[i].size == 0) return {};
  return text_->slice(list_[i].begin, list_[i].size);
}

void Arguments::drop_definitions() const {
  for (auto& argument : list_) argument.builtin = nullptr;
}

Machine::Machine(const Options& given) : options(given), tracing(given.sink) {
  for (const auto& builtin : builtins()) {
    auto definition = std::make_shared<Definition>();
    definition->builtin = &builtin;
    symbols.define(builtin.name, std::move(definition));
  }
  for (const std::string_view name : {"__gnu__", "__unix__"}) define(name, {});
  input.left_file = [this](Place next) {
    if (!tracing.on(Tracing::kInput)) return;
    const std::string head = tracing.debug_head(where());
    debug(next.line == 0 ? head + "input exhausted\n"
                         : fmt::format("{}input reverted to {}, line {}\n", head,
                                       file_name(next.file), next.line));
  };
}

void Machine::define(std::string_view name, std::string_view text) {
  auto definition = std::make_shared<Definition>();
  definition->text.append(text, {});
  symbols.define(name, std::move(definition));
}

FileId Machine::file_id(std::string_view name) {
  const auto [entry, is_new] =
      file_ids_.try_emplace(std::string(name), static_cast<FileId>(file_names_.size()));
  if (is_new) file_names_.emplace_back(name);
  return entry->second;
}

void Machine::read(File file) {
  if (file.is_site) site_file_ = file.name;
  if (tracing.on(Tracing::kInput)) {
    debug(fmt::format("{}input read from {}\n", tracing.debug_head(where()), file_name(file.name)));
  }
  input.push_file(std::move(file));
  run();
}

void Machine::finish() {
  while (!wrapped_.empty()) {
    input.restart(std::exchange(wrapped_, {}));
    run();
  }
  diversions.divert(0);
  diversions.undivert_all();
}

void Machine::run() {
  for (;;) {
    const Token& token = next_token();
    if (token.kind == TokenKind::kEnd) return;
    expand(token, false);
  }
}

const Token& Machine::next_token() {
  Unfinished unfinished = Unfinished::kNothing;
  const Token& token = lexer.next(unfinished);
  if (unfinished != Unfinished::kNothing) {
    fail_unfinished(unfinished == Unfinished::kString ? "ERROR: end of file in string"
                                                      : "ERROR: end of file in comment",
                    token.place, token.place, token.origin.site_line);
  }
  spend(token.text.size() + 1);
  return token;
}

void Machine::expand(const Token& token, bool to_arguments) {
  if (token.kind == TokenKind::kBuiltin) return;
  if (token.kind == TokenKind::kWord) {
    DefinitionPtr definition = symbols.find(token.text.view());
    if (definition && is_call(*definition)) return call_word(std::move(definition), token);
  }
  pass(token, to_arguments);
}

bool Machine::is_call(const Definition& definition) {
  return definition.builtin == nullptr || !definition.builtin->plain_without_arguments ||
         lexer.peek() == TokenKind::kOpen;
}

void Machine::pass(const Token& token, bool to_arguments) {
  if (to_arguments) return add_to_argument(token.text.all());
  if (options.observer != nullptr) tell_passed(token);
  diversions.append(token.text.all());
  if (diversions.written() > options.limits.output) {
    fail(fmt::format("more than {} bytes of output", options.limits.output), Cause::kLimit);
  }
}

void Machine::add_to_argument(const Slice& text) {
  for_each_run(text, [this](std::string_view bytes, Origin origin) {
    origin.in_argument = true;
    argument_text_.append(bytes, origin);
  });
}

void Machine::call_word(DefinitionPtr definition, const Token& token) {
  if (options.limits.nesting > 0 && frames_.size() >= options.limits.nesting) {
    fail(fmt::format("recursion limit of {} exceeded, use -L<N> to change it",
                     options.limits.nesting),
         Cause::kLimit);
  }
  Frame frame{input.place(), token.origin, ++calls_, definition->origin.site_line};
  if (token.text.view() == options.ownerless) frame.origin.site_line = 0;
  frames_.push_back(frame);
  const std::size_t first = arguments_.size();
  const std::size_t size = argument_text_.size();
  arguments_.push_back({size, token.text.size(), nullptr});
  argument_text_.append(token.text.view(), frame.origin);
  const bool traced = tracing.on(Tracing::kAll) || symbols.traced(token.text.view());
  if (traced) trace_begin(token.text.view(), frame);
  collect(*definition);

  const Place behind = input.place();
  input.set_place(frame.place);
  const Origin outer = std::exchange(call_origin_, frame.origin);
  const Arguments arguments(argument_text_, std::span(arguments_).subspan(first), frame.origin);
  if (options.observer != nullptr) tell_call(definition->builtin != nullptr, arguments, frame);
  if (traced) trace_call(arguments, frame);
  Text& expansion = input.new_text();
  call(definition, arguments, expansion);
  spend(expansion.size() + kCallCost);
  if (traced) trace_end(arguments, expansion.view(), frame);
  input.push_new_text();
  if (input.pending() > options.limits.pending || input.depth() > options.limits.sources) {
    fail("too much text waits to be read again", Cause::kLimit);
  }
  input.set_place(behind);
  call_origin_ = outer;
  frames_.pop_back();
  arguments_.resize(first);
  argument_text_.truncate(size);
}

void Machine::collect(const Definition& definition) {
  if (lexer.peek() != TokenKind::kOpen) return;
  next_token();
  const bool takes_definitions =
      definition.builtin != nullptr && definition.builtin->takes_definitions;
  for (bool more = true; more;) {
    Argument argument;
    more = collect_one(argument);
    if (!takes_definitions) argument.builtin = nullptr;
    arguments_.push_back(argument);
  }
}

// True if another argument follows.
bool Machine::collect_one(Argument& argument) {
  const Place place = input.place();
  argument.begin = argument_text_.size();
  int depth = 0;
  bool leading = true;
  for (;;) {
    const Token& token = next_token();
    if (leading && token.kind == TokenKind::kPlain && !token.text.empty()) {
      const auto start = token.text.view().find_first_not_of(kSpaces);
      if (start == std::string_view::npos) continue;
      leading = false;
      add_to_argument(token.text.slice(start, token.text.size() - start));
      continue;
    }
    leading = false;
    switch (token.kind) {
      case TokenKind::kEnd:
        fail_unfinished("ERROR: end of file in argument list", place, frames_.front().place,
                        frames_.front().origin.site_line);
      case TokenKind::kComma:
      case TokenKind::kClose:
        if (depth == 0) {
          if (argument.builtin != nullptr) argument_text_.truncate(argument.begin);
          argument.size = argument_text_.size() - argument.begin;
          return token.kind == TokenKind::kComma;
        }
        if (token.kind == TokenKind::kClose) --depth;
        break;
      case TokenKind::kOpen:
        ++depth;
        break;
      case TokenKind::kBuiltin:
        if (argument_text_.size() == argument.begin) argument.builtin = token.builtin;
        break;
      default:
        break;
    }
    expand(token, true);
  }
}

void Machine::call(const DefinitionPtr& definition, const Arguments& arguments, Text& expansion) {
  if (definition->builtin != nullptr) {
    definition->builtin->run(*this, arguments, expansion);
  } else {
    expand_text(*definition, arguments, expansion);
  }
}

void Machine::expand_text(const Definition& definition, const Arguments& arguments,
                          Text& expansion) {
  const std::string_view text = definition.text.view();
  std::size_t at = 0;
  for (;;) {
    const auto dollar = text.find('$', at);
    const std::size_t end = dollar == std::string_view::npos ? text.size() : dollar;
    if (end > at) expansion.append(definition.text.slice(at, end - at), arguments.origin());
    if (dollar == std::string_view::npos) return;
    const std::size_t used = expand_reference(arguments, text.substr(dollar + 1), expansion);
    if (used == 0) expansion.append(definition.text.slice(dollar, 1), arguments.origin());
    at = dollar + 1 + used;
  }
}

// `text` stands behind a dollar; returns how much of it belongs to that.
std::size_t Machine::expand_reference(const Arguments& arguments, std::string_view text,
                                      Text& expansion) {
  constexpr std::size_t kMany = 100'000'000;
  const char c = text.empty() ? '\0' : text[0];
  if (c >= '0' && c <= '9') {
    std::size_t number = 0;
    std::size_t used = 0;
    for (; used < text.size() && text[used] >= '0' && text[used] <= '9'; ++used) {
      if (number < kMany) number = number * 10 + static_cast<std::size_t>(text[used] - '0');
    }
    if (number < arguments.count()) {
      spend(arguments[number].size());
      expansion.append(arguments.slice(number), arguments.origin());
    }
    return used;
  }
  if (c == '#') {
    append_number(static_cast<int>(arguments.count() - 1), arguments, expansion);
  } else if (c == '*' || c == '@') {
    append_arguments(*this, arguments, ",", c == '@', expansion);
    spend(expansion.size());
  } else {
    return 0;
  }
  return 1;
}

void Machine::set_definition(const Arguments& arguments, Defined::How how) {
  if (has_wrong_count(arguments, 2, 3)) return;
  if (arguments.builtin(1) != nullptr) {
    return warn(fmt::format("Warning: {}: invalid macro name ignored", arguments[0]));
  }
  auto definition = std::make_shared<Definition>();
  definition->builtin = arguments.builtin(2);
  definition->text.append(arguments.slice(2), arguments.origin());
  definition->origin = arguments.origin();
  spend(arguments[1].size() + arguments[2].size());
  if (options.observer != nullptr) {
    options.observer->defined(
        {how, arguments[1], arguments[2], definition->builtin != nullptr, where()});
  }
  if (how == Defined::How::kPush) {
    symbols.push(arguments[1], std::move(definition));
  } else {
    symbols.define(arguments[1], std::move(definition));
  }
}

void Machine::wrap(Text text) { wrapped_.emplace_back(input.place(), std::move(text)); }

std::optional<Opened> Machine::open(std::string_view name, int& error) {
  error = ENOENT;
  if (options.files == nullptr) return std::nullopt;
  Opened opened = options.files->open(name);
  error = opened.error;
  if (opened.status == Opened::Status::kFound) {
    if (tracing.on(Tracing::kPath) && opened.name != name) {
      debug(fmt::format("{}path search for `{}' found `{}'\n", tracing.debug_head(where()), name,
                        opened.name));
    }
    spend(opened.text->size());
    return opened;
  }
  if (opened.status == Opened::Status::kRefused) {
    error = 0;
    report(
        Severity::kError,
        fmt::format("reading `{}' is refused: the file is in none of the folders that may be read",
                    name),
        Cause::kRefused);
  }
  return std::nullopt;
}

void Machine::include(const Arguments& arguments, bool silent) {
  if (has_wrong_count(arguments, 2, 2)) return;
  if (input.files() >= options.limits.files) {
    fail(fmt::format("more than {} files include each other", options.limits.files), Cause::kLimit);
  }
  int error = 0;
  auto opened = open(arguments[1], error);
  if (!opened) {
    if (silent || error == 0) return;
    return report(Severity::kError,
                  fmt::format("cannot open `{}': {}", arguments[1], std::strerror(error)),
                  Cause::kCannotOpen);
  }
  if (options.observer != nullptr) options.observer->entered(opened->name, where());
  if (tracing.on(Tracing::kInput)) {
    debug(fmt::format("{}input read from {}\n", tracing.debug_head(where()), opened->name));
  }
  File file;
  file.name = file_id(opened->name);
  file.text = std::move(opened->text);
  file.site_line = call_origin_.site_line;
  input.push_file(std::move(file));
}

void Machine::spend(std::size_t size) {
  work_ += size;
  if (work_ > options.limits.work) {
    work_ = 0;  // so that the message can be made
    fail("too much work", Cause::kLimit);
  }
}

Where Machine::where(Place place, std::uint32_t site_line) const {
  if (place.file != 0 && place.file == site_file_) site_line = place.line;
  return {file_name(place.file), place.line, site_line};
}

Where Machine::where() const { return where(input.place(), site_line()); }

// The line of the site's file that the present call is made for: the one that it comes from, or,
// when the library calls a macro by itself, the one that defined it.
std::uint32_t Machine::site_line() const {
  if (call_origin_.site_line != 0) return call_origin_.site_line;
  for (const Frame& frame : frames_) {
    if (frame.origin.site_line != 0) return frame.origin.site_line;
    if (frame.defined_by != 0) return frame.defined_by;
  }
  return 0;
}

void Machine::report(Severity severity, std::string_view text, Cause cause) {
  if (severity != Severity::kWarning) failed = true;
  if (options.sink == nullptr) return;
  options.sink->message({severity, cause, where(), text, where()});
}

void Machine::fail(std::string_view text, Cause cause) {
  report(Severity::kFatal, text, cause);
  throw Stop();
}

void Machine::fail_unfinished(std::string_view text, Place place, Place begun,
                              std::uint32_t site_line) {
  failed = true;
  if (options.sink != nullptr) {
    options.sink->message({Severity::kFatal, Cause::kUnfinished, where(place, site_line), text,
                           where(begun, site_line)});
  }
  throw Stop();
}

bool Machine::refused(std::string_view builtin, std::string_view what) {
  if (options.trusted) return false;
  report(Severity::kError, fmt::format("{} is refused: {}", builtin, what), Cause::kRefused);
  return true;
}

bool Machine::has_wrong_count(const Arguments& arguments, std::size_t least, std::size_t most) {
  if (arguments.count() < least) {
    warn(fmt::format("Warning: too few arguments to builtin `{}'", arguments[0]));
    return true;
  }
  if (most > 0 && arguments.count() > most) {
    warn(fmt::format("Warning: excess arguments to builtin `{}' ignored", arguments[0]));
  }
  return false;
}

bool Machine::number(const Arguments& arguments, std::size_t i, int& value) {
  const std::string text(arguments[i]);
  if (text.empty()) {
    value = 0;
    warn(fmt::format("empty string treated as 0 in builtin `{}'", arguments[0]));
    return true;
  }
  char* end = nullptr;
  errno = 0;
  const long read = std::strtol(text.c_str(), &end, 10);
  value = static_cast<int>(read);
  if (*end != '\0') {
    warn(fmt::format("non-numeric argument to builtin `{}'", arguments[0]));
    return false;
  }
  if (kSpaces.find(text[0]) != std::string_view::npos) {
    warn(fmt::format("leading whitespace ignored in builtin `{}'", arguments[0]));
  } else if (errno == ERANGE) {
    warn(fmt::format("numeric overflow detected in builtin `{}'", arguments[0]));
  }
  return true;
}

void Machine::tell_call(bool is_builtin, const Arguments& arguments, const Frame& frame) {
  told_.clear();
  for (std::size_t i = 1; i < arguments.count(); ++i) told_.push_back(arguments[i]);
  options.observer->called({arguments[0], told_, arguments.count() > 1, is_builtin,
                            where(frame.place, frame.origin.site_line),
                            where(frame.origin.place, frame.origin.site_line), frames_.size()});
}

void Machine::tell_passed(const Token& token) {
  Passed passed;
  passed.text = token.text.view();
  passed.is_word = token.kind == TokenKind::kWord;
  passed.quoted = token.kind == TokenKind::kText;
  passed.parenthesis_behind = passed.is_word && input.peek() == '(';
  passed.diversion = diversions.current();
  passed.where = where(token.place, token.origin.site_line);
  passed.written = where(token.origin.place, token.origin.site_line);
  options.observer->passed(passed);
}

void Machine::trace_begin(std::string_view name, const Frame& frame) {
  if (!tracing.on(Tracing::kCall)) return;
  debug(fmt::format("{}{} ...\n", tracing.trace_head(where(), frames_.size(), frame.number), name));
}

std::string Machine::in_trace_quotes(std::string_view text) const {
  if (!tracing.on(Tracing::kQuotes)) return std::string(text);
  return fmt::format("{}{}{}", lexer.open_quote(), text, lexer.close_quote());
}

void Machine::trace_call(const Arguments& arguments, const Frame& frame) {
  std::string line = tracing.trace_head(where(), frames_.size(), frame.number);
  line += arguments[0];
  if (arguments.count() > 1 && tracing.on(Tracing::kArguments)) {
    line += '(';
    for (std::size_t i = 1; i < arguments.count(); ++i) {
      if (i > 1) line += ", ";
      const Builtin* const builtin = arguments.builtin(i);
      line +=
          builtin == nullptr ? in_trace_quotes(arguments[i]) : fmt::format("<{}>", builtin->name);
    }
    line += ')';
  }
  trace_line_ = std::move(line);
  if (!tracing.on(Tracing::kCall)) return;
  debug(trace_line_ + " -> ???\n");
  trace_line_.clear();
}

void Machine::trace_end(const Arguments& arguments, std::string_view expansion,
                        const Frame& frame) {
  std::string line = std::exchange(trace_line_, {});
  if (tracing.on(Tracing::kCall)) {
    line = tracing.trace_head(where(), frames_.size(), frame.number);
    line += arguments[0];
    if (arguments.count() > 1) line += "(...)";
  }
  if (!expansion.empty() && tracing.on(Tracing::kExpansion)) {
    line += " -> " + in_trace_quotes(expansion.substr(0, expansion.find('\0')));
  }
  debug(line + "\n");
}

void append_arguments(const Machine& machine, const Arguments& arguments,
                      std::string_view separator, bool quoted, Text& expansion) {
  const Origin& origin = arguments.origin();
  for (std::size_t i = 1; i < arguments.count(); ++i) {
    if (i > 1) expansion.append(separator, origin);
    if (quoted) expansion.append(machine.lexer.open_quote(), origin);
    expansion.append(arguments.slice(i), origin);
    if (quoted) expansion.append(machine.lexer.close_quote(), origin);
  }
}

void append_zero(const Arguments& arguments, Text& expansion) {
  expansion.append('\0', arguments.origin());
}

void append_number(int value, const Arguments& arguments, Text& expansion) {
  expansion.append(fmt::to_string(value), arguments.origin());
}

}  // namespace m4
