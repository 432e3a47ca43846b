/**
 * Logging callouts: told what became of mail, without influence on it. Each extension reads the
 * audit journal at its own pace from its own durable position: a slow one delays nobody and misses
 * nothing. After a crash an event may be told again; its {@link
 * io.postern.logging.LoggedEvent#sequence sequence} is then the same.
 */
@org.jspecify.annotations.NullMarked
package io.postern.logging;
