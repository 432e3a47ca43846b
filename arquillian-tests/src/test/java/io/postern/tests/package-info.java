/**
 * Scenarios against the built product, from outside: a real client, a real next hop, a real kill.
 *
 * <p>The product folder is named by the system property {@code postern.home}. The tests keep their
 * own ledger of what was answered 250; the server's word is never the evidence.
 */
@org.jspecify.annotations.NullMarked
package io.postern.tests;
