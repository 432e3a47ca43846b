/**
 * Charset: the charsets that mail names.
 *
 * <p>Entry point: {@link io.postern.gateway.charset.NamedCharsets}. Raises nothing.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.charset;
