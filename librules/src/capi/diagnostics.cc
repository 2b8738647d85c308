// rules_diagnostics: what loading had to say.
//
// Tested by tests/capi/contract.c, tests/capi/calls.c.

#include "capi/diagnostics_object.h"

namespace rules::capi {

namespace {

Pin pin_notes(rules_diagnostics* notes) {
  return pin(value_of(notes), Kind::diagnostics, Use::shared);
}

const Diagnostics& list_of(const Pin& notes) {
  return static_cast<const DiagnosticsObject*>(notes.object())->list;
}

rules_severity severity_of(Severity severity) {
  switch (severity) {
    case Severity::trace:
    case Severity::note:
      return RULES_NOTE;
    case Severity::warning:
      return RULES_WARNING;
    case Severity::fatal:
      break;
  }
  return RULES_ERROR;
}

}  // namespace

}  // namespace rules::capi

using namespace rules;
using namespace rules::capi;

size_t rules_diagnostics_count(rules_diagnostics* notes) {
  const Pin held = pin_notes(notes);
  return held ? list_of(held).size() : 0;
}

rules_status rules_diagnostics_get(rules_diagnostics* notes, size_t index,
                                   rules_diagnostic* diagnostic) {
  const Pin held = pin_notes(notes);
  if (!held) return held.status();
  if (!can_write(diagnostic)) return RULES_EINVAL;
  if (index >= list_of(held).size()) return RULES_ENOENT;
  const Diagnostic& from = list_of(held)[index];
  rules_diagnostic out = {};
  out.severity = severity_of(from.severity);
  out.file = from.file.empty() ? nullptr : from.file.c_str();
  out.line = from.line;
  out.text = from.text.c_str();
  write_struct(out, diagnostic);
  return RULES_OK;
}

rules_status rules_diagnostics_free(rules_diagnostics* notes) {
  Pin held = pin_notes(notes);
  if (!held || !held.retire()) return RULES_EINVAL;
  return RULES_OK;
}
