// What a rules_diagnostics stands for.
#ifndef LIBRULES_CAPI_DIAGNOSTICS_OBJECT_H
#define LIBRULES_CAPI_DIAGNOSTICS_OBJECT_H

#include <utility>

#include "capi/boundary.h"
#include "capi/handle.h"
#include "cf/diagnostic.h"

namespace rules::capi {

struct DiagnosticsObject final : Object {
  explicit DiagnosticsObject(Diagnostics notes) : list(std::move(notes)) {}
  const Diagnostics list;
};

}  // namespace rules::capi

#endif
