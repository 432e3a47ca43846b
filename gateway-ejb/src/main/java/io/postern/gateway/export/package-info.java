/**
 * Events of the journal on their way out of the gateway, off the mail path: each target has a
 * thread, a position and a state of its own, and none delays mail or another target.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.export;
