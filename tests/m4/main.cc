// The runner of the evaluator's unit tests.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
