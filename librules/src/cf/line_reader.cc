// See line_reader.h.

#include "cf/line_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cf/load_cache.h"
#include "text/fold.h"
#include "text/printable.h"
#include "text/reading_text.h"

namespace rules {

namespace {

// The operators of a configuration that does not say: by its level.
std::string_view default_operators(const Config& config) {
  if (config.level < 7) {
    const auto& old = config.macros['o'];
    if (old) return *old;
  }
  return ".:@[]";
}

// Marks, and then 0x80, which is nothing with seven bits, and ends what is told.
std::string told(std::string text) {
  const size_t nul = text.find('\0');
  if (nul + 1 < text.size() && static_cast<signed char>(text[nul + 1]) < 0) text = seven_bit(text);
  text.resize(std::min(text.find('\0'), text.size()));
  return text;
}

}  // namespace

void LineReader::warn(std::string text, int error_number, int exit_status) {
  notes_.push_back(
      {Severity::warning, file_, line_, told(std::move(text)), error_number, exit_status});
}

void LineReader::note(std::string text) {
  notes_.push_back({Severity::note, file_, line_, told(std::move(text)), 0, 0});
}

void LineReader::fail_after_all(std::string text, int exit_status) {
  notes_.push_back({Severity::note, file_, line_, told(std::move(text)), 0, exit_status});
}

void LineReader::note_plain(std::string text) {
  notes_.push_back({Severity::note, "", 0, told(std::move(text)), 0, 0});
}

void LineReader::fail(std::string text, int exit_status) {
  notes_.push_back({Severity::fatal, file_, line_, std::move(text), 0, exit_status});
  fatal = true;
}

void LineReader::trace(std::string text, bool ends_line) {
  notes_.push_back({Severity::trace, "", 0, std::move(text), 0, 0, ends_line});
}

std::string printable_text(const LineReader& reader, std::string_view text) {
  std::string out;
  append_printable(text, reader.config.names, out);
  return out;
}

std::string LineReader::expanded(std::string_view text) {
  const bool has_marks =
      text.find_first_of(std::string_view("\0\xff", 2)) != std::string_view::npos;
  const bool traced = tracing(kMacroTrace, kMacroExpand);
  if (!has_marks && !traced && text.size() <= kMaxExpanded) return std::string(text);
  std::string out;
  if (expand(text, config, out, traced ? this : nullptr) == ExpandStatus::too_deep) {
    warn(fmt::format("expand: recursion too deep ({} max)", kMaxExpandDepth));
  }
  if (traced) trace(expand_end_text(out, config.names));
  return out;
}

void LineReader::expand_begins(std::string_view text) {
  trace(expand_begin_text(text, config.names));
}

void LineReader::expand_pass(int depth, std::string_view text) {
  if (!tracing(kMacroTrace, kMacroExpandPass)) return;
  trace(expand_pass_text(depth, text, config.names));
}

NameId LineReader::name_at(std::string_view text, size_t& size) {
  name_begins(text);
  const ParsedName name = parse_name(text, config.names);
  size = name.size;
  if (name.problem != NameProblem::none) name_problem(name, text);
  name_ends(text, name);
  return name.name;
}

void LineReader::name_begins(std::string_view text) {
  if (tracing(kMacroTrace, kMacroName)) trace(name_begin_text(text, config.names), false);
}

void LineReader::name_ends(std::string_view text, const ParsedName& name) {
  if (tracing(kMacroTrace, kMacroName)) trace(name_end_text(text, name, config.names));
}

std::optional<NameId> LineReader::own_name(std::string_view name) {
  const std::string text = "{" + std::string(name) + "}";
  name_begins(text);
  const auto id = config.names.add(name);
  ParsedName parsed;
  if (id) parsed.name = *id;
  name_ends(text, parsed);
  return id;
}

void LineReader::name_problem(const ParsedName& name, std::string_view) {
  for (std::string& text : name_problem_texts(name)) {
    const LeftError left = std::exchange(left_error, {});
    warn(left.number == 0 ? std::move(text) : text + ": " + left.text, left.number);
  }
}

const CharTypes& LineReader::char_types() {
  if (!config.char_types) {
    const std::string_view operators =
        config.operators_set ? std::string_view(config.operators) : default_operators(config);
    config.char_types.emplace(operators);
    if (tracing(kMacroTrace, kMacroExpand)) expanded(operators);
  }
  return *config.char_types;
}

// A tab that a macro's value brings ends the side, as one that is written does.
Tokens LineReader::rule_tokens(std::string_view text) {
  PrescanMode mode;
  mode.table = config.level >= 9 ? CharTable::cf : CharTable::internal;
  mode.repair = false;
  mode.max_text = kCfTextBytes;
  mode.delimiter = '\t';
  ArenaVector<Token> tokens(config.arena);
  if (!prescan_rule_side(config.arena.copy(text), mode, tokens)) tokens.resize_down(0);
  if (!tokens.empty())
    set_symbols({tokens.data(), tokens.size()}, *config.char_types, config.symbols);
  return tokens.span();
}

bool LineReader::prescan_rule_side(std::string_view text, const PrescanMode& mode,
                                   ArenaVector<Token>& tokens) {
  const CharTypes& types = char_types();
  PrescanMode told = mode;
  told.tells_steps = tracing(kPrescanTrace, kPrescanEach);
  if (tracing(kPrescanTrace, kPrescanText)) trace(prescan_begin_text(text, config.names));
  const bool ok = prescan(text, types, told, nullptr, config.arena, tokens, this).ok;
  const Tokens made = tokens.span();
  if (tracing(kPrescanTrace, kPrescanTokens)) {
    trace(prescan_end_text(made, !ok, config.names));
  }
  if (ok && made.empty() && tracing(kPrescanTrace, kPrescanNothing)) {
    trace(std::string(kPrescanNothingText));
  }
  return ok;
}

void LineReader::prescan_step(const PrescanStep& step) {
  if (!tracing(kPrescanTrace, level_of(step))) return;
  trace(prescan_step_text(step, config.names), ends_line(step));
}

void LineReader::prescan_problem(PrescanProblem problem, std::string_view input) {
  warn(fmt::format("{}... {}", shorten(seven_bit(input)), prescan_problem_text(problem)));
}

void LineReader::set_macro(NameId name, std::string value) {
  if (config.sticky_macros[name]) return;
  const auto operator_text = operator_macro(name);
  if (operator_text && *operator_text != value) config.operators_unchanged = false;
  if (tracing(kMacroTrace, kMacroSet)) trace_macro(name, value);
  config.macros[name] = std::move(value);
}

void LineReader::set_own_macro(std::string_view name, std::string_view value) {
  if (!options.test_mode) return;
  if (const auto id = own_name(name)) set_macro(*id, std::string(value));
}

void LineReader::trace_macro(NameId name, std::string_view value) {
  trace(fmt::format("{}({} as {})", config.macros[name] ? "redefine" : "define",
                    bare_name(name, config.names), printable_text(*this, value)));
}

void LineReader::add_words(NameId name, std::string_view words) {
  for (size_t at = 0; at < words.size();) {
    while (at < words.size() && is_blank(words[at])) ++at;
    const size_t begin = at;
    while (at < words.size() && !is_blank(words[at])) ++at;
    if (at > begin) add_word(name, words.substr(begin, at - begin));
  }
}

void LineReader::add_word(NameId name, std::string_view word) {
  if (word.empty() || knows_words()) return;
  if (tracing(37, 8)) {
    trace(fmt::format("setclass({}, {})", bare_name(name, config.names), raw_bytes(word)));
  }
  config.words.add(name, word);
}

bool LineReader::knows_words() const { return cache != nullptr && cache->replaying(); }

std::string seven_bit(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const MarkedChar c = marked_char(text, at);
    at += c.size;
    if (c.code != 0) out += static_cast<char>(c.code & 0x7f);
  }
  return out;
}

std::string raw_bytes(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const MarkedChar c = marked_char(text, at);
    at += c.size;
    out += static_cast<char>(c.code & 0xff);
  }
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace rules
