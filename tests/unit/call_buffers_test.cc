// What the calls of a session work in, handed on from session to session.

#include "eval/call_buffers.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

namespace rules {

namespace {

std::unique_ptr<CallBuffers> used_buffers(const SpareBuffers& spare) {
  auto buffers = spare.take();
  buffers->arena.copy("an address");
  buffers->workspace.push_back({});
  buffers->looked_up.push_back({});
  buffers->frames.push_back(std::make_unique<Frame>());
  buffers->frames.back()->workspace.tokens.push_back({});
  buffers->frames.back()->calls.push_back({});
  buffers->lookups.push_back({});
  buffers->arg_views.emplace_back("an argument");
  return buffers;
}

}  // namespace

TEST_CASE(
    "call buffers: the next session has the memory of the last, and nothing of its contents") {
  const SpareBuffers spare;
  auto first = used_buffers(spare);
  const CallBuffers* const where = first.get();
  const Token* const tokens = first->workspace.data();
  spare.give_back(std::move(first));
  const auto next = spare.take();
  REQUIRE(next.get() == where);
  CHECK(next->workspace.data() == tokens);
  CHECK(next->workspace.empty());
  CHECK(next->looked_up.empty());
  CHECK(next->lookups.empty());
  CHECK(next->arg_views.empty());
  REQUIRE(next->frames.size() == 1);
  CHECK(next->frames[0]->workspace.tokens.empty());
  CHECK(next->frames[0]->calls.empty());
  CHECK(next->arena.mark() == Arena().mark());
}

TEST_CASE("call buffers: what grew unusually large is not kept") {
  const SpareBuffers spare;
  auto large = used_buffers(spare);
  large->arena.allocate(600'000);
  CHECK(large->bytes() > 600'000);
  spare.give_back(std::move(large));
  CHECK(spare.take()->frames.empty());  // new ones
}

TEST_CASE("call buffers: sixteen are kept") {
  const SpareBuffers spare;
  std::vector<std::unique_ptr<CallBuffers>> taken;
  for (int i = 0; i < 40; ++i) taken.push_back(spare.take());
  for (auto& buffers : taken) {
    buffers->workspace.push_back({});  // so that it can be told from new ones
    spare.give_back(std::move(buffers));
  }
  std::vector<std::unique_ptr<CallBuffers>> again;
  for (int i = 0; i < 40; ++i) again.push_back(spare.take());
  CHECK(std::count_if(again.begin(), again.end(),
                      [](const auto& buffers) { return buffers->workspace.capacity() > 0; }) == 16);
}

TEST_CASE("call buffers: no two threads have the same") {
  const SpareBuffers spare;
  std::atomic<bool> shared = false;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20'000; ++round) {
        auto own = spare.take();
        if (!own->workspace.empty()) shared = true;
        own->workspace.push_back({});
        if (own->workspace.size() != 1) shared = true;
        spare.give_back(std::move(own));
      }
    });
  }
  threads.clear();
  CHECK_FALSE(shared);
}

}  // namespace rules
