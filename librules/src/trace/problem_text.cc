// See problem_text.h.

#include "trace/problem_text.h"

#include <system_error>

#include "text/marked.h"

namespace rules {

namespace {

constexpr size_t kShownInput =
    203;  // texts of this size and longer keep both ends, and `...` between them
constexpr size_t kShownEnd = 100;
constexpr int kStatusSoftware = 70;  // EX_SOFTWARE: no system call failed
constexpr int kStatusSystem = 71;    // EX_OSERR

// Without marks and high bits, as the reference shows input in complaints.
std::string seven_bit(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const MarkedChar c = marked_char(text, at);
    out += static_cast<char>(c.code & 0x7f);
    at += c.size;
  }
  return out;
}

std::string shortened(std::string text) {
  if (text.size() < kShownInput) return text;
  return text.substr(0, kShownEnd) + "..." + text.substr(text.size() - kShownEnd);
}

void append(std::string& out, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) out += part;
}

void append_words(const ProblemEvent& event, std::string& out) {
  std::string_view ruleset;
  if (event.ruleset != nullptr) ruleset = event.ruleset->name;
  const std::string number = std::to_string(event.number);
  switch (event.problem) {
    case EvalProblem::none:
      return;
    case EvalProblem::excessive_recursion:
      append(out, {"rewrite: excessive recursion (max 50), ruleset ", ruleset});
      return;
    case EvalProblem::infinite_loop:
      append(out, {"Infinite loop in ruleset ", ruleset, ", rule ", number});
      return;
    case EvalProblem::replacement_bounds:
      append(out, {"rewrite: ruleset ", ruleset, ": replacement $", number, " out of bounds"});
      return;
    case EvalProblem::expansion_too_long:
      out += "rewrite: expansion too long";
      return;
    case EvalProblem::unknown_ruleset:
      append(out, {"Unknown ruleset ", event.text});
      return;
    case EvalProblem::too_many_calls:
      out += "Too many subroutine calls (16 max)";
      return;
    case EvalProblem::unknown_map:
      append(out, {"rewrite: map ", event.text, " not found"});
      return;
    case EvalProblem::missing_map_name:
      out += "rewrite: missing mapname";
      return;
    case EvalProblem::bad_ruleset_name:
    case EvalProblem::message:
      out += event.text;
      return;
  }
}

}  // namespace

void append_problem_text(const ProblemEvent& event, std::string& out) {
  std::string text;
  append_words(event, text);
  out += seven_bit(text);
  // Maps tell with their own words what a system call said.
  if (event.problem == EvalProblem::message || event.error_number == 0) return;
  append(out, {": ", std::generic_category().message(event.error_number)});
}

std::string_view problem_summary(EvalProblem problem) {
  switch (problem) {
    case EvalProblem::none:
      return "";
    case EvalProblem::excessive_recursion:
      return "rewrite: excessive recursion";
    case EvalProblem::infinite_loop:
      return "infinite loop in a ruleset";
    case EvalProblem::replacement_bounds:
      return "rewrite: replacement out of bounds";
    case EvalProblem::expansion_too_long:
      return "rewrite: expansion too long";
    case EvalProblem::unknown_ruleset:
    case EvalProblem::bad_ruleset_name:
      return "call of an unknown ruleset";
    case EvalProblem::too_many_calls:
      return "too many subroutine calls";
    case EvalProblem::unknown_map:
    case EvalProblem::missing_map_name:
      return "look-up in an unknown map";
    case EvalProblem::message:
      return "complaint of a map";
  }
  return "";
}

void append_prescan_problem_text(PrescanProblem problem, std::string_view input, std::string& out) {
  append(out, {shortened(seven_bit(input)), "... ", prescan_problem_text(problem)});
}

int problem_exit_status(const ProblemEvent& event) {
  if (event.error_number == -1) return 0;  // news, not a mistake; -30988 is Berkeley DB's
  return event.error_number != 0 ? kStatusSystem : kStatusSoftware;
}

}  // namespace rules
