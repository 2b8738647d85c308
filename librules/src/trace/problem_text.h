// The reference's words for what goes wrong while rulesets run.
//
// Tested by tests/unit/trace_writer_test.cc, tests/cases/bt/rhs_errors, tok_unbalanced.
#ifndef LIBRULES_TRACE_PROBLEM_TEXT_H
#define LIBRULES_TRACE_PROBLEM_TEXT_H

#include <string>
#include <string_view>

#include "eval/events.h"
#include "text/prescan.h"

namespace rules {

void append_problem_text(const ProblemEvent& event, std::string& out);

// What kind of thing went wrong, without its particulars: for a verdict's reason. Empty: nothing.
std::string_view problem_summary(EvalProblem problem);

// `TEXT... Unbalanced '"'`: the input, shortened, and what is wrong with it.
void append_prescan_problem_text(PrescanProblem problem, std::string_view input, std::string& out);

// What a complaint makes the exit status of the reference: 71 if a system call failed, else 70.
int problem_exit_status(const ProblemEvent& event);

}  // namespace rules

#endif
