/** An extension for the scenarios whose start does harm. */
@org.jspecify.annotations.NullMarked
package io.postern.tests.starts;
