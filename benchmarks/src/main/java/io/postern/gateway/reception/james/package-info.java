/** Measures the hot path of this room. */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.reception.james;
