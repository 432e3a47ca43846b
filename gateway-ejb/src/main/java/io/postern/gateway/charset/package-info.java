/**
 * Charset: the charsets that mail names.
 *
 * <p>Door: {@link io.postern.gateway.charset.NamedCharsets}. Raises nothing.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.charset;
