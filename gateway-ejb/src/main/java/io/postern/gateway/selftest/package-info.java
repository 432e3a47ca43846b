/**
 * Self-test: sends a message through the running gateway and looks at every place it passes.
 *
 * <p>Entry point: {@link io.postern.gateway.selftest.SelfTest}. In: a limit of time. Out: a {@link
 * io.postern.gateway.selftest.SelfTestReport}, a line for each part; whatever goes wrong is in it.
 * Raises {@link io.postern.gateway.selftest.SelfTestUnderWay} when there is one already.
 *
 * <p>The message goes by SMTP over the loopback through the listeners as they are configured, is
 * committed by the spool, queued, and delivered by delivery to a sink that the test opens on the
 * loopback. Extensions are asked about it and only watch: verdicts and changes have no effect; an
 * extension that fails fails the test.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.selftest;
