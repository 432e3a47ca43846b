/** An extension for the scenarios: keeps notes of session, transaction and message. */
@org.jspecify.annotations.NullMarked
package io.postern.tests.notes;
