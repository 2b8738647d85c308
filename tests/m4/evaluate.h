// A program, evaluated in one call.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "m4/evaluator.h"
#include "m4/messages_of_gnu.h"

struct Evaluated {
  std::string output;
  std::string messages;
  int status = 0;
  std::vector<m4::LineOrigin> lines;  // their file names hold as long as this does
  std::shared_ptr<m4::Evaluator> m4;
};

// Reads `text` as "in.m4", whose lines are traced. Files are found if `options` says where.
inline Evaluated evaluate(std::string_view text, m4::Options options = {}) {
  GnuMessages sink;
  options.sink = &sink;
  Evaluated result;
  result.m4 = std::make_shared<m4::Evaluator>(options);
  result.m4->read("in.m4", std::make_shared<std::string>(text), true);
  result.m4->finish();
  result.output = result.m4->output();
  result.messages = sink.text;
  result.status = result.m4->exit_status();
  result.lines = result.m4->line_origins();
  return result;
}
