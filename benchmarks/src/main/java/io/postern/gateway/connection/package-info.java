/** Measures the hot path of this package. */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.connection;
