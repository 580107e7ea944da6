package main_test

test_nothing if true
