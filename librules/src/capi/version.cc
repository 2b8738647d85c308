// The version of the library, and what a status means.
//
// Tested by tests/capi/contract.c.

#include "capi/boundary.h"

uint32_t rules_version(void) {
  return RULES_VERSION_MAJOR * 10000 + RULES_VERSION_MINOR * 100 + RULES_VERSION_PATCH;
}

const char* rules_status_text(rules_status status) {
  switch (rules::capi::number_of(status)) {
    case RULES_OK:
      return "no error";
    case RULES_PENDING:
      return "the answer to a look-up is still to come";
    case RULES_EINVAL:
      return "an argument or a handle is not valid";
    case RULES_ENOMEM:
      return "no memory";
    case RULES_EBUSY:
      return "the session is at work already, or waits for an answer";
    case RULES_ENOENT:
      return "no such file, ruleset, macro or element";
    case RULES_EIO:
      return "the file cannot be read";
    case RULES_ECONFIG:
      return "the configuration cannot be used";
    case RULES_EDATA:
      return "an argument cannot be tokenised, holds a NUL, or is too long";
    case RULES_ELIMIT:
      return "a limit of the session was passed";
    case RULES_ECANCELED:
      return "the call was canceled";
  }
  return "unknown status";
}
