// What signals do to a session of -bt: SIGINT takes it back to the prompt, whatever it does;
// SIGTERM ends it as the end of its input does, a second one at once.
//
// Tested by tests/cases/command_line_test.
#ifndef CFTEST_INTERRUPTS_H
#define CFTEST_INTERRUPTS_H

#include <atomic>
#include <cstdint>

namespace cftest {

// Becomes kInterruptMark with a signal: for Session::watch_cancel().
std::atomic<uint32_t>& interrupt_word();
inline constexpr uint32_t kInterruptMark = 1;

// From here on signals are waited for, for the rest of the process.
void catch_interrupts();

// Has there been a SIGINT since this was asked last?
bool was_interrupted();
bool was_terminated();

}  // namespace cftest

#endif
