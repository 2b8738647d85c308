// The reference's words for the steps in which it reads a text: -d22, -d35.14, -d35.24, -d35.28.
//
// Tested by tests/cases/bt/trace_reading*, trace_typed.
#ifndef LIBRULES_TEXT_READING_TEXT_H
#define LIBRULES_TEXT_READING_TEXT_H

#include <string>
#include <string_view>

#include "text/names.h"
#include "text/prescan.h"

namespace rules {

// Category 22 of -d: the tokenizer.
inline constexpr int kPrescanTrace = 22;
inline constexpr int kPrescanNothing = 1;
inline constexpr int kPrescanText = 11;
inline constexpr int kPrescanTokens = 12;
inline constexpr int kPrescanEach = 36;
inline constexpr int kPrescanStates = 101;
// Category 35: macros.
inline constexpr int kMacroTrace = 35;
inline constexpr int kMacroSet = 9;
inline constexpr int kMacroName = 14;
inline constexpr int kMacroExpand = 24;
inline constexpr int kMacroExpandPass = 28;

// What a step is worth telling at.
int level_of(const PrescanStep& step);
bool ends_line(const PrescanStep& step);
std::string prescan_step_text(const PrescanStep& step, const Names& names);
std::string prescan_begin_text(std::string_view input, const Names& names);
// failed: there are no tokens for a reason, which was told.
std::string prescan_end_text(Tokens tokens, bool failed, const Names& names);
inline constexpr std::string_view kPrescanNothingText = "prescan: null leading token";

// A name is read at the beginning of a text: one line, with complaints about it in the middle.
std::string name_begin_text(std::string_view text, const Names& names);
std::string name_end_text(std::string_view text, const ParsedName& name, const Names& names);

std::string expand_begin_text(std::string_view text, const Names& names);
std::string expand_pass_text(int depth, std::string_view text, const Names& names);
std::string expand_end_text(std::string_view text, const Names& names);

}  // namespace rules

#endif
