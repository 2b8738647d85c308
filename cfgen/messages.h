// The evaluator's messages, in the words of the .mc file's author.
//
// Tested by tests/cfgen/messages_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "m4/events.h"

namespace cfgen {

struct Messages {
  std::vector<std::string> lines;  // as they are shown
  bool errors = false;             // at least one of them is an error
};

// Collects what an evaluation says. Messages of the library (errprint) pass as they are; the
// evaluator's own become `FILE:LINE: error: words; what to do`, with the line of the .mc file if
// that is where they come from.
class Reporter : public m4::Sink {
 public:
  // `input` is the .mc file, `library` the folder of the library.
  Reporter(std::string input, std::string library)
      : input_(std::move(input)), library_(std::move(library)) {}

  void message(const m4::Message& message) override;
  void errprint(std::string_view text, const m4::Where& where) override;
  void debug(std::string_view text) override { errprint(text, {}); }

  // All that was said, also a line that was not ended.
  [[nodiscard]] Messages take();

 private:
  void add_line(std::string line);
  [[nodiscard]] std::string place_of(const m4::Where& where) const;
  [[nodiscard]] std::string behind(const m4::Where& where) const;

  std::string input_;
  std::string library_;
  std::string begun_;  // a line of errprint that goes on
  Messages messages_;
};

}  // namespace cfgen
