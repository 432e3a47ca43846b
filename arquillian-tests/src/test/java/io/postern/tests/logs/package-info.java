/** An extension for the scenarios: logs, and looks for other applications. */
@org.jspecify.annotations.NullMarked
package io.postern.tests.logs;
