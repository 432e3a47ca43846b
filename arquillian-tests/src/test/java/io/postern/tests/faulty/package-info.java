/** Extensions that meet content they cannot parse, fail, and do not return. */
@org.jspecify.annotations.NullMarked
package io.postern.tests.faulty;
