/**
 * Targets that are servers of syslog: messages of RFC 5424 over UDP (RFC 5426), TCP (RFC 6587
 * section 3.4.1) and TLS (RFC 5425). Syslog confirms nothing: what was in a connection when the
 * server ended is not known, and of UDP nothing is.
 *
 * <p>Entry: {@link io.postern.gateway.export.syslog.SyslogTargets}. Raises {@link
 * io.postern.gateway.export.TargetUnavailable}; a server of syslog refuses no event.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.export.syslog;
