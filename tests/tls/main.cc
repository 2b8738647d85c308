// The program that runs the *_test.cc beside it.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
