/** An extension that tells how it was called. */
@org.jspecify.annotations.NullMarked
package io.postern.tests.inside.witness;
