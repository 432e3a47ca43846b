/** Extensions that a self-test meets. */
@org.jspecify.annotations.NullMarked
package io.postern.tests.selftest;
