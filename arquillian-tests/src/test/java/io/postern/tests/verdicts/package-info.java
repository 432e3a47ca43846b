/** An extension for the scenarios. */
@org.jspecify.annotations.NullMarked
package io.postern.tests.verdicts;
