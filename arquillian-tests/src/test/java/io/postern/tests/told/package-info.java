/** An extension for the scenarios: writes down what it is told. */
@org.jspecify.annotations.NullMarked
package io.postern.tests.told;
