// The evaluator's messages as GNU m4 prints them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "m4/events.h"

struct GnuMessages : m4::Sink {
  std::string text;      // of standard error
  bool limited = false;  // a limit of ours was passed

  void message(const m4::Message& message) override {
    const bool nesting = message.text.starts_with("recursion limit");
    limited = limited || (message.cause == m4::Cause::kLimit && !nesting);
    const auto& where = message.where;
    text += where.line == 0 ? fmt::format("m4: {}\n", message.text)
                            : fmt::format("m4:{}:{}: {}\n", where.file, where.line, message.text);
  }
  void errprint(std::string_view words, const m4::Where&) override { text += words; }
  void debug(std::string_view words) override { text += words; }
};
