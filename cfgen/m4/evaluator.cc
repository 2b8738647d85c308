// An m4 evaluator: GNU m4's language, its output byte for byte, in bounded time and memory.
//
// Tested by tests/m4/.
#include "evaluator.h"

#include "machine.h"

namespace m4 {

Evaluator::Evaluator(const Options& options) : machine_(std::make_unique<Machine>(options)) {}
Evaluator::~Evaluator() = default;

void Evaluator::define(std::string_view name, std::string_view text) {
  machine_->define(name, text);
}

void Evaluator::undefine(std::string_view name) { machine_->undefine(name); }

void Evaluator::read(std::string_view name, std::shared_ptr<const std::string> text, bool site) {
  if (stopped_) return;
  File file;
  file.name = machine_->file_id(name);
  file.text = std::move(text);
  file.is_site = site;
  try {
    machine_->read(std::move(file));
  } catch (const Stop&) {
    stopped_ = true;
  }
}

void Evaluator::finish() {
  if (stopped_) return;
  try {
    machine_->finish();
  } catch (const Stop&) {
    stopped_ = true;
  }
}

std::string_view Evaluator::output() const { return machine_->diversions.output().view(); }

// A line is written where its first word is; the site's line is that of the first piece that has
// one. White space in front of both is what other lines left behind.
std::vector<LineOrigin> Evaluator::line_origins() const {
  const Text& text = machine_->diversions.output();
  std::vector<LineOrigin> lines;
  bool begins = true;
  bool is_blank = true;
  Origin newline;  // that ended the line before
  for_each_run(text.all(), [&](std::string_view bytes, const Origin& origin) {
    while (!bytes.empty()) {
      const auto end = bytes.find('\n');
      if (begins) {
        const bool same =
            newline.in_argument && origin.in_argument && newline.place.file == origin.place.file;
        lines.push_back({0, {}, 0, same});
        is_blank = true;
      }
      if (is_blank) {
        lines.back().site_line = 0;
        lines.back().file = machine_->file_name(origin.place.file);
        lines.back().line = origin.place.line;
        is_blank = bytes.substr(0, end).find_first_not_of(" \t") == std::string_view::npos;
      }
      // The end of a line says nothing about it, unless it is all there is.
      if (lines.back().site_line == 0 && (begins || is_blank || end != 0)) {
        lines.back().site_line = origin.site_line;
      }
      begins = end != std::string_view::npos;
      if (begins) newline = origin;
      bytes.remove_prefix(begins ? end + 1 : bytes.size());
    }
  });
  return lines;
}

int Evaluator::exit_status() const {
  if (machine_->exit_status) return *machine_->exit_status;
  return machine_->failed ? 1 : 0;
}

std::optional<Where> Evaluator::exited_at() const {
  if (!machine_->exit_status) return std::nullopt;
  return machine_->where(machine_->exit_place, 0);
}

}  // namespace m4
